"""`assigner audit`: the call sheet, its way back, and what it changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assigner.audit import Answer
from assigner.evidence import State, weigh_evidence
from assigner.policy import Policy
from assigner.tabular import Sources, read_portfolio
from tests.audit.cases import with_answers
from tests.cli.runs import assigner, names_in, rows

CLIENTS = """client_id,name,manager_id,phone
c1,=Alpha,m1,+7 900 100
c2,Beta,m1,
c3,Gamma,m1,8 (900) 300
-4,Delta,m2,
c5,Epsilon,m2,-1+1
"""
MANAGERS = "manager_id,name\nm1,Ann\nm2,@Bob\n"
HEAD = "client_id,manager_id,occurred_at,kind,amount,contact_name,contact_role,contact_phone,summary\n"
LOG = HEAD + "".join(
    f"{client},{manager},2026-05-{day}T10:00:00,{kind},{amount},Ivan,buyer,{phone},{summary}\n"
    for client, manager, day, kind, amount, phone, summary in (
        ("c1", "m1", 10, "call", "", 1, "a call that never happened"),  # c1: active, and false
        ("c1", "m1", 12, "call", "", 1, "another that never happened"),
        ("c2", "m1", 14, "call", "", 2, "talked about the spring order"),  # c2: claimed, true
        ("c2", "m1", 20, "meeting", "", 2, "met"),  # too short to count
        ("c3", "m1", 11, "call", "", 3, "talked about the price list"),  # c3: active, true
        ("c3", "m1", 13, "call", "", 3, "talked about the new price list"),
        ("-4", "m2", 15, "call", "", 4, "=talked about delivery dates"),  # claimed
        ("c5", "m2", 16, "order", 500, "", ""),  # proven, the call is false
        ("c5", "m2", 31, "call", "", 5, "talked about a second order"),
    )
)
WORDS = {
    "en": {Answer.CONFIRMED: "confirmed", Answer.REFUTED: "refuted", Answer.UNREACHED: "unreached"},
    "ru": {Answer.CONFIRMED: "подтвердил", Answer.REFUTED: "опроверг", Answer.UNREACHED: "не дозвонились"},
}
TOLD = {
    ("c1", "m1"): Answer.REFUTED,
    ("c2", "m1"): Answer.CONFIRMED,
    ("c3", "m1"): Answer.CONFIRMED,
    ("-4", "m2"): Answer.UNREACHED,
    ("c5", "m2"): Answer.REFUTED,
}
HEAD_ROW = 6
ANSWER, NOTE, UNTIL = 9, 10, 11


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    for name, text in (("clients", CLIENTS), ("managers", MANAGERS), ("activities", LOG)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def tables(folder: Path) -> list[object]:
    """The options that name the tables of a base."""
    return [
        part
        for name in ("clients", "managers", "activities")
        for part in (f"--{name}", folder / f"{name}.csv")
    ]


def drawn(folder: Path, sheet: Path, *more: object) -> Any:
    """The document of a draw."""
    done = assigner("audit", "draw", *tables(folder), "--out", sheet, "--json", *more)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def calls(sheet: Path) -> Worksheet:
    """The first sheet of a workbook."""
    return openpyxl.load_workbook(sheet).worksheets[0]


def fill(sheet: Path, told: Mapping[tuple[str, str], Answer], words: Mapping[Answer, str]) -> Path:
    """Fill the answers in, by ids."""
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    for row in range(HEAD_ROW + 1, page.max_row + 1):
        answer = told.get((str(page.cell(row, 1).value), str(page.cell(row, 6).value)))
        page.cell(row, ANSWER).value = None if answer is None else words[answer]
    book.save(sheet)
    return sheet


def applied(folder: Path, sheet: Path, out: Path, *more: object) -> Any:
    """The document of an application."""
    done = assigner("audit", "apply", sheet, *tables(folder), "--out", out, "--json", *more)
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_the_plan_counts_claims_and_calls(base: Path, tmp_path: Path) -> None:
    plan = drawn(base, tmp_path / "calls.xlsx", "--seed", 7)
    # so few claims are all rung up: no margin is left
    assert [(row["manager_id"], row["claims"], row["calls"], row["margin"]) for row in plan["managers"]] == [
        ("m1", 3, 3, 0.0),
        ("m2", 2, 2, 0.0),
    ]
    assert (plan["claims"], plan["calls"], plan["seed"], plan["as_of"]) == (5, 5, 7, "2026-06-01")


def test_the_sheet_tells_whom_to_ask_and_takes_three_answers(base: Path, tmp_path: Path) -> None:
    drawn(base, tmp_path / "calls.xlsx")
    page = calls(tmp_path / "calls.xlsx")
    table = [[cell.value for cell in row] for row in page.iter_rows(min_row=HEAD_ROW)]
    assert [(row[0], row[5]) for row in table[1:]] == list(TOLD)
    c2 = dict(zip(table[0], table[2], strict=True))
    # the note "met" does not count, so the sheet does not tell of it
    assert c2["What the log says"] == "14 May 2026 · call · Ivan, buyer, 2 · talked about the spring order"
    assert (c2["Who is asked about"], c2["About when"], c2["Until"]) == ("Ann", "14 May 2026", "2026-06-01")
    (choice,) = page.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("I7:I11", '"confirmed,refuted,unreached"')
    assert page.column_dimensions["K"].hidden
    assert page.protection.sheet
    assert not page.cell(HEAD_ROW + 1, ANSWER).protection.locked
    assert not page.cell(HEAD_ROW + 1, NOTE).protection.locked
    assert page.cell(HEAD_ROW + 1, UNTIL).protection.locked
    assert page.freeze_panes == "C7"
    assert page.auto_filter.ref == "A6:K11"


def test_texts_are_neutralised_ids_and_phones_are_not(base: Path, tmp_path: Path) -> None:
    drawn(base, tmp_path / "calls.xlsx")
    table = {row[0]: row for row in calls(tmp_path / "calls.xlsx").iter_rows(min_row=7, values_only=True)}
    assert set(table) == {"c1", "c2", "c3", "-4", "c5"}
    assert table["c1"][1:3] == ("'=Alpha", "+7 900 100")
    assert table["c5"][2] == "'-1+1"
    assert table["-4"][4] == "'@Bob"
    assert str(table["-4"][7]).endswith("=talked about delivery dates")  # inside of a text it is harmless


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_round_trip(base: Path, tmp_path: Path, lang: str) -> None:
    sheet, out = tmp_path / "calls.xlsx", tmp_path / "out"
    drawn(base, sheet, "--lang", lang)
    found = applied(base, fill(sheet, TOLD, WORDS[lang]), out, "--lang", lang)
    states = {
        (row["client_id"], row["manager_id"]): (row["answer"], row["state_before"], row["state_after"])
        for row in found["changes"]
    }
    assert states == {
        ("c1", "m1"): ("refuted", "active", "claimed"),  # both calls were false
        ("c2", "m1"): ("confirmed", "claimed", "active"),  # the meeting with a short note counts again
        ("c5", "m2"): ("refuted", "proven", "proven"),  # the order proves itself; only the strength falls
    }
    first, second = found["managers"]
    assert (first["claims"], first["refuted"], first["false_share_low"], first["false_share_high"]) == (
        3,
        1,
        pytest.approx(1 / 3),
        pytest.approx(1 / 3),
    )
    # one of two refuted, the other not reached: one or two of two claims are false
    assert (second["unreached"], second["false_share_low"], second["false_share_high"]) == (1, 0.5, 1.0)
    assert found["answers"] == {"confirmed": 2, "refuted": 2, "unreached": 1}
    assert names_in(out) == {"audit.json", "audit.csv"}
    assert json.loads((out / "audit.json").read_text("utf-8")) == found
    table = {row["client_id"]: row for row in rows(out / "audit.csv")}
    assert table["c1"]["client"] == "'=Alpha"
    assert table["c5"]["manager"] == "'@Bob"
    assert float(table["c1"]["strength_after"]) == 0.0


def test_other_commands_count_the_sheet_the_same_way(base: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "calls.xlsx"
    drawn(base, sheet)
    fill(sheet, TOLD, WORDS["en"])
    facts = read_portfolio(
        Sources(base / "clients.csv", base / "managers.csv", base / "activities.csv", audit=sheet)
    )
    labels = [State(code).label for code in weigh_evidence(facts, Policy()).state.tolist()]
    assert labels == ["claimed", "active", "active", "claimed", "proven"]
    # whoever was confirmed or refuted is not asked about again; c2 has nothing left, -4 was not reached
    again = drawn(base, tmp_path / "again.xlsx", "--audit", sheet)
    assert [(row["manager_id"], row["claims"]) for row in again["managers"]] == [("m2", 1)]


def test_an_answer_speaks_for_the_touches_up_to_the_draw(base: Path, tmp_path: Path) -> None:
    sheet, later = tmp_path / "calls.xlsx", tmp_path / "later"
    drawn(base, sheet)
    fill(sheet, TOLD, WORDS["en"])
    later.mkdir()
    for name in ("clients", "managers"):
        (later / f"{name}.csv").write_text((base / f"{name}.csv").read_text("utf-8"), "utf-8")
    new = "".join(
        f"c1,m1,2026-06-{day}T10:00:00,call,,Ivan,buyer,1,talked about order {day}\n" for day in (10, 11)
    )
    (later / "activities.csv").write_text(LOG + new, encoding="utf-8")
    found = applied(later, sheet, tmp_path / "out")
    assert (found["as_of"], found["until"]) == ("2026-06-12", "2026-06-01")
    # c1 stays active by its new calls, although the old ones were refuted
    (c1,) = (row for row in found["changes"] if row["client_id"] == "c1")
    assert (c1["state_before"], c1["state_after"]) == ("active", "active")
    assert c1["strength_after"] < c1["strength_before"]
    assert found["managers"][0]["claims"] == 3


def test_a_sheet_that_nobody_filled_in_changes_nothing(base: Path, tmp_path: Path) -> None:
    drawn(base, tmp_path / "calls.xlsx")
    found = applied(base, tmp_path / "calls.xlsx", tmp_path / "out")
    assert found["changes"] == []
    assert [row["false_share"] for row in found["managers"]] == [None, None]
    assert rows(tmp_path / "out" / "audit.csv") == []


def test_a_pair_that_was_not_drawn_is_evidence_but_no_part_of_the_estimate(
    base: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "calls.xlsx"
    drawn(base, sheet)
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0].append(["c5", "", "", "", "", "m1", "", "", "refuted", "", "2026-06-01"])
    book.save(sheet)
    found = applied(base, sheet, tmp_path / "out")
    assert found["outside_the_sample"] == 1
    assert found["managers"][0]["refuted"] == 0


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_screen_tells_it_in_words(base: Path, tmp_path: Path, lang: str) -> None:
    sheet = tmp_path / "calls.xlsx"
    plan = assigner("audit", "draw", *tables(base), "--out", sheet, "--lang", lang)
    fill(sheet, TOLD, WORDS[lang])
    said = assigner("audit", "apply", sheet, *tables(base), "--out", tmp_path / "out", "--lang", lang)
    assert (plan.exit_code, said.exit_code) == (0, 0)
    wanted = {
        "en": ("Ann: of 3 claims 33% are false.", "@Bob: of 2 claims between 50% and 100% are false."),
        "ru": (
            "Ann: из 3 заявленных контактов ложны 33%.",
            "@Bob: из 2 заявленных контактов ложны от 50% до 100%.",
        ),
    }
    assert all(text in said.output for text in wanted[lang]), said.output
    assert f"--audit {sheet}" in said.output


def test_the_next_command_can_be_run(base: Path, tmp_path: Path) -> None:
    # What comes after "assigner" is run as it stands, but for the folder it writes.
    sheet = tmp_path / "calls.xlsx"
    plan = assigner("audit", "draw", *tables(base), "--out", sheet, "--confidence", 0.9)
    fill(sheet, TOLD, WORDS["en"])
    command = plan.output.splitlines()[-1].split("assigner ")[-1].removesuffix(" --out audit")
    assert command.endswith("--confidence 0.9")
    done = assigner(*command.split(), "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output


def test_a_company_answers_as_planted(company: Path, tmp_path: Path) -> None:
    # every second claim of the sample is refuted; the states after it are those of a slow reference
    sheet = tmp_path / "calls.xlsx"
    drawn(company, sheet)
    pairs = [(str(row[0]), str(row[5])) for row in calls(sheet).iter_rows(min_row=7, values_only=True)]
    told = {pair: (Answer.REFUTED, Answer.CONFIRMED)[n % 2] for n, pair in enumerate(pairs)}
    found = applied(company, fill(sheet, told, WORDS["en"]), tmp_path / "out")
    facts = read_portfolio(Sources(*(company / f"{n}.csv" for n in ("clients", "managers", "activities"))))
    ids = facts.clients.client_id.tolist(), facts.managers.manager_id.tolist()
    answers = {
        (ids[0].index(client), ids[1].index(manager)): said for (client, manager), said in told.items()
    }
    before = weigh_evidence(facts, Policy()).state
    after = weigh_evidence(with_answers(facts, answers), Policy()).state
    planted = {
        ids[0][i]: (State(before[i]).label, State(after[i]).label)
        for i in range(len(before))
        if before[i] != after[i]
    }
    changed = {
        row["client_id"]: (row["state_before"], row["state_after"])
        for row in found["changes"]
        if row["state_before"] != row["state_after"]
    }
    assert changed == planted
    assert ("active", "claimed") in planted.values()


def test_the_screen_names_states_and_disputes_first(tmp_path: Path) -> None:
    # Alpha is disputed while the rival's calls count, Beta only loses strength, Gamma its state
    clients = "client_id,name,manager_id\nc1,Alpha,m1\nc2,Beta,m1\nc3,Gamma,m1\n"
    pairs = [("c1", "m1")] * 2 + [("c1", "m2")] * 2 + [("c2", "m1")] + [("c3", "m1")] * 2
    log = HEAD + "".join(
        f"{client},{manager},2026-05-{10 + n}T10:00:00,call,,Ivan,buyer,{client},talked about order {n}\n"
        for n, (client, manager) in enumerate(pairs)
    )
    for name, text in (("clients", clients), ("managers", MANAGERS), ("activities", log)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    sheet = tmp_path / "calls.xlsx"
    drawn(tmp_path, sheet)
    fill(sheet, dict.fromkeys(set(pairs) - {("c1", "m1")}, Answer.REFUTED), WORDS["en"])
    said = assigner("audit", "apply", sheet, *tables(tmp_path), "--out", tmp_path / "out").output
    assert said.index("Gamma") < said.index("Alpha") < said.index("Beta")
    assert "active, dispute over" in said
    assert "active -> claimed: 1 client" in said
    assert "1 dispute is over" in said


def refused(*args: object) -> Any:
    """The first error of a command that ends with 2 and writes nothing."""
    done = assigner(*args, "--json")
    assert done.exit_code == 2, done.output
    return json.loads(done.output)["errors"][0]


def test_a_sheet_is_never_overwritten_without_force(base: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "calls.xlsx"
    sheet.write_text("mine")
    assert refused("audit", "draw", *tables(base), "--out", sheet)["code"] == "output_exists"
    assert sheet.read_text() == "mine"
    drawn(base, sheet, "--force")
    assert names_in(tmp_path) == {"calls.xlsx"}


@pytest.mark.parametrize(
    ("name", "code"), [("calls.csv", "output_ending"), ("folder.xlsx", "output_is_folder")]
)
def test_the_sheet_must_be_a_workbook_file(base: Path, tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    assert refused("audit", "draw", *tables(base), "--out", tmp_path / name)["code"] == code
    assert names_in(tmp_path) == {"folder.xlsx"}


def test_a_folder_that_can_not_be_written_to_is_told(base: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    error = refused("audit", "draw", *tables(base), "--out", tmp_path / "file" / "calls.xlsx")
    assert error["code"] == "out_not_writable"


def test_without_a_log_there_is_nothing_to_audit(base: Path, tmp_path: Path) -> None:
    only = ["--clients", base / "clients.csv", "--out", tmp_path / "calls.xlsx"]
    assert refused("audit", "draw", *only)["code"] == "audit-without-log"
    orders = tmp_path / "orders.csv"
    orders.write_text("client_id,manager_id,occurred_at,kind\nc1,m1,2026-05-01,order\n", encoding="utf-8")
    assert refused("audit", "draw", *only, "--activities", orders)["code"] == "nothing-to-audit"
    assert names_in(tmp_path) == {"orders.csv"}


def test_results_go_into_a_folder_of_their_own(base: Path, tmp_path: Path) -> None:
    sheet, out = tmp_path / "calls.xlsx", tmp_path / "out"
    drawn(base, sheet)
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert refused("audit", "apply", sheet, *tables(base), "--out", out)["code"] == "out_not_empty"
    assert names_in(out) == {"mine.txt"}


def test_an_answer_nobody_understands_is_told_with_its_row(base: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "calls.xlsx"
    drawn(base, sheet)
    fill(sheet, TOLD, dict.fromkeys(Answer, "perhaps"))
    error = refused("audit", "apply", sheet, *tables(base), "--out", tmp_path / "out")
    assert (error["row"], error["value"]) == (7, "perhaps")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("option", [("--margin", "0.5"), ("--margin", "10%"), ("--confidence", "95")])
def test_shares_are_fractions(base: Path, tmp_path: Path, option: tuple[str, str]) -> None:
    done = assigner("audit", "draw", *tables(base), "--out", tmp_path / "calls.xlsx", *option)
    assert done.exit_code == 2
    assert names_in(tmp_path) == set()


def test_apply_takes_one_sheet(base: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "calls.xlsx"
    drawn(base, sheet)
    twice = ["audit", "apply", sheet, *tables(base), "--audit", sheet, "--out", tmp_path / "out"]
    assert "without --audit" in refused(*twice)["message"]


def test_an_answer_speaks_for_all_cards_of_a_client(tmp_path: Path) -> None:
    # two cards with one valid tax id, a call on each: together active; the client knows of neither call
    clients = "client_id,name,manager_id,tax_id\nc1,Alpha,m1,7707083893\nc2,OOO Alpha,m1,7707083893\n"
    log = HEAD + "".join(
        f"c{n},m1,2026-05-1{n}T10:00:00,call,,Ivan,buyer,{n},talked about order number {n}\n" for n in (1, 2)
    )
    for name, text in (("clients", clients), ("managers", MANAGERS), ("activities", log)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    sheet = tmp_path / "calls.xlsx"
    plan = drawn(tmp_path, sheet, "--merge-exact")
    assert plan["claims"] == 1
    fill(sheet, {("c1", "m1"): Answer.REFUTED}, WORDS["en"])
    (change,) = applied(tmp_path, sheet, tmp_path / "out", "--merge-exact")["changes"]
    assert (change["client_id"], change["state_before"], change["state_after"]) == ("c1", "active", "claimed")
    assert change["strength_after"] == 0.0
