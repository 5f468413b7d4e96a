"""Scenarios side by side: figures, what differs in words, manager by manager, a proposal of any of them."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.charts import Look
from api.pages.parts import Column, folded, notice, table, text
from api.pages.visit import Visit
from api.pages.whatif.adopting import adopt_button, may_adopt
from api.pages.whatif.charts import books_chart
from api.pages.whatif.differing import Row, cell, differences
from api.pages.whatif.measures import told
from scenarios.compare.figures import HEADLINE, figure_words

Document = dict[str, Any]
RATIO = "after.ratio"
ROW_PX, HEAD_PX = 20, 110


def show_comparison(visit: Visit, study: Document, document: Document) -> None:
    """Everything about one comparison."""
    comparison = document["comparison"]
    _sides(visit, study, document)
    text("h2", visit.tr.gettext("Side by side"))
    rows = {row["figure"]: row for row in comparison["figures"]}
    _figures(visit, comparison, [rows[key] for key in HEADLINE if key in rows])
    with folded(visit.tr.gettext("All figures")):
        _figures(visit, comparison, [row for row in rows.values() if row["figure"] not in HEADLINE])
    _managers(visit, comparison)


def _sides(visit: Visit, study: Document, document: Document) -> None:
    """Each scenario: what was changed, what differs, a button that makes a proposal of it."""
    text("h2", visit.tr.gettext("What was tried, and what differs"))
    with ui.element("div").classes("sides"):
        for n, one in enumerate(document["scenarios"]):
            with ui.element("section").classes("card"):
                _side(visit, study, document, n, one)


def _side(visit: Visit, study: Document, document: Document, n: int, one: Document) -> None:
    say = visit.tr.gettext
    title = document["comparison"]["columns"][n]["title"]
    text("h3", title if n else say("Today's policy, nothing changed"))
    for sentence in one["sentences"]:
        ui.label(sentence).classes("small")
    if one["best_seed"] is None:
        _no_answer(visit, one)
        return
    with ui.element("ul").classes("small"):
        for sentence in differences(visit.tr, document["comparison"], n, one["edits"]):
            text("li", sentence)
    if may_adopt(visit, "scenarios"):
        name = title if n else study["name"]
        adopt_button(visit, study["id"], name, say("Make this a proposal"), scenario=one["name"])


def _no_answer(visit: Visit, one: Document) -> None:
    """Why a scenario has no plan, and what would do."""
    say = visit.tr.gettext
    for problem in list(one["problems"].values())[:1]:
        notice(
            "\n".join(
                [
                    say("There is no plan: the rules of this scenario can't all hold.")
                    if problem["kind"] == "rules-conflict"
                    else say("There is no plan:"),
                    *problem["reasons"],
                ]
            ),
            "bad",
        )
        for remedy in problem["remedies"]:
            ui.label(say("What would do: {remedy}", remedy=remedy["text"])).classes("small")


def _figures(visit: Visit, comparison: Document, rows: list[Row]) -> None:
    say, tr = visit.tr.gettext, visit.tr
    words = figure_words(tr)
    titles = [column["title"] for column in comparison["columns"][1:]]
    heads = [Column(say("Figure")), Column(say("Today's books"), number=True)]
    heads += [Column(one, number=True) for one in (say("Today's policy"), *titles)]
    table(heads, [_cells(visit, words, row) for row in rows])
    if max(len(column["seeds"]) for column in comparison["columns"]) > 1:
        remark = say(
            "Medians of the seeds. In brackets: the difference from today's policy; ≈ may be noise, as "
            "other seeds could turn it round."
        )
    else:
        remark = say(
            "In brackets: the difference from today's policy. With one seed nobody knows what is noise; "
            "ask for more seeds to see it."
        )
    text("p", remark).classes("muted small")


def _cells(visit: Visit, words: dict[str, str], row: Row) -> list[str | tuple[str, str]]:
    key, tr = str(row["figure"]), visit.tr
    today = "–" if row["today"] is None else told(tr, key, row["today"])
    return [words.get(key, key), today, *(cell(tr, key, entry) for entry in row["entries"])]


def _managers(visit: Visit, comparison: Document) -> None:
    say, tr = visit.tr.gettext, visit.tr
    text("h2", say("Manager by manager: the book, of a fair share"))
    columns = [say("Today's policy"), *(column["title"] for column in comparison["columns"][1:])]
    shown_managers = [one for one in comparison["managers"] if _has_book(one["figures"][RATIO])]
    names = [str(one["name"]) for one in shown_managers]
    rows = [one["figures"][RATIO] for one in shown_managers]
    series = {say("Today's books"): [row["today"] for row in rows]} | {
        title: [_median(row["entries"][n]) for row in rows] for n, title in enumerate(columns)
    }
    drawn = {title: values for title, values in series.items() if any(one is not None for one in values)}
    height = HEAD_PX + ROW_PX * len(names) * len(drawn)
    chart = ui.echart(books_chart(Look(tr, visit.dark), names, drawn))
    chart.style(f"height: {height}px; width: 100%").props('role="img"')
    chart.props["aria-label"] = say(
        "Bars: the book of each manager of a fair share; the table below says the same"
    )
    heads = [Column(say("Manager")), *(Column(title, number=True) for title in series)]
    shares = [[_percent(visit, values[n]) for values in series.values()] for n in range(len(names))]
    table(heads, [[name, *row] for name, row in zip(names, shares, strict=True)])


def _has_book(row: Row) -> bool:
    """Whether there is a fair share to hold the book against: leavers have none anywhere."""
    return row["today"] is not None or any(one is not None for one in row["entries"])


def _median(entry: Document | None) -> float | None:
    return None if entry is None else entry["median"]


def _percent(visit: Visit, value: float | None) -> str:
    return "–" if value is None else visit.tr.percent(value)
