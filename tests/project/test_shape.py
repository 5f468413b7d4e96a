"""Small functions and modules, as docs/architecture.md asks."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

import pytest

from tests.project.places import ROOT, modules

PACKAGES = ("assigner", "scenarios", "api")
MIGRATIONS = ROOT / "api" / "db" / "migrations" / "versions"  # generated: one long function each way
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60
MAX_MEDIAN_LINES = 10


def function_lines(path: Path) -> list[tuple[str, int]]:
    """Name and length of each function, from `def` to its last line, docstring included."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(node.name, (node.end_lineno or node.lineno) - node.lineno + 1) for node in functions]


@pytest.mark.parametrize("package", PACKAGES)
def test_half_of_the_functions_fit_in_ten_lines(package: str) -> None:
    paths = [path for path in modules(package) if MIGRATIONS not in path.parents]
    lengths = [length for path in paths for _, length in function_lines(path)]
    assert not lengths or median(lengths) <= MAX_MEDIAN_LINES


def test_no_module_and_no_function_is_long() -> None:
    paths = [path for package in PACKAGES for path in modules(package) if MIGRATIONS not in path.parents]
    lines = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in paths}
    assert {name: count for name, count in lines.items() if count > MAX_MODULE_LINES} == {}
    lengths = [(str(path.relative_to(ROOT)), *entry) for path in paths for entry in function_lines(path)]
    assert [entry for entry in lengths if entry[2] > MAX_FUNCTION_LINES] == []
