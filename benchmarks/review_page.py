"""Seconds of the review pages of a huge proposal in a browser: `python -m benchmarks.review_page`.

100,000 clients and 50 managers are written as rows, without solving: only the pages are measured. For each
page: seconds until it can be used. For the grid: seconds from a change of filter or order until the rows
that belong to it stand there. Needs Chromium; `--browser` says where it is.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import secrets
import shutil
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import insert

from api.app import create_app
from api.context import Context
from api.db.models import Assignment, Dataset, ProposalManager, ProposalRecord
from api.services.first_user import first_run, make_first_user
from api.settings import Settings

PORT = 8499
PROPOSAL = "prop_01000000000000000000000000"
STATES = ("proven", "active", "dormant", "claimed")
REGIONS = tuple(f"Region {n}" for n in range(20))
ROW = ".ag-center-cols-container .ag-row .ag-cell"
REPEATS = 5


def write_company(ctx: Context, num_clients: int, num_managers: int) -> None:
    """A proposal of so many clients: rows, figures, and its document."""
    rng = random.Random(1)  # noqa: S311
    with ctx.db.write() as session:
        common = {"created_at": datetime(2026, 1, 1, tzinfo=UTC), "created_by": "bench", "version": 1}
        session.add(Dataset(id="ds_bench", name="bench", state="ready", tables={}, **common))
        session.flush()
        session.add(
            ProposalRecord(
                id=PROPOSAL,
                name="Large",
                dataset_id="ds_bench",
                state="proposed",
                policy={},
                config={},
                edits=[],
                figures=_figures(num_clients),
                **common,
            )
        )
    rows = _clients(rng, num_clients, num_managers)
    while chunk := list(islice(rows, 5000)):
        with ctx.db.write() as session:
            session.execute(insert(Assignment), chunk)
    with ctx.db.write() as session:
        session.execute(insert(ProposalManager), list(_managers(num_managers, num_clients)))
    folder = ctx.files.folder("proposals", PROPOSAL)
    folder.mkdir(parents=True)
    (folder / "proposal.json").write_text(json.dumps(_document(rng, num_managers)), "utf-8")


def _figures(num_clients: int) -> dict[str, Any]:
    plan = {
        "score": 100.0,
        "worst_deviation": 0.1,
        "moved_clients": num_clients // 4,
        "moved_share": 0.25,
        "kept_proven": 1000,
        "proven_total": 1000,
        "revenue_at_risk": 1e6,
        "commission_at_stake": 1e5,
    }
    search = {"status": "feasible", "bound": 80.0, "gap": 0.2, "stopped_by": "time limit"}
    return {**plan, **search, "before": plan, "states": dict.fromkeys((*STATES, "free"), 1000)}


def _clients(rng: random.Random, num_clients: int, num_managers: int) -> Iterator[dict[str, Any]]:
    for number in range(num_clients):
        owner, manager = rng.randrange(num_managers), rng.randrange(num_managers)
        changed = rng.random() < 0.25 and owner != manager
        name = f"Client {rng.randrange(10**6):06d} {rng.choice(('Steel', 'Food', 'Glass', 'Oil'))} Ltd"
        before, after = _id(owner), _id(manager if changed else owner)
        yield {
            "proposal_id": PROPOSAL,
            "number": number,
            "client_id": f"C{number:06d}",
            "name": name,
            "search": f"c{number:06d} {name.casefold()}",
            "previous_manager_id": before,
            "manager_id": after,
            "moved": changed,
            "changed": changed,
            "state": rng.choice(STATES),
            "disputed": rng.random() < 0.02,
            "strength": rng.random(),
            "potential": round(rng.lognormvariate(10, 1), 2),
            "revenue": round(rng.lognormvariate(9, 1), 2),
            "pain_money": round(rng.random() * 1000, 2),
            "reason_code": "moved_claimed" if changed else "kept_claimed",
            "reason_en": f"Moves from {before} to {after}: claimed only, no credible contact." * 2,
            "reason_ru": "",
            "segments": {"region": rng.choice(REGIONS)},
            "lat": None,
            "lon": None,
        }


def _id(manager: int) -> str:
    return f"M{manager:02d}"


def _managers(num_managers: int, num_clients: int) -> Iterator[dict[str, Any]]:
    book = {"clients": num_clients // num_managers, "potential": 1e7, "revenue": 1e6, "commission": 5e4}
    flow = {name: value / 4 for name, value in book.items()}
    figures = {"target": 1e7, "before": book | {"ratio": 1.1}, "after": book | {"ratio": 1.0}}
    for number in range(num_managers):
        yield {
            "proposal_id": PROPOSAL,
            "number": number,
            "manager_id": _id(number),
            "name": f"Manager {number}",
            "weight": 1.0,
            "figures": figures | {"gained": flow, "lost": flow, "segments": []},
        }


def _document(rng: random.Random, num_managers: int) -> dict[str, Any]:
    goal = {"goal": "potential/region", "dimension": "region", "measure": "potential", "tolerance": 0.15}
    cells = [
        {
            "goal": goal["goal"],
            "value": region,
            "manager_id": _id(manager),
            "load_before": rng.random(),
            "load": rng.random(),
            "attainable": 0.5,
            "violation": rng.random(),
            "violation_before": rng.random(),
        }
        for manager in range(num_managers)
        for region in REGIONS
    ]
    return {"goals": [goal], "cells": cells}


def serve(data_dir: Path) -> None:
    """The service, in a process of its own."""
    app = create_app(Settings(data_dir=data_dir, port=PORT, jobs=False, rate_limit=100_000))
    uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning")


def measure(page: Page, root: str) -> None:
    """Print the seconds of every step, the median of some runs."""
    grid = f"{root}/proposals/{PROPOSAL}/moves"
    review = f"{root}/proposals/{PROPOSAL}"
    report("review page", lambda: opened(page, review, ".tile"))
    report("review, with flows", lambda: opened(page, review, ".pair canvas"))
    report("grid of moves", lambda: opened(page, grid, ROW))
    for name, column in (("client", "name"), ("potential", "potential"), ("manager", "from")):
        report(f"sort by {name}", partial(answered, page, partial(sort, page, column)))
    report("find a name", lambda: answered(page, lambda: find(page)))
    for name, query in (("state", "state=dormant"), ("manager", "giver=m:M07"), ("all clients", "show=all")):
        report(f"grid with {name}", partial(opened, page, f"{grid}?{query}", ROW))


def report(name: str, work: Callable[[], float]) -> None:
    """The median of some runs after a first one."""
    first = work()
    found = sorted(work() for _ in range(REPEATS))
    print(f"{name:20} first {first * 1000:6.0f} ms, then {found[len(found) // 2] * 1000:6.0f} ms", flush=True)


def opened(page: Page, address: str, what: str) -> float:
    """Seconds from asking for a page until something of it can be used."""
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(what)
    return time.perf_counter() - start


def answered(page: Page, act: Callable[[], None]) -> float:
    """Seconds from an act until the rows that it asked for have come and stand in the grid."""
    start = time.perf_counter()
    with page.expect_response(lambda answer: "/moves?" in answer.url):
        act()
    page.wait_for_function("document.querySelectorAll('.ag-row-loading').length === 0")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return time.perf_counter() - start


def sort(page: Page, column: str) -> None:
    """Click the head of a column: up, down, not at all."""
    page.locator(f".ag-header-cell[col-id='{column}'] .ag-header-cell-label").dispatch_event("click")


def find(page: Page) -> None:
    """Type another name."""
    page.get_by_label("Name or id").fill(f"{random.randrange(1000):03d}")  # noqa: S311


def main() -> None:
    """Write the company, start the service, look at it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--clients", type=int, default=100_000)
    options.add_argument("--managers", type=int, default=50)
    options.add_argument("--browser", default=shutil.which("chromium"))
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ctx: Context = create_app(Settings(data_dir=Path(folder), pages=False, jobs=False)).state.ctx
        write_company(ctx, given.clients, given.managers)
        password = secrets.token_urlsafe()
        token, _ = make_first_user(ctx, first_run(ctx) or "", login="bench", password=password)
        ctx.db.close()
        process = multiprocessing.get_context("spawn").Process(target=serve, args=(Path(folder),))
        process.start()
        try:
            look(token, given.browser)
        finally:
            process.terminate()
            process.join()


def look(token: str, browser: str) -> None:
    """Open the browser, signed in, once the service answers."""
    root = f"http://127.0.0.1:{PORT}"
    for _ in range(240):
        try:
            urllib.request.urlopen(f"{root}/healthz").close()  # noqa: S310
            break
        except OSError:
            time.sleep(0.5)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "assigner", "value": token, "url": root}])
        measure(context.new_page(), root)
        chromium.close()


if __name__ == "__main__":
    main()
