"""What an inspection tells on the screen: what was understood, what is odd, who, and what to do next."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from assigner.cli.next_command import next_command
from assigner.cli.options import Tables
from assigner.cli.screen import Screen
from assigner.cli.sections import tell_findings, tell_reading
from assigner.i18n import Translator
from assigner.inspection import Inspection
from assigner.quality import check_word
from assigner.report.inspection.columns import column_rows
from assigner.report.inspection.findings import JunkRow, JunkTable, junk_table, kind_word, kinds_found
from assigner.report.inspection.pairs import denied_sentence
from assigner.report.inspection.terse import terse_sentences
from assigner.report.inspection.tiles import headline
from assigner.report.inspection.view import InspectionView, inspection_view
from assigner.report.words import short_number
from assigner.tabular.messages import is_treated

MAX_COLUMNS = 6
MAX_KINDS = 6
MAX_MANAGERS = 8
PLAN = "plan"


def tell_inspection(screen: Screen, found: Inspection, tables: Tables, out: Path) -> None:
    """The whole summary."""
    view = inspection_view(found)
    tell_reading(screen, view.portfolio, view.evidence)
    tell_columns(screen, view)
    tell_odd(screen, view)
    tell_junk(screen, view)
    tell_findings(screen, view.portfolio, view.evidence)
    for sentence in _more(screen.tr, view):
        screen.line(sentence)
    tell_files(screen, out)
    tell_next(screen, view, tables, out)


def tell_columns(screen: Screen, view: InspectionView) -> None:
    """Columns whose meaning is a guess; those that are not used stand among the warnings."""
    tr, rows = screen.tr, [row for row in column_rows(screen.tr, view) if row.canonical]
    screen.section(tr.ngettext("{n} column was understood", "{n} columns were understood", len(rows)))
    doubtful = [row for row in rows if row.uncertain]
    if not doubtful:
        screen.line(tr.gettext("All of them are certain."))
        return
    screen.line(tr.gettext("Look at these; to correct one, change map.yaml and give it with --map:"))
    for row in doubtful[:MAX_COLUMNS]:
        sure = tr.percent(row.confidence)
        screen.line(f"{Path(row.file).name}: {row.header} -> {row.meaning} ({row.how}, {sure})", indent=4)
    _tell_rest(screen, len(doubtful) - MAX_COLUMNS)


def tell_odd(screen: Screen, view: InspectionView) -> None:
    """Problems of the cards by kind."""
    tr, kinds = screen.tr, kinds_found(view)
    total = sum(n for _, n in kinds)
    if not kinds:
        return
    screen.section(tr.ngettext("{n} odd cell", "{n} odd cells", total))
    screen.pairs((check_word(tr, check), tr.number(n)) for check, n in kinds[:MAX_KINDS])
    _tell_rest(screen, len(kinds) - MAX_KINDS)


def _tell_rest(screen: Screen, more: int) -> None:
    if more > 0:
        screen.line(screen.tr.ngettext("... and {n} more", "... and {n} more", more))


def tell_junk(screen: Screen, view: InspectionView) -> None:
    """Who fills in junk, as a table by manager."""
    tr, table = screen.tr, junk_table(view)
    if not table.rows:
        return
    screen.section(tr.gettext("Who fills in junk"))
    heads = [
        tr.gettext("Manager"),
        tr.gettext("Mostly"),
        tr.gettext("Cards"),
        tr.gettext("Filled in"),
        tr.gettext("Problems"),
    ]
    screen.table(heads, [_junk_row(tr, table, row) for row in table.rows[:MAX_MANAGERS]], texts=2)
    _tell_rest(screen, len(table.rows) - MAX_MANAGERS)


def _junk_row(tr: Translator, table: JunkTable, row: JunkRow) -> list[str]:
    most = max(range(len(row.counts)), key=lambda n: row.counts[n])
    filled = "-" if math.isnan(row.completeness) else tr.percent(row.completeness)
    return [
        row.manager,
        kind_word(tr, table.kinds[most]),
        tr.number(row.cards),
        filled,
        tr.number(row.total),
    ]


def _more(tr: Translator, view: InspectionView) -> Iterator[str]:
    """What several managers work, possible duplicates, capacity and balance, a sentence each."""
    found = view.found
    if len(found.contested):
        yield tr.ngettext(
            "{n} client has evidence of several managers.",
            "{n} clients have evidence of several managers.",
            len(found.contested),
        )
    if len(found.duplicates):
        yield tr.ngettext(
            "{n} pair of cards may be one client.",
            "{n} pairs of cards may be one client.",
            len(found.duplicates),
        )
    if view.portfolio.distinct:
        yield denied_sentence(tr, view)
    yield from terse_sentences(tr, view)
    yield headline(tr, view)
    idle = found.capacity.idle
    if len(idle):
        yield tr.ngettext(
            "Nobody works {n} client with a potential of {potential}.",
            "Nobody works {n} clients with a potential of {potential}.",
            len(idle),
            potential=short_number(tr, float(view.clients.potential[idle].sum())),
        )
    yield _balance(tr, view)


def _balance(tr: Translator, view: InspectionView) -> str:
    today = view.found.today
    if today is None:
        return tr.gettext("Shares of a fair load can't be computed: {reason}.", reason=view.found.remark)
    return tr.gettext(
        "Today the books lie up to {worst} away from a fair share of the potential.",
        worst=tr.percent(today.worst_deviation),
    )


def tell_files(screen: Screen, out: Path) -> None:
    """Where the files are and what they are for."""
    tr = screen.tr
    words = {
        "inspect.html": tr.gettext("the state of the base with charts: open this first"),
        "inspect.xlsx": tr.gettext("every row of every finding"),
        "decisions.xlsx": tr.gettext("disputes and duplicates: say yes or no"),
        "map.yaml": tr.gettext("how the columns were understood, to correct"),
        "inspect.json": tr.gettext("all of it for programs"),
    }
    screen.section(tr.gettext("Where the files are"))
    screen.pairs([(str(out / name), word) for name, word in words.items()])


def tell_next(screen: Screen, view: InspectionView, tables: Tables, out: Path) -> None:
    """The command that divides this base, with what was decided."""
    screen.console.print()
    tr = screen.tr
    if _reads_past(view):
        screen.line(tr.gettext("Better correct the cells with problems first; --tolerant reads past them."))
    asked = tr.gettext("Say yes or no in decisions.xlsx, then:")
    screen.line(asked if decides(view) else tr.gettext("The next step:"))
    screen.line(propose_command(view, tables, out), "bold", indent=4)


def _reads_past(view: InspectionView) -> bool:
    """Whether something was read that other commands refuse."""
    return any(is_treated(issue.code) for issue in view.portfolio.issues)


def decides(view: InspectionView) -> bool:
    """Whether there is anything to decide in decisions.xlsx."""
    facts = view.portfolio
    return bool(view.found.disputes or len(view.found.duplicates) or facts.merged or facts.distinct)


def propose_command(view: InspectionView, tables: Tables, out: Path) -> str:
    """The command to copy; rows that could not be read are read past again."""
    decisions = out / "decisions.xlsx" if decides(view) else tables.decisions
    wanted = replace(tables, decisions=decisions, tolerant=_reads_past(view))
    return next_command(["propose"], wanted, "--out", PLAN)
