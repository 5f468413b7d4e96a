"""The whole way in a browser, in both languages: from an empty service to an objection of a manager."""

from __future__ import annotations

import csv
import io
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright

from assigner.i18n import Translator
from tests.browser.site import serving

PASSWORD = "a long enough sentence"  # noqa: S105 - of a service that lives as long as the test
WAIT_MS = 120_000
HIRE_TWO = {"en": "Hire two", "ru": "Нанять двоих"}


class Visitor:
    """Somebody at a browser, who reads the pages in one language."""

    def __init__(self, page: Page, root: str, language: str) -> None:
        self.page, self.root, self.tr = page, root, Translator(language)
        page.set_default_timeout(WAIT_MS)

    def say(self, text: str) -> str:
        return self.tr.gettext(text)

    def go(self, path: str) -> None:
        self.page.goto(self.root + path)
        self.be_ready()

    def be_ready(self) -> None:
        """Wait until the page hears: one that must load anew, on a busy machine, forgets what was clicked."""
        self.page.wait_for_function("window.did_handshake !== false")

    def button(self, text: str) -> Locator:
        self.be_ready()
        return self.page.get_by_role("button", name=self.say(text), exact=True)

    def link(self, text: str) -> Locator:
        return self.page.get_by_role("link", name=self.say(text), exact=True)

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(self.say(label), exact=True).fill(value)

    def choose(self, label: str, words: str) -> None:
        """Choose the option with these words; typing narrows the list."""
        box = self.page.get_by_role("combobox", name=self.say(label))
        box.click()
        box.fill(words)
        self.page.get_by_role("option").filter(has_text=words).click()

    def heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", name=text)).to_be_visible(timeout=WAIT_MS)

    def id_in_address(self) -> str:
        return self.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[1]


@pytest.fixture
def page(browser: str) -> Iterator[Page]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        context.tracing.start(snapshots=True)
        yield context.new_page()
        chromium.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_whole_story(page: Page, tmp_path: Path, language: str) -> None:
    settings = {"ASSIGNER_DEMO_CLIENTS": "120", "ASSIGNER_LANGUAGE": language, "ASSIGNER_MAX_TIME_LIMIT": "2"}
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    with serving(tmp_path / "data", **settings) as (root, setup):
        try:
            tell_the_story(Visitor(page, root, language), setup)
        except Exception as error:
            shown = page.inner_text("body")
            error.add_note(f"What the page showed:\n{shown}\nErrors of its scripts: {failures}")
            raise
    assert failures == []


def tell_the_story(head: Visitor, setup: str) -> None:
    head.go(f"/preferences?language={head.tr.language}")
    make_the_first_account(head, setup)
    base = bring_a_demo_company(head)
    decide_a_dispute(head, base)
    proposal = ask_for_a_proposal(head, base)
    second = reject_two_and_solve_again(head, proposal)
    compare_with_two_hires(head, base)
    approve_and_export(head, second)
    close_somebody(head)
    manager_objects(head, second)


def make_the_first_account(head: Visitor, setup: str) -> None:
    head.page.goto(setup)
    head.fill("Your name", "Anna")
    head.fill("Login, such as your e-mail address", "anna@example.com")
    head.fill("Password, ten characters or more", PASSWORD)
    head.button("Make the account").click()
    head.heading(head.say("Start"))


def bring_a_demo_company(head: Visitor) -> str:
    head.button("Try with a demo company").click()
    head.link("Evidence").click()
    head.heading(head.say("Books by state"))
    return head.page.url.rsplit("/", 2)[1]


def decide_a_dispute(head: Visitor, base: str) -> None:
    head.go(f"/data/{base}/disputes")
    first = head.page.locator("section.card").first
    first.locator("button.bg-primary").click()
    expect(first.get_by_text(head.say("Take back"))).to_be_visible(timeout=WAIT_MS)


def ask_for_a_proposal(head: Visitor, base: str) -> str:
    head.go(f"/proposals/new?dataset={base}")
    head.page.get_by_text(head.say("More: time and seed")).click()
    head.fill("Seconds for the search", "2")
    head.button("Solve").click()
    head.page.wait_for_url("**/proposals/prop*_*")
    return until_solved(head)


def until_solved(head: Visitor) -> str:
    """Wait for the buttons that only an answer has."""
    expect(head.button("Approve")).to_be_visible(timeout=WAIT_MS)
    return head.id_in_address()


def reject_two_and_solve_again(head: Visitor, proposal: str) -> str:
    head.go(f"/proposals/{proposal}/moves?giver={giver_who_stays(head, proposal)}")
    boxes = head.page.locator(".ag-row .ag-checkbox-input")
    for row in (0, 1):
        boxes.nth(row).check()
    head.button("Reject: stays").click()
    again = head.tr.ngettext("Solve again with {n} decision", "Solve again with {n} decisions", 2)
    head.page.get_by_role("button", name=again).first.click()
    head.page.get_by_role("dialog").get_by_role("button", name=head.say("Solve"), exact=True).click()
    head.page.wait_for_url(lambda url: "/moves" not in url and proposal not in url)
    return until_solved(head)


