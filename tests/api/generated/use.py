"""What a program does with the generated client; it runs where the generator is installed.

python use.py FOLDER_OF_THE_CLIENT URL KEY FOLDER_OF_TABLES; prints what it found as JSON.
"""
# mypy: ignore-errors

import io
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, sys.argv[1])

from assigner_client import AuthenticatedClient
from assigner_client.api.datasets import create_dataset, get_dataset
from assigner_client.api.moves import explain_client, list_moves
from assigner_client.api.proposals import activate_proposal, approve_proposal, create_proposal, get_proposal
from assigner_client.api.routing import route_client
from assigner_client.models import (
    Approval,
    ClientBody,
    ConfigBody,
    CreateDatasetBody,
    NewProposal,
    Problem,
    RouteBody,
)
from assigner_client.types import File

URL, KEY, TABLES = sys.argv[2], sys.argv[3], Path(sys.argv[4])
client = AuthenticatedClient(base_url=URL, token=KEY, prefix="", auth_header_name="X-API-Key", timeout=60)


def until(ask, state):
    """What `ask` answers once its state is this one."""
    for _ in range(600):
        found = ask()
        if found.state == state:
            return found
        assert found.state in ("reading", "draft", "approved"), found
        time.sleep(0.2)
    raise AssertionError(state)


def table(name):
    """A table as a part of the upload."""
    return File(io.BytesIO((TABLES / f"{name}.csv").read_bytes()), f"{name}.csv", "text/csv")


body = CreateDatasetBody(clients=table("clients"), managers=table("managers"), activities=table("activities"))
body.name = "Generated"
made = create_dataset.sync(client=client, body=body)
dataset = until(lambda: get_dataset.sync(made.id, client=client), "ready")
asked = NewProposal(dataset_id=dataset.id, name="Spring", config=ConfigBody(work_limit=1.0))
draft = create_proposal.sync(client=client, body=asked)
proposal = until(lambda: get_proposal.sync(draft.id, client=client), "proposed")
page = list_moves.sync(proposal.id, client=client, moved=True, count=True)
story = explain_client.sync(proposal.id, page.items[0].client_id, client=client)
unknown = explain_client.sync(proposal.id, "nobody", client=client)
assert isinstance(unknown, Problem), unknown
approved = approve_proposal.sync(proposal.id, client=client, body=Approval(), if_match=proposal.etag)
activate_proposal.sync(proposal.id, client=client, if_match=approved.etag)
until(lambda: get_proposal.sync(proposal.id, client=client), "live")
routed = route_client.sync(client=client, body=RouteBody(client=ClientBody(name="Gamma", potential=1000.0)))
print(
    json.dumps(
        {
            "clients": dataset.num_clients,
            "moves": page.total,
            "explained": story.move.client_id == page.items[0].client_id,
            "problem": [unknown.status, unknown.type_],
            "routed_to": routed.manager_id,
        }
    )
)
