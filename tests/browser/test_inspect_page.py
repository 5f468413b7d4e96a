"""The page of an inspection in a real browser: it renders with all its charts and prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from assigner.report.inspection.page import write_page
from assigner.report.inspection.view import inspection_view
from tests.browser.browsing import run
from tests.report.inspection import cases

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "inspect.html"
    write_page(inspection_view(cases.random_inspection()), "ru", path)
    return path


def test_page_renders_with_all_its_charts(browser: str, page: Path, tmp_path: Path) -> None:
    # Books, cards, problems, and for region and tier the bars and the map of holders.
    dom = run(browser, tmp_path, "--dump-dom", page.as_uri())
    assert "В каком состоянии клиентская база" in dom
    assert dom.count('class="chart"') == 3 + 2 * 2
    assert "parsererror" not in dom


def test_page_prints(browser: str, page: Path, tmp_path: Path) -> None:
    run(browser, tmp_path / "profile", f"--print-to-pdf={tmp_path / 'inspect.pdf'}", page.as_uri())
    content = (tmp_path / "inspect.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) < 3_000_000
