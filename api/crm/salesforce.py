"""Salesforce: collections of accounts by PATCH, and a CSV file for Data Loader.

A collection has 200 records at most, each with its type and id; without `allOrNone` one refused account does
not undo the others.
https://developer.salesforce.com/docs/platform/api-rest/guide/resources-composite-sobjects-collections-update.html
Data Loader's *Update* wants the columns Id and OwnerId.
https://help.salesforce.com/s/articleView?id=000383779&type=1 (contacts of an account keep their owners).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.crm import ids
from api.crm.chunks import chunks
from api.crm.model import Change, File, Request
from api.crm.problems import Problems
from api.crm.shape import Options, Shape
from api.crm.tables import csv_file

BATCH_SIZE = 200
PATH = "/services/data/v60.0/composite/sobjects"


def requests(changes: Sequence[Change]) -> list[Request]:
    """One collection for every 200 changes."""
    return [
        Request("PATCH", PATH, {"allOrNone": False, "records": [_account(c) for c in part]}, len(part))
        for part in chunks(changes, BATCH_SIZE)
    ]


def _account(change: Change) -> dict[str, Any]:
    return {"attributes": {"type": "Account"}, "id": change.client_id, "OwnerId": change.user_id}


def files(changes: Sequence[Change], _options: Options, _problems: Problems) -> list[File]:
    """The table for Data Loader; ids have 18 characters, which survive programs that are blind to case."""
    rows = [(change.client_id, change.user_id) for change in changes]
    return [csv_file("salesforce-accounts.csv", ("Id", "OwnerId"), rows)]


SHAPE = Shape(ids.account_id, ids.user_id, may_be_free=False, files=files, requests=requests)
