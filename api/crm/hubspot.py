"""HubSpot: `POST /crm/v3/objects/companies/batch/update`, and a CSV file for its import.

https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/companies/batch/update-companies
100 records at once; a blank value clears a property, so a company may have no owner. Owners are known by the
id of `GET /crm/v3/owners`, which is not the user id: https://developers.hubspot.com/docs/api/crm/owners
The import finds companies by Record ID and owners by e-mail:
https://knowledge.hubspot.com/import-and-export/set-up-your-import-file
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.crm import ids
from api.crm.chunks import chunks
from api.crm.model import Change, File, Request
from api.crm.problems import Problems
from api.crm.shape import Options, Shape
from api.crm.tables import csv_file, is_safe_id

BATCH_SIZE = 100
PATH = "/crm/v3/objects/companies/batch/update"


def requests(changes: Sequence[Change]) -> list[Request]:
    """One request for every 100 changes."""
    return [
        Request("POST", PATH, {"inputs": [_company(change) for change in part]}, len(part))
        for part in chunks(changes, BATCH_SIZE)
    ]


def _company(change: Change) -> dict[str, Any]:
    return {"id": change.client_id, "properties": {"hubspot_owner_id": change.user_id}}


def files(changes: Sequence[Change], _options: Options, problems: Problems) -> list[File]:
    """The table for the import, without the rows whose new owner has no known e-mail."""
    rows = [(change.client_id, change.email) for change in changes if _has_email(change, problems)]
    return [csv_file("hubspot-companies.csv", ("Record ID", "Company owner"), rows)]


def _has_email(change: Change, problems: Problems) -> bool:
    """Whether the import can name the owner; the blank cell of nobody would change nothing there."""
    if change.email and is_safe_id(change.email):
        return True
    problems.warn("no-email", change.row, "manager_id", change.user_id)
    return False


SHAPE = Shape(ids.whole_number, ids.whole_number, may_be_free=True, files=files, requests=requests)
