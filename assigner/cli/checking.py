"""`assigner check`: the independent checker on any assignment, and whether proposal.json says the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from assigner.cli import documents
from assigner.cli.companion import Companion, read_companion
from assigner.cli.inputs import read_case
from assigner.cli.options import Tables
from assigner.cli.screen import Screen, print_json
from assigner.cli.texts import RULES
from assigner.engine import Case, check_assignment
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.tabular import read_assignment
from assigner.verdict import Verdict

MAX_LISTED = 20


def run(tables: Tables, assignment: Path, *, tr: Translator, as_json: bool) -> bool:
    """Check an assignment and tell figure by figure; whether all hard rules hold."""
    companion = read_companion(assignment)
    case = read_case(tables, tr, as_of=tables.as_of or (companion.as_of if companion else None))
    verdict = check_assignment(case, read_assignment(assignment, case.portfolio, tr=tr), tr=tr)
    if as_json:
        print_json(_document(case, verdict, companion))
    else:
        _tell(Screen(tr), case, verdict, companion, reused=tables.as_of is None)
    return verdict.ok


def _document(case: Case, verdict: Verdict, companion: Companion | None) -> documents.Document:
    after = documents.figures(verdict.after)
    differences = companion.differences(after) if companion else []
    return {
        "ok": verdict.ok,
        **after,
        "before": documents.figures(verdict.before),
        "rules": rule_states(case.policy, verdict),
        "rule_breaks": [{"rule": broken.rule, "message": broken.message} for broken in verdict.breaks],
        "rule_exceptions": documents.exceptions(verdict.exceptions),
        "notes": list(verdict.notes),
        "base": documents.base(case.portfolio),
        "as_of": case.evidence.as_of.isoformat(),
        "agrees": not differences if companion else None,
        "differences": differences,
        "same_input": companion.same_input(case) if companion else None,
        "same_policy": companion.same_policy(case) if companion else None,
    }


def rule_states(policy: Policy, verdict: Verdict) -> dict[str, str]:
    """Every hard rule: `ok`, `broken`, or `off` where the policy switches it off."""
    broken = {item.rule for item in verdict.breaks}

    def state(rule: str) -> str:
        part = getattr(policy.rules, rule.replace("-", "_"), None)
        if part is not None and not part.enabled:
            return "off"
        return "broken" if rule in broken else "ok"

    return {rule: state(rule) for rule in RULES}


def _tell(screen: Screen, case: Case, verdict: Verdict, companion: Companion | None, *, reused: bool) -> None:
    tr, day = screen.tr, screen.tr.date(case.evidence.as_of)
    if companion and companion.as_of and reused:
        screen.line(
            tr.gettext("The evidence is weighed as of {day}, as in proposal.json.", day=day), indent=0
        )
    else:
        screen.line(tr.gettext("The evidence is weighed as of {day}.", day=day), indent=0)
    _tell_figures(screen, verdict, companion)
    _tell_rules(screen, case, verdict)
    if companion:
        _tell_agreement(screen, case, verdict, companion)


def _tell_figures(screen: Screen, verdict: Verdict, companion: Companion | None) -> None:
    tr = screen.tr
    rows = zip(
        figure_rows(tr, documents.figures(verdict.before)),
        figure_rows(tr, documents.figures(verdict.after)),
        companion.agreements(documents.figures(verdict.after), FIGURE_KEYS)
        if companion
        else [None] * len(FIGURE_KEYS),
        strict=True,
    )
    words = {True: tr.gettext("agrees"), False: tr.gettext("DIFFERS"), None: "-"}
    heads = [tr.gettext("Figure"), tr.gettext("Today"), tr.gettext("Assignment")]
    screen.section(tr.gettext("Figures"))
    if companion is None:
        screen.table(heads, [[name, old, new] for (name, old), (_, new), _ in rows])
    else:
        screen.table(
            [*heads, "proposal.json"], [[name, old, new, words[said]] for (name, old), (_, new), said in rows]
        )


FIGURE_KEYS = (
    "score",
    "levels.imbalance",
    "levels.disruption",
    "levels.fit",
    "worst_deviation",
    "mean_violation",
    "moved_clients",
    "moved_share",
    "kept_proven",
    "proven_total",
    "revenue_at_risk",
    "commission_at_stake",
)


def figure_rows(tr: Translator, figures: documents.Document) -> list[tuple[str, str]]:
    """Names and values of the figures, in the order of FIGURE_KEYS."""
    levels = figures["levels"]
    return [
        (tr.gettext("Score (lower is better)"), tr.number(figures["score"], 4)),
        ("  " + tr.gettext("imbalance, %"), tr.number(levels["imbalance"], 4)),
        ("  " + tr.gettext("disruption, %"), tr.number(levels["disruption"], 4)),
        ("  " + tr.gettext("unfit, %"), tr.number(levels["fit"], 4)),
        (tr.gettext("Largest distance from a fair share"), tr.percent(figures["worst_deviation"], 2)),
        (tr.gettext("Mean violation of the tolerances"), tr.percent(figures["mean_violation"], 2)),
        (tr.gettext("Clients that change hands"), tr.number(figures["moved_clients"])),
        ("  " + tr.gettext("of the owned ones"), tr.percent(figures["moved_share"], 2)),
        (tr.gettext("Proven clients that stay"), tr.number(figures["kept_proven"])),
        ("  " + tr.gettext("of all proven ones"), tr.number(figures["proven_total"])),
        (tr.gettext("Revenue at risk, a year"), tr.number(figures["revenue_at_risk"])),
        (tr.gettext("Commission at stake, a year"), tr.number(figures["commission_at_stake"])),
    ]


def _tell_rules(screen: Screen, case: Case, verdict: Verdict) -> None:
    tr = screen.tr
    count = Counter(broken.rule for broken in verdict.breaks)
    words = {"ok": tr.gettext("ok"), "off": tr.gettext("off"), "broken": tr.gettext("BROKEN")}
    screen.section(tr.gettext("Hard rules"))
    rows = [
        [
            words[state] + (f" ({tr.number(count[rule])})" if count[rule] else ""),
            rule,
            tr.gettext(RULES[rule]),
        ]
        for rule, state in rule_states(case.policy, verdict).items()
    ]
    screen.table([tr.gettext("State"), tr.gettext("Rule"), tr.gettext("Meaning")], rows, texts=3)
    for broken in verdict.breaks[:MAX_LISTED]:
        screen.line(f"! {broken}", "red")
    more = len(verdict.breaks) - MAX_LISTED
    if more > 0:
        screen.line(tr.ngettext("... and {n} more", "... and {n} more", more))
    for item in verdict.exceptions[:MAX_LISTED]:
        screen.line(tr.gettext("Exception, {rule}: {message}", rule=item.rule, message=item.message))


def _tell_agreement(screen: Screen, case: Case, verdict: Verdict, companion: Companion) -> None:
    tr = screen.tr
    screen.section(tr.gettext("Compared with proposal.json"))
    differences = companion.differences(documents.figures(verdict.after))
    if not differences:
        screen.line(tr.gettext("All figures agree with proposal.json."), "green")
        return
    for item in differences:
        screen.line(
            tr.gettext(
                "{figure} differs: {here} here, {there} in proposal.json",
                figure=item["figure"],
                here=item["here"],
                there=item["there"],
            ),
            "red",
        )
    if not companion.same_policy(case):
        screen.line(tr.gettext("The proposal was made with another policy; give it with --policy."))
    if not companion.same_input(case):
        screen.line(tr.gettext("The tables are not those of the proposal, byte for byte."))
