"""Pages of a base as they are sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.security.actor import Role
from api.services.datasets.decisions import decide_dataset
from api.services.datasets.lists import list_dataset_disputes
from api.services.datasets.uploads import create_demo_dataset
from tests.api.pages.visiting import running
from tests.api.running import run_job


@pytest.mark.timeout(120)
def test_pages_tell_of_decisions_that_their_figures_do_not_know(tmp_path: Path) -> None:
    with running(tmp_path / "data") as world:
        ctx, head = world.ctx, world.enter("head", Role.HEAD)

        def page(path: str) -> str:
            return world.page("head", path)

        made = create_demo_dataset(ctx, head, name="Demo", clients=120, managers=4, seed=1)
        assert "Stop reading" in page(f"/data/{made['id']}")
        run_job(ctx, made["job_id"])
        parts = ("evidence", "balance", "clients")
        told = "1 decision was taken about this base"
        assert not [part for part in parts if told in page(f"/data/{made['id']}/{part}")]
        dispute = list_dataset_disputes(ctx, head, made["id"])["items"][0]
        rival = dispute["rival"]["manager_id"]
        wish = {"kind": "owner", "a": dispute["client_id"], "b": rival, "reason": "signed"}
        decide_dataset(ctx, head, made["id"], decisions=[wish])
        assert [part for part in parts if told not in page(f"/data/{made['id']}/{part}")] == []
        html = page(f"/data/{made['id']}/disputes")
        assert f"Decided: {dispute['rival']['line'].partition(':')[0]} (" in html
        assert "Name of head@example.com" in html
        assert f"Decided: {rival}" not in html
