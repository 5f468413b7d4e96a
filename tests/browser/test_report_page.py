"""The report page in a real browser: it renders, prints, and asks nothing of the network."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from assigner.report.page import write_page
from tests.browser.browsing import colours, run
from tests.report import plans

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_page(plans.random_view(), "ru", path)
    return path


@pytest.fixture
def requests() -> Iterator[tuple[str, list[str]]]:
    """A web server of our own, and the paths that were asked of it."""
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_page_renders_with_all_its_charts(browser: str, page: Path, tmp_path: Path) -> None:
    dom = run(browser, tmp_path, "--dump-dom", page.as_uri())
    assert "Кому с кем работать" in dom
    assert dom.count('class="chart"') == 4 + 2 * 2 + 2
    assert "parsererror" not in dom


def test_page_prints(browser: str, page: Path, tmp_path: Path) -> None:
    run(browser, tmp_path / "profile", f"--print-to-pdf={tmp_path / 'report.pdf'}", page.as_uri())
    content = (tmp_path / "report.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert len(content) < 3_000_000


def test_russian_page_is_a_picture_and_not_blank(browser: str, page: Path, tmp_path: Path) -> None:
    # A blank page has one colour; letters alone bring dozens of greys.
    shot = tmp_path / "report.png"
    run(
        browser,
        tmp_path / "profile",
        "--window-size=1180,2400",
        "--hide-scrollbars",
        f"--screenshot={shot}",
        page.as_uri(),
    )
    assert len(colours(shot.read_bytes())) > 50


def test_page_would_not_fetch_even_what_was_smuggled_in(
    browser: str, page: Path, tmp_path: Path, requests: tuple[str, list[str]]
) -> None:
    # The same page with an image, a style sheet and a script from a server of ours: all stopped.
    address, asked = requests
    sheet = f'<link rel="stylesheet" href="{address}/b">'
    evil = f'<img src="{address}/a">{sheet}<script src="{address}/c"></script>'
    text = page.read_text(encoding="utf-8").replace("<main>", f"<main>{evil}")
    smuggled, naked = tmp_path / "smuggled.html", tmp_path / "naked.html"
    smuggled.write_text(text, encoding="utf-8")
    naked.write_text(f"<html><body>{evil}</body></html>", encoding="utf-8")
    run(browser, tmp_path / "profile", "--dump-dom", smuggled.as_uri())
    assert asked == []
    run(browser, tmp_path / "profile", "--dump-dom", naked.as_uri())
    assert asked != []  # without the policy the same markup does ask
