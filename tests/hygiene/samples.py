"""Every file of tables that people open, written from a base in which no word can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assigner.audit import Answer, StateChange, draw_audit
from assigner.cli.spare import Spare
from assigner.duplicates.model import Match
from assigner.errors import Issue, Severity
from assigner.evidence import weigh_evidence
from assigner.i18n import Translator
from assigner.inspection import Inspection
from assigner.policy import Policy
from assigner.portfolio import ColumnMeaning, Dimension, How, MergedCard, Portfolio
from assigner.proposal import Proposal
from assigner.quality.model import Check
from assigner.report import ClientReasons, write_proposal
from assigner.report.audit import AuditResult, write_audit_csv
from assigner.report.callsheet import write_call_sheet
from assigner.report.inspection import write_inspection
from tests import builders
from tests.hygiene import crm_samples, what_if_samples
from tests.report import plans
from tests.report.inspection import cases

RISKY = (
    *("=2+2", "+7 900 x", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n-1", "  =x", "＝1", "=cmd|' /C calc'!A0"),
    *("＋1", "－1", "＠x", "+7 900 555"),
)
"""Words that a spreadsheet would run."""

IDS = (
    *("-5", "=1+1", "+7", "@x", "007", "1e5", "12345678901234567890", "TRUE", "01.02.2026", "0.10"),
    *("a,b;c", '"q"', "1 000"),
)
"""Ids that must be found again as they are, however a spreadsheet would like to read them."""


def risky(count: int, words: Sequence[str] = RISKY) -> Any:
    """A column of `count` different words of these kinds."""
    lap = len(words)
    return builders.text([words[n % lap] + (str(n // lap) if n >= lap else "") for n in range(count)])


def risky_facts(facts: Portfolio) -> Portfolio:
    """The same base with risky words wherever users write words."""
    clients, team = facts.clients, facts.managers
    dimensions = {
        name: Dimension(name, tuple(risky(len(one.labels))), one.codes)
        for name, one in clients.dimensions.items()
    }
    words: dict[str, Any] = dict.fromkeys(
        ("name", "contact_name", "email", "phone", "tax_id", "excluded_reason"), risky(len(clients))
    )
    clients = replace(clients, client_id=risky(len(clients), IDS), dimensions=dimensions, **words)
    team = replace(
        team,
        manager_id=builders.text([f"{name}." for name in risky(len(team), IDS)]),
        name=risky(len(team)),
    )
    issue = Issue(Severity.WARNING, "bad-number", "=1", "=2", "=base.csv", 3, "=Потенциал", "=3")
    meaning = ColumnMeaning("clients", "=base.csv", "=Цвет", "", How.IGNORED, examples=("=1", "-2"))
    card = MergedCard("=id", "=2+2", into_idx=0, owner_idx=1, row=4, reason="=why")
    return replace(facts, clients=clients, managers=team, issues=(issue,), columns=(meaning,), merged=(card,))


def ids_of(facts: Portfolio) -> set[str]:
    """Every id of the base."""
    cards = [card.client_id for card in facts.merged]
    return {*facts.clients.client_id.tolist(), *facts.managers.manager_id.tolist(), *cards}


def risky_plan() -> tuple[Proposal, ClientReasons]:
    """A plan of 60 clients."""
    plan = plans.random_plan()
    facts = risky_facts(plan.portfolio)
    cells = replace(plan.verdict.after.cells, value=risky(len(plan.verdict.after.cells)))
    after = replace(plan.verdict.after, cells=cells)
    plan = replace(plan, portfolio=facts, verdict=replace(plan.verdict, after=after))
    return plan, plans.reasons(plan, risky(facts.num_clients))


def proposal_files(folder: Path) -> Portfolio:
    """The files of a proposal."""
    plan, reasons = risky_plan()
    write_proposal(plan, reasons, folder / "out", language="ru")
    return plan.portfolio


def spare_copy(folder: Path) -> Portfolio:
    """The best answer so far, as a search leaves it that was cut off."""
    plan, _ = risky_plan()
    Spare(folder / "out", plan.portfolio).keep(lambda: plan.assignment)
    return plan.portfolio


def inspection_files(folder: Path) -> Portfolio:
    """The files of an inspection."""
    found = risky_inspection()
    write_inspection(found, folder / "out", language="ru")
    return found.portfolio


def risky_inspection() -> Inspection:
    """A base of 60 clients with findings, duplicates, disputes and look-alikes."""
    plan, _ = risky_plan()
    facts, rows = plan.portfolio, range(plan.portfolio.num_clients)
    findings = [
        cases.finding(facts, check, [n], column="=Столбец", value=word, detail=word)
        for n, (check, word) in enumerate(zip(Check, RISKY, strict=True))
        if check not in (Check.IMPLAUSIBLE_POTENTIAL, Check.EXCLUDED_BUT_ALIVE, Check.JUNK_VALUE)
    ]
    return cases.inspection(
        facts,
        plan.evidence,
        findings=findings,
        pairs=[(a, a + 1, 0.9, (Match.SIMILAR_NAME,)) for a in rows[:20:2]],
        contested=list(rows[:10]),
        look_alikes=[list(rows[:5])] * facts.num_managers,
    )


def _risky_log() -> Portfolio:
    """Calls of every manager with every client on days of their own, each with words of its own."""
    base = builders.clients([n % 3 for n in range(30)])
    words = risky(90)
    rows = [
        {
            "client": n % 30,
            "manager": n // 30,
            "at": f"2026-0{3 + n // 30}-{1 + n % 28:02d}T{n % 12:02d}:{n % 60:02d}",
            "contact_name": words[n],
            "summary": f"{words[n]} talked about the order",
        }
        for n in range(90)
    ]
    return risky_facts(builders.portfolio(base, builders.managers(3), builders.activities(rows)))


def call_sheet(folder: Path) -> Portfolio:
    """The call sheet of an audit."""
    facts, policy = _risky_log(), Policy()
    evidence = weigh_evidence(facts, policy, as_of=builders.AS_OF)
    draw = draw_audit(facts, evidence, seed=1)
    assert len(draw.claims) > 40
    write_call_sheet(draw, facts, evidence, policy, Translator("ru"), folder / "calls.xlsx")
    return facts


def audit_answers(folder: Path) -> Portfolio:
    """What an audit changed, for the CRM."""
    facts = _risky_log()
    changes = [
        StateChange(n, n % 3, Answer.REFUTED, "active", "claimed", 0.1 + n / 3, -0.0)
        for n in range(facts.num_clients)
    ]
    result = AuditResult(
        facts, "calls.xlsx", builders.AS_OF, builders.AS_OF, 0.95, {}, 0, estimates=(), changes=tuple(changes)
    )
    write_audit_csv(result, folder / "audit.csv")
    return facts


def what_if(write: Callable[[Portfolio, Path], Portfolio]) -> Callable[[Path], Portfolio]:
    """A sample of the what-ifs or of the service from the same risky base."""
    return lambda folder: write(risky_plan()[0].portfolio, folder)


SAMPLES: Mapping[str, Callable[[Path], Portfolio]] = {
    "assigner/report/tables.py": proposal_files,
    "assigner/report/workbook/write.py": proposal_files,
    "assigner/report/inspection/workbook/write.py": inspection_files,
    "assigner/report/inspection/decisions.py": inspection_files,
    "assigner/report/callsheet.py": call_sheet,
    "assigner/report/audit.py": audit_answers,
    "assigner/cli/spare.py": spare_copy,
    "scenarios/compare/moving_table.py": what_if(what_if_samples.comparison_table),
    "scenarios/answers/folder.py": what_if(what_if_samples.answer_table),
    "scenarios/onboarding/tables.py": what_if(what_if_samples.onboarding_tables),
    "api/crm/tables.py": what_if(crm_samples.owner_changes),
}
"""Module that writes tables people open -> what writes a sample of them into a folder."""

ELSEWHERE = {
    "assigner/report/workbook/file.py",  # opens the workbooks that the modules above fill
    "assigner/generate/write.py",  # input tables of made-up companies, to be read back: no words of users
}
"""Modules that open a table for writing and need no sample."""
