"""Links of the documents lead somewhere, and every document is in the index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project.places import ROOT, tracked

DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def links(path: Path) -> list[str]:
    """Targets of all links and pictures outside code."""
    text = _FENCE.sub("", path.read_text("utf-8"))
    return [first or second for first, second in _LINK.findall(text)]


def anchors(path: Path) -> set[str]:
    """Anchors that a forge makes of the headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for link in links(path):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_index_leads_to_every_document() -> None:
    docs = ROOT / "docs"
    index = {(docs / link.partition("#")[0]).resolve() for link in links(docs / "README.md")}
    wanted = {path for path in DOCUMENTS if docs in path.parents and path != docs / "README.md"}
    assert wanted - index == set()
