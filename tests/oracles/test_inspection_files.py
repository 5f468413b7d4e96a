"""One inspection in four forms: inspect.json, inspect.xlsx, the screen and --json must tell the same."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest

from tests.cli.runs import assigner
from tests.oracles.companies import AS_OF, messy_company

SHEETS = {
    "managers": ("Managers", "Менеджеры"),
    "odd": ("Odd cells", "Странные значения"),
    "columns": ("Columns", "Столбцы"),
    "duplicates": ("Possible duplicates", "Возможные дубли"),
    "disputes": ("Disputes", "Споры"),
    "touches": ("Files of the disputes", "Досье по спорам"),
    "contested": ("Several managers", "Несколько менеджеров"),
    "souls": ("Dead souls", "«Мёртвые души»"),
    "idle": ("Nobody works them", "С ними никто не работает"),
    "alike": ("Look-alikes", "Похожие клиенты"),
    "segments": ("Segments", "Сегменты"),
    "problems": ("Data problems", "Ошибки в данных"),
}
STATES = ("proven", "active", "dormant", "claimed")


@dataclass(frozen=True)
class Told:
    """What one inspection wrote and said."""

    document: Any
    answer: Any
    sheets: dict[str, list[tuple[Any, ...]]]
    screen: str


@pytest.fixture(scope="module", params=["en", "ru"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A messy company inspected in a language, once onto the screen and once as JSON."""
    language = request.param
    folder = messy_company(tmp_path_factory.mktemp("messy") / language, language)
    out = folder / "look"
    tables = [folder / f"{name}.csv" for name in ("clients", "managers", "activities", "rules")]
    asked = ["inspect", *tables, "--out", out, "--lang", language, "--as-of", AS_OF, "--force"]
    screen = assigner(*asked)
    assert screen.exit_code == 0, screen.output
    document = json.loads((out / "inspect.json").read_text("utf-8"))
    book = openpyxl.load_workbook(out / "inspect.xlsx")
    names = {title: name for name, titles in SHEETS.items() for title in titles}
    sheets = {
        names[sheet.title]: list(sheet.iter_rows(min_row=2, values_only=True))
        for sheet in book
        if sheet.title in names
    }
    return Told(document, json.loads(assigner(*asked, "--json").stdout), sheets, screen.stdout)


def client_ids(rows: list[tuple[Any, ...]], column: int = 0) -> list[Any]:
    return [row[column] for row in rows]


def near(*values: float | None) -> Any:
    """Figures of a workbook, 16 digits long."""
    return tuple(None if value is None else pytest.approx(value, rel=1e-12) for value in values)


def figures(text: str) -> list[int]:
    """All whole numbers of a text, thousands put together again."""
    together = re.sub(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))", "", text)
    return [int(number) for number in re.findall(r"(?<![\d.,])\d+(?![\d]|[.,]\d)", together)]


def line_of(screen: str, *numbers: int) -> list[str]:
    """Lines of the screen that begin with these numbers among theirs."""
    return [line for line in screen.splitlines() if figures(line)[: len(numbers)] == list(numbers)]


def test_the_answer_is_the_sum_of_the_document(told: Told) -> None:
    said, doc = told.answer, told.document
    assert {name: said["base"][name] for name in doc["base"]} == doc["base"]
    assert said["base"]["warnings"] == sum(issue["count"] for issue in doc["issues"])
    checks = Counter(found["check"] for found in doc["findings"] for _ in found["rows"])
    assert said["findings"] == checks
    assert +Counter(said["disputes"]) == Counter(dispute["recommendation"] for dispute in doc["disputes"])
    [total] = doc["capacity"]["segments"][0]["values"]
    sums = {name: total[name] for name in ("capacity", "held", "worked", "free")}
    assert said["capacity"] == sums | {"idle_clients": len(doc["capacity"]["idle"])}
    assert (said["today"], said["remark"], said["as_of"]) == (doc["today"], doc["remark"], AS_OF)


def test_counts_agree_inside_the_document(told: Told) -> None:
    doc, base = told.document, told.document["base"]
    assert sum(base["states"].values()) == base["clients"]
    assert base["dead_souls"] == base["states"]["claimed"] == sum(m["dead_souls"] for m in doc["managers"])
    assert base["free_clients"] == base["states"]["free"]
    assert base["findings"] == sum(len(found["rows"]) for found in doc["findings"])
    assert base["possible_duplicates"] == len(doc["duplicates"])
    assert base["disputed_clients"] == len(doc["disputes"])
    assert base["disputed_clients"] == sum(m["disputed_clients"] for m in doc["managers"])
    assert base["contested_clients"] == len(doc["contested"])
    for name, count in doc["touches"]["discarded"].items():
        own = sum(manager["discarded_touches"].get(name, 0) for manager in doc["managers"])
        assert own == count, name
    [total] = doc["capacity"]["segments"][0]["values"]
    assert (
        total["capacity"] == pytest.approx(base["potential"]) == pytest.approx(total["held"] + total["free"])
    )
    by_check = Counter(m for found in doc["findings"] for m in [r["manager_id"] for r in found["rows"]] if m)
    told_by = {m["manager_id"]: sum(m["findings"].values()) for m in doc["managers"]}
    assert by_check == Counter({m: count for m, count in told_by.items() if count})
    assert sum(doc["capacity"]["abc"]["clients"].values()) == total["clients"]


