"""Whoever follows the documents in the repository finds nothing new in `git status`."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.project.places import ROOT, tracked

_CODE = re.compile(r"^```(?:bash)?\n.*?^```|^(?: {4}.*\n)+", re.MULTILINE | re.DOTALL)
_FOLDER = re.compile(r"--(?:out|data-dir) ([a-z][\w./-]*)")
_FILE = re.compile(r"(?: -o|>) \"?([a-z][\w/-]*\.[a-z]+|[a-z][\w/-]*/\.[a-z]+)")


def written() -> list[str]:
    """Every file and folder that a command of the documents writes, relative to where it runs."""
    texts = [path.read_text("utf-8") for path in tracked() if path.suffix == ".md"]
    code = "\n".join(block for text in texts for block in _CODE.findall(text))
    folders = {name.rstrip("/") + "/" for name in _FOLDER.findall(code) if "." not in name}
    files = {name for name in (*_FILE.findall(code), *_FOLDER.findall(code)) if "." in name}
    return sorted(folders | files)


def test_the_documents_write_something() -> None:
    assert {"messy/", "look/", "plan/", "policy.yaml", "service/", "calls.xlsx"} <= set(written())


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout has a git that ignores")
@pytest.mark.parametrize("name", written())
def test_what_the_documents_write_is_ignored(name: str) -> None:
    asked = ["git", "check-ignore", "--quiet", "--no-index", name]
    assert subprocess.run(asked, cwd=ROOT, check=False).returncode == 0