def giver_who_stays(head: Visitor, proposal: str) -> str:
    """The filter for the moves away from somebody who stays and gives at least two clients."""
    root = f"{head.root}/v1/proposals/{proposal}"
    weights = {
        one["manager_id"]: one["weight"] for one in head.page.request.get(f"{root}/managers").json()["items"]
    }
    moves = head.page.request.get(f"{root}/moves?moved=true&limit=200").json()["items"]
    givers = Counter(row["from_id"] for row in moves if weights.get(row["from_id"], 0) > 0)
    return "m:" + str(givers.most_common(1)[0][0])


def compare_with_two_hires(head: Visitor, base: str) -> None:
    head.go(f"/what-if?dataset={base}")
    hire = head.page.locator("details").filter(has_text=HIRE_TWO[head.tr.language]).first
    hire.locator("summary").click()
    hire.get_by_role("button", name=head.say("Take this one")).click()
    head.page.wait_for_url("**/what-if/scenarios/*")
    scenario = head.id_in_address()
    head.go(f"/what-if?dataset={base}&tick={scenario}")
    head.button("Run and compare").click()
    head.page.wait_for_url("**/what-if/studies/*")
    expect(head.page.get_by_text(head.say("Make this a proposal")).first).to_be_visible(timeout=WAIT_MS)


def approve_and_export(head: Visitor, proposal: str) -> None:
    head.go(f"/proposals/{proposal}")
    for words in ("Approve", "Make it live"):
        head.button(words).click()
        head.page.get_by_role("dialog").get_by_role("button", name=head.say(words), exact=True).click()
        expect(head.page.get_by_role("dialog")).to_have_count(0)
    head.go(f"/proposals/{proposal}/export")
    with head.page.expect_download() as download:
        head.page.locator('a[href*="assignment.csv"]').first.click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) > 100
    assert {"client_id", "previous_manager_id", "manager_id", "reason"} <= set(rows[0])


def close_somebody(head: Visitor) -> None:
    """A manager gets no new clients, then gets them again."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while not (found := head.page.request.get(f"{head.root}/v1/route/managers")).ok:  # not live yet
        assert time.monotonic() < deadline, found.text()
        time.sleep(0.2)
    name = found.json()["items"][0]["name"]
    told = head.page.get_by_role("status").filter(has_text=name)
    head.go("/new-clients")
    head.page.get_by_text(head.say("Somebody left or fell ill?")).click()
    head.choose("Manager", name)
    words = "No new clients for now"
    head.button(words).click()
    head.page.get_by_role("dialog").get_by_role("button", name=head.say(words), exact=True).click()
    expect(told).to_be_visible(timeout=WAIT_MS)
    head.button("Give new clients again").click()
    expect(told).to_have_count(0, timeout=WAIT_MS)


def manager_objects(head: Visitor, proposal: str) -> None:
    loser = book_that_loses(head, proposal)
    head.go("/accounts")
    head.fill("Name", "Max")
    head.fill("Login", "max@example.com")
    head.button("Add").click()
    expect(head.page.get_by_text(head.say("Enter a password."))).to_be_visible(timeout=WAIT_MS)
    head.fill("First password", PASSWORD)
    head.choose("Whose book", f"({loser})")
    head.button("Add").click()
    expect(head.page.get_by_text("max@example.com")).to_be_visible(timeout=WAIT_MS)
    head.button("Sign out").click()
    head.fill("Login", "max@example.com")
    head.fill("Password", PASSWORD)
    head.button("Sign in").click()
    head.heading(head.say("How fair it is for the team"))
    head.page.get_by_role("button", name=head.say("Object")).first.click()
    dialog = head.page.get_by_role("dialog")
    dialog.locator("textarea").first.fill("I met them in May; the minutes are signed.")
    dialog.get_by_role("button", name=head.say("Send to the head")).click()
    expect(head.page.get_by_text("I met them in May")).to_be_visible(timeout=WAIT_MS)
    nothing_of_others(head, proposal)


def book_that_loses(head: Visitor, proposal: str) -> str:
    """Somebody who gives a client away."""
    found = head.page.request.get(f"{head.root}/v1/proposals/{proposal}/moves?moved=true&limit=50").json()
    return next(str(row["from_id"]) for row in found["items"] if row["from_id"])


def nothing_of_others(manager: Visitor, proposal: str) -> None:
    """Neither pages nor downloads nor data of others open for a manager."""
    for path in (
        f"/v1/proposals/{proposal}/exports/assignment.csv",
        "/v1/users",
        f"/v1/proposals/{proposal}/moves",
    ):
        assert manager.page.request.get(manager.root + path).status in (403, 404), path
    for path in (f"/proposals/{proposal}/moves", "/accounts", "/audit", "/what-if"):
        manager.go(path)
        expect(manager.page.get_by_text(manager.say("This page is not for your role."))).to_be_visible()
