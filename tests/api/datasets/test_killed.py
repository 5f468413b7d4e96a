"""A process that is killed in the middle of an upload leaves no dataset and, once swept, no file."""

from __future__ import annotations

import subprocess
import sys

from fastapi.testclient import TestClient

from api.context import Context
from api.services.datasets.removing import sweep_uploads
from tests.api.datasets.conftest import on_sqlite

HALF_AN_UPLOAD = """
import sys, time
from pathlib import Path
from api.app import open_context
from api.security.actor import SYSTEM
from api.services.datasets.uploads import begin_upload
from api.settings import Settings

intake = begin_upload(open_context(Settings(data_dir=Path(sys.argv[1]))), SYSTEM)
intake.begin("clients", "clients.csv")
intake.data(b"client_id,name\\n" * 1000)
print("half", flush=True)
time.sleep(60)
"""


@on_sqlite
def test_a_kill_in_the_middle_leaves_nothing(head: TestClient, ctx: Context) -> None:
    command = [sys.executable, "-c", HALF_AN_UPLOAD, str(ctx.settings.data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        process.kill()
    assert head.get("/v1/datasets").json()["items"] == []
    assert [path.name[0] for path in (ctx.files.root / "datasets").iterdir()] == ["."]
    assert sweep_uploads(ctx, dead_seconds=-1.0) == 1
    assert list((ctx.files.root / "datasets").iterdir()) == []
