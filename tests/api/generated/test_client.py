"""A Python client that a generator makes from the OpenAPI document works against the service.

The generator lives in an environment of its own (`make tools`): it wants another typer than we do.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from fastapi import FastAPI

from assigner.generate import CompanySpec, generate_company, write_company
from tests.api.openapi.conftest import app  # noqa: F401 - a fixture
from tests.api.serving import assigner_serve
from tests.project.places import ROOT

TOOLS = ROOT / ".venv" / "tools" / "bin"
FILES = """\
content_type_overrides:
  application/zip: application/octet-stream
  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: application/octet-stream
"""


def generate(document: dict[str, object], folder: Path) -> str:
    """Let the generator make the package `assigner_client` in the folder; what it said."""
    generator = TOOLS / "openapi-python-client"
    assert generator.exists(), "the generator is not there: run `make tools`"
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    (folder / "config.yaml").write_text(FILES, "utf-8")
    command = [str(generator), "generate", "--path", "openapi.json", "--config", "config.yaml"]
    command += ["--meta", "none", "--output-path", "assigner_client"]
    path = os.pathsep.join([str(TOOLS), os.environ["PATH"]])
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env=os.environ | {"PATH": path}, check=True
    )
    return done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.nightly
def test_a_generated_client_uploads_asks_reads_and_routes(app: FastAPI, tmp_path: Path) -> None:  # noqa: F811
    said = generate(app.openapi(), tmp_path)
    assert "WARNING" not in said, said  # no operation, body or answer was left out
    assert "Unable" not in said, said
    tables = tmp_path / "tables"
    write_company(generate_company(CompanySpec(num_clients=60, num_managers=4, seed=7)), tables)
    with assigner_serve(tmp_path) as service:
        use = Path(__file__).with_name("use.py")
        words = [str(tmp_path), service.url, service.key, str(tables)]
        done = subprocess.run(
            [str(TOOLS / "python"), str(use), *words], capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["clients"] == 60
    assert 0 < found["moves"] <= 60
    assert found["explained"] is True
    assert found["problem"] == [404, "urn:assigner:problem:not-found"]
    assert found["routed_to"].startswith("M")
