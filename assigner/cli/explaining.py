"""`assigner explain`: one client of a proposal, and what another manager would mean."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from assigner.cli.documents import jsonable
from assigner.cli.lookup import find_card, find_manager
from assigner.cli.screen import Screen, print_json
from assigner.engine import load_proposal
from assigner.explain import explain_client, render_story, render_why_not, why_not
from assigner.i18n import Translator


def run(folder: Path, client: str, other: str | None, *, tr: Translator, as_json: bool) -> None:
    """Tell why a client is where it is, or what the manager `other` would mean for it."""
    proposal = load_proposal(folder, tr=tr)
    client_idx, card = find_card(proposal.portfolio, client, tr)
    client_id = str(proposal.portfolio.clients.client_id[client_idx])
    screen = Screen(tr)
    if other is None:
        story = explain_client(proposal, client_idx, tr.language)
        text, document = render_story(story, tr.language), asdict(story)
    else:
        manager_idx = find_manager(proposal.portfolio, other, tr)
        answer = why_not(proposal, client_idx, manager_idx, tr.language)
        text, document = render_why_not(answer, tr.language), asdict(answer)
        document["manager_id"] = str(proposal.portfolio.managers.manager_id[manager_idx])
        document["client_id"] = client_id
    if card is not None:
        document["card_id"] = card.client_id
    if as_json:
        print_json(jsonable(document))
        return
    if card is not None:
        part = tr.gettext("Card {card} is part of client {client}.", card=card.client_id, client=client_id)
        screen.line(part, indent=0)
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        screen.line(line.strip(), indent=indent)
