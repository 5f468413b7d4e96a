"""Sentences about proposal folders."""

NOT_OURS = "the folder holds no proposal, or its files are damaged"
WHOLE_FOLDER = "give the --out folder of `assigner propose`, with all its files"
OTHER_INPUT = "{archive} is not the input of this proposal"
OTHER_ANSWER = "the file assignment.csv was changed: it scores {found}, proposal.json says {said}"
MADE_ELSEWHERE = "use `assigner check` for an assignment made elsewhere"
CHANGED_MEANWHILE = "the tables changed while the plan was computed"
RUN_AGAIN = "run again on tables that stay as they are"
