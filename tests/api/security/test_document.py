"""docs/security.md names tests as proofs: they exist."""

from __future__ import annotations

import re

from tests.project.places import ROOT


def test_every_proof_is_a_test() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / "security.md").read_text("utf-8")))
    code = [path.read_text("utf-8") for path in sorted((ROOT / "tests" / "api").rglob("test_*.py"))]
    known = {name for text in code for name in re.findall(r"^def (test_\w+)\(", text, re.MULTILINE)}
    assert len(named) > 20
    assert named - known == set()


def test_every_risk_has_a_proof() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| API")]
    assert [row.split()[1] for row in rows] == [f"API{number}" for number in range(1, 11)]
    assert all("`test_" in row for row in rows)
