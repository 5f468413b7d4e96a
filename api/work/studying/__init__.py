"""The job of a study: what-ifs run in a process of their own, what they found in the study's folder."""