def test_the_managers_sheet(told: Told) -> None:
    rows = {row[0]: row for row in told.sheets["managers"]}
    managers = told.document["managers"]
    assert set(rows) == {m["manager_id"] for m in managers}
    for m in managers:
        row = rows[m["manager_id"]]
        served = sum(amount for state, amount in m["potential"].items() if state != "excluded")
        worked, souls = m["potential"]["proven"] + m["potential"]["active"], m["potential"]["claimed"]
        assert (row[1], row[2], *row[4:8]) == (m["name"], m["weight"], *(m["clients"][s] for s in STATES))
        assert row[3] in (m["cards"], sum(row[4:8]))
        assert row[8:11] == near(served, worked, souls)
        assert row[11] == (None if m["today"] is None or m["weight"] == 0 else near(m["today"]["ratio"])[0])
        assert row[12:14] == (m["disputed_clients"], sum(m["discarded_touches"].values()))
        assert row[14] == (None if m["cards"] == 0 else near(m["completeness"])[0])
        assert row[15] == m["problems"] == sum(m["findings"].values()) + m["issues"]
        assert row[15] == sum(row[16:])


def test_the_sheets_of_clients(told: Told) -> None:
    doc, sheets = told.document, told.sheets
    lines = [line for found in doc["findings"] for line in found["rows"]]
    odd = sorted((each["row"] or 0, each["client_id"] or "", str(each["value"] or "")) for each in lines)
    assert sorted((row[3] or 0, row[4] or "", str(row[7] or "").lstrip("'")) for row in sheets["odd"]) == odd
    pairs = [(pair["a"], pair["b"], near(pair["score"])[0]) for pair in doc["duplicates"]]
    assert [(row[0], row[3], row[7]) for row in sheets["duplicates"]] == pairs
    assert sorted(client_ids(sheets["disputes"])) == sorted(d["client_id"] for d in doc["disputes"])
    files = [(d["client_id"], d[side]["touches"]) for d in doc["disputes"] for side in ("owner", "rival")]
    sides = Counter(client for client, touches in files for _ in touches)
    assert Counter(client_ids(sheets["touches"])) == sides
    assert sorted(client_ids(sheets["contested"])) == sorted(c["client_id"] for c in doc["contested"])
    assert client_ids(sheets["idle"]) == [each["client_id"] for each in doc["capacity"]["idle"]]
    assert [row[3] for row in sheets["idle"]] == [each["potential"] for each in doc["capacity"]["idle"]]
    assert len(sheets["souls"]) == doc["base"]["dead_souls"] == len(set(client_ids(sheets["souls"])))
    alike = {
        (m["manager_id"], c["client_id"]): c["similarity"]
        for m in doc["capacity"]["look_alikes"]
        for c in m["clients"]
    }
    names = {m["name"]: m["manager_id"] for m in doc["managers"]}
    assert {(names[row[0]], row[1]): row[3] for row in sheets["alike"]} == pytest.approx(alike)


def test_the_sheets_of_tables(told: Told) -> None:
    doc, sheets = told.document, told.sheets
    listed = [(row[1], row[4]) for row in sheets["columns"][: len(doc["columns"])]]
    assert listed == [(column["header"], column["confidence"]) for column in doc["columns"]]
    quality = [row[1:5] for row in sheets["columns"][len(doc["columns"]) + 3 :]]
    assert quality == [
        (c["header"], near(c["num_filled"] / c["num_rows"])[0], c["num_distinct"], c["num_bad"])
        for c in doc["column_quality"]
    ]
    held = {
        (value["value"], near(value["capacity"])[0].expected): value["held"] + value["free"]
        for table in doc["capacity"]["segments"]
        for value in table["values"]
    }
    sums: Counter[tuple[str, float]] = Counter()
    for row in sheets["segments"]:
        sums[row[1], row[3]] += row[4]
    assert sorted(sums.values()) == pytest.approx(sorted(held.values()))
    counts = Counter(row[1] for row in sheets["problems"])
    discards = Counter(doc["touches"]["discarded"].values()) + Counter(doc["touches"]["dropped"].values())
    assert counts == Counter({n: c for n, c in discards.items() if n}) + Counter(
        i["count"] for i in doc["issues"]
    )


def test_the_screen(told: Told) -> None:
    doc, base, screen = told.document, told.document["base"], told.screen
    numbers = (base["clients"], base["managers"], base["activities"], base["rules"])
    assert len(line_of(screen, *filter(None, numbers))) == 1
    discarded = doc["touches"]["discarded"]
    [line] = [
        line for line in screen.splitlines() if sum(discarded.values()) in figures(line)[:1] and "(" in line
    ]
    assert sorted(figures(line)[1:]) == sorted(count for count in discarded.values() if count)
    assert line_of(screen, len(doc["columns"])) or len(doc["columns"]) in figures(screen)
    assert line_of(screen, base["findings"])
    assert not base["contested_clients"] or line_of(screen, base["contested_clients"])
    assert line_of(screen, base["possible_duplicates"])
    souls = [line for line in screen.splitlines() if base["dead_souls"] in figures(line)]
    assert souls
    assert [line for line in screen.splitlines() if len(doc["capacity"]["idle"]) in figures(line)[:1]]
    spoken = Counter(dispute["recommendation"] for dispute in doc["disputes"])
    parts = [base["disputed_clients"], spoken["owner"], spoken["rival"], spoken["head"]]
    assert not base["disputed_clients"] or line_of(screen, *parts)
