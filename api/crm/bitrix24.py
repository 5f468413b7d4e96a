"""Bitrix24: batches of `crm.company.update`, and a list for people.

A batch takes 50 commands, each a method with its parameters as an encoded query; it is sent as JSON to
`https://<portal>/rest/<user>/<secret>/batch`. Keys of the commands are keys of the answers, so that a refused
company is found. https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html
https://apidocs.bitrix24.com/api-reference/crm/companies/crm-company-update.html (its makers develop
crm.item.update instead; both are there, and boxes of old versions have this one only).

The import of Bitrix24 finds companies by name, telephone and e-mail, never by id: the CSV file is for people
who change owners in the list. https://helpdesk.bitrix24.com/open/11009548/
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from api.crm import ids
from api.crm.chunks import chunks
from api.crm.model import Change, File, Request
from api.crm.problems import Problems
from api.crm.shape import Options, Shape
from api.crm.tables import csv_file, free_text

BATCH_SIZE = 50
METHOD = "crm.company.update"
HEADERS = {
    "ru": ("ID", "Название компании", "Ответственный", "Ответственный (ID)"),
    "en": ("ID", "Company Name", "Responsible person", "Responsible person (ID)"),
}


def requests(changes: Sequence[Change]) -> list[Request]:
    """One batch for every 50 changes; a refused command does not stop the others."""
    return [
        Request(
            "POST", "/batch", {"halt": 0, "cmd": {f"c{c.client_id}": _command(c) for c in part}}, len(part)
        )
        for part in chunks(changes, BATCH_SIZE)
    ]


def _command(change: Change) -> str:
    query = urlencode({"id": change.client_id, "fields[ASSIGNED_BY_ID]": change.user_id})
    return f"{METHOD}?{query}"


def files(changes: Sequence[Change], options: Options, _problems: Problems) -> list[File]:
    """The list for people: semicolons and a byte order mark, as Bitrix24 itself writes."""
    rows = [(c.client_id, free_text(c.client_name), free_text(c.manager), c.user_id) for c in changes]
    header = HEADERS.get(options.language, HEADERS["en"])
    return [csv_file("bitrix24-companies.csv", header, rows, delimiter=";", encoding="utf-8-sig")]


SHAPE = Shape(ids.whole_number, ids.whole_number, may_be_free=False, files=files, requests=requests)
