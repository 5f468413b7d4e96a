"""The commands of docs/http.md and docs/crm.md, as they stand, in one shell against one service."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from api.app import open_context
from api.settings import Settings
from api.webhooks.signing import secret_of, signed_headers
from tests.api.tour.blocks import blocks, run_in_shell


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / name).read_text("utf-8"))


@pytest.mark.slow
def test_the_tour_and_the_three_users_run_as_written(tmp_path: Path) -> None:
    *tour, stop = blocks("http.md", "bash")
    done = run_in_shell("\n".join([*tour, *blocks("crm.md", "bash"), stop]), tmp_path, seconds=280)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    # The client that was said no to stays with its owner in the second round, which is the live one.
    explained, changes = read(tmp_path, "explained.json"), read(tmp_path, "changes.json")
    client, owner = explained["move"]["client_id"], explained["move"]["from_id"]
    assert owner != explained["move"]["to_id"]
    assert client in {one["client_id"] for one in changes["items"]}
    rows = (tmp_path / "assignment.csv").read_text("utf-8-sig").splitlines()
    named = [row.split(",") for row in rows if row.startswith(f"{client},")]
    assert [row[2] for row in named] == [owner]
    routed = read(tmp_path, "routed.json")
    assert (routed["seq"], routed["code"]) == (1, "shortfall")
    assert read(tmp_path, "hooked.json")["results"][0]["external_id"] == "company:31"
    assert zipfile.ZipFile(tmp_path / "summer.zip").testzip() is None
    assert (tmp_path / "proposal.xlsx").read_bytes()[:2] == b"PK"
    assert "Nina Novak" in (tmp_path / "nina.html").read_text("utf-8")
    # What is refused, in the order of the page: no key, no version, an old version; HR may not activate.
    codes = [line for line in done.stdout.splitlines() if line in ("401", "403", "412", "428")]
    assert codes == ["401", "428", "412", "403"]


def test_the_recipe_for_web_hooks_tells_ours_from_others(tmp_path: Path) -> None:
    known: dict[str, Any] = {}
    exec(blocks("http.md", "python")[0], known)  # noqa: S102 - the recipe of the page
    ctx = open_context(Settings(data_dir=tmp_path))
    body = '{"type": "proposal.live"}'
    at = ctx.now()
    headers, secret = signed_headers(ctx, "whk_1", "msg_1", at, body), secret_of(ctx, "whk_1")
    assert known["is_ours"](secret, headers, body.encode()) is True
    assert known["is_ours"](secret, headers, body.encode() + b" ") is False
    assert known["is_ours"](secret_of(ctx, "whk_2"), headers, body.encode()) is False
    old = headers | {"webhook-timestamp": str(int(time.time()) - 400)}
    assert known["is_ours"](secret, old, body.encode()) is False
    ctx.db.close()
