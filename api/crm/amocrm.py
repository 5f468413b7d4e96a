"""amoCRM (Kommo): `PATCH /api/v4/companies` with many companies at once, and a list for people.

The body is an array of companies with their ids, which are whole numbers, as users' are.
https://www.amocrm.com/developers/content/api_v4/companies-2/
At most 250 at once, and seven requests a second: https://developers.kommo.com/docs/limitations

The import of amoCRM finds companies by their fields, never by id: the CSV file is for people.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.crm import ids
from api.crm.chunks import chunks
from api.crm.model import Change, File, Request
from api.crm.problems import Problems
from api.crm.shape import Options, Shape
from api.crm.tables import csv_file, free_text

BATCH_SIZE = 250
HEADERS = {
    "ru": ("ID", "Название компании", "Ответственный", "ID ответственного"),
    "en": ("ID", "Company name", "Responsible user", "Responsible user ID"),
}


def requests(changes: Sequence[Change]) -> list[Request]:
    """One request for every 250 changes."""
    return [
        Request("PATCH", "/api/v4/companies", [_company(change) for change in part], len(part))
        for part in chunks(changes, BATCH_SIZE)
    ]


def _company(change: Change) -> dict[str, int]:
    return {"id": int(change.client_id), "responsible_user_id": int(change.user_id)}


def files(changes: Sequence[Change], options: Options, _problems: Problems) -> list[File]:
    """The list for people, with commas, as amoCRM itself writes."""
    rows = [(c.client_id, free_text(c.client_name), free_text(c.manager), c.user_id) for c in changes]
    header = HEADERS.get(options.language, HEADERS["en"])
    return [csv_file("amocrm-companies.csv", header, rows, encoding="utf-8-sig")]


SHAPE = Shape(ids.whole_number, ids.whole_number, may_be_free=False, files=files, requests=requests)
