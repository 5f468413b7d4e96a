"""Whatever the bytes, reading ends with a portfolio or with a list of problems."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.errors import InputError, Severity
from assigner.tabular import Sources, read_portfolio
from assigner.tabular.vocabulary import vocabulary

CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "c1", "m1", "1,5", "1.234", "2026-01-01", "31.12.2025", "да", "-1", '"', "pin", "call", "\ud7ff"]
    ),
)


def read_or_refuse(sources: Sources, *, tolerant: bool) -> None:
    """Read; a refusal must hold an error, an acceptance none."""
    try:
        facts = read_portfolio(sources, tolerant=tolerant)
    except InputError as error:
        refused = error
    else:
        assert all(issue.severity is Severity.WARNING for issue in facts.issues)
        assert len(set(facts.clients.client_id)) == facts.num_clients
        return
    assert any(issue.severity is Severity.ERROR for issue in refused.issues)
    assert str(refused)


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(
        [b"", b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"\xef\xbb\xbf", b'{"', b"client_id,name\n", b"sep=;\n"]
    ),
    st.binary(max_size=400),
    st.booleans(),
)
def test_random_bytes(start: bytes, rest: bytes, tolerant: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clients.csv"
        path.write_bytes(start + rest)
        read_or_refuse(Sources(path, activities=path), tolerant=tolerant)


@st.composite
def tables(draw: st.DrawFn, name: str) -> str:
    """A table with known headers and cells of all kinds, delimited but not always rightly quoted."""
    known = vocabulary()
    optional = st.lists(st.sampled_from(sorted(known.headers[name])), max_size=5)
    headers = [*known.required[name], *draw(optional)]
    rows = draw(st.lists(st.lists(CELL, min_size=1, max_size=len(headers)), max_size=6))
    delimiter = draw(st.sampled_from([",", ";", "\t"]))
    return "\n".join(delimiter.join(row) for row in [headers, *rows])


@settings(deadline=None, max_examples=150)
@given(tables("clients"), tables("managers"), tables("activities"), tables("rules"), st.booleans())
def test_random_tables(clients: str, managers: str, activities: str, rules: str, tolerant: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = {"clients": clients, "managers": managers, "activities": activities, "rules": rules}
        for table, text in texts.items():
            (folder / f"{table}.csv").write_text(text, "utf-8")
        read_or_refuse(Sources(**{table: folder / f"{table}.csv" for table in texts}), tolerant=tolerant)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_random_bytes_in_a_workbook(sheet: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "xl/workbook.xml", '<workbook><sheets><sheet name="clients" sheetId="1"/></sheets></workbook>'
            )
            archive.writestr("xl/worksheets/sheet1.xml", sheet)
        read_or_refuse(Sources(path), tolerant=False)
