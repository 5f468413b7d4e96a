"""What is said of an inheritance: how similar heirs are, how full their books become."""

from __future__ import annotations

from collections.abc import Iterator

from assigner.i18n import Translator
from scenarios.onboarding.estate import Bequest, Estate, Heir


def estate_headline(tr: Translator, found: Estate) -> str:
    """What is left, to how many, and how similar the heirs of the proven clients are."""
    heirs = sum(1 for one in found.heirs if one.clients)
    first = tr.gettext(
        "{name} leaves {clients} to {heirs}.",
        name=found.leaver_name,
        clients=tr.ngettext("{n} client", "{n} clients", len(found.bequests)),
        heirs=tr.ngettext("{n} heir", "{n} heirs", heirs),
    )
    proven = sum(one.state == "proven" for one in found.bequests)
    if not proven:
        return first
    return f"{first} {_similarity_words(tr, found, proven)}"


def _similarity_words(tr: Translator, found: Estate, proven: int) -> str:
    return tr.gettext(
        "The {n} proven ones go to managers who suit them: similarity {mine} on average; the best choice for "
        "each would have {best}, any choice {mean}.",
        n=tr.number(proven),
        mine=tr.number(found.mean("similarity"), 2),
        best=tr.number(found.mean("best_similarity"), 2),
        mean=tr.number(found.mean("mean_similarity"), 2),
    )


def bequest_words(tr: Translator, one: Bequest, heir: Heir) -> str:
    """Why this client goes to this heir, in one sentence."""
    return f"{_why(tr, one, heir)}; {_book(tr, heir)}."


def _why(tr: Translator, one: Bequest, heir: Heir) -> str:
    if one.pinned:
        return tr.gettext("Goes to {name}: pinned by a decision", name=heir.name)
    if one.known:
        return tr.gettext("Goes to {name}, who has worked it before", name=heir.name)
    if not one.experienced:
        return tr.gettext("Goes to {name}, who has no proven clients yet and has room", name=heir.name)
    return tr.gettext(
        "Goes to {name}: similarity {mine}, {place} of {n} who may have it (best {best}, mean {mean})",
        name=heir.name,
        mine=tr.number(one.similarity, 2),
        place=tr.gettext("number {rank}", rank=one.rank),
        n=tr.number(one.choices),
        best=tr.number(one.best_similarity, 2),
        mean=tr.number(one.mean_similarity, 2),
    )


def _book(tr: Translator, heir: Heir) -> str:
    """How full the heir's book becomes."""
    share = _share(tr, heir.after, heir)
    return tr.gettext("with everything inherited the book is at {share} of a fair share", share=share)


def _share(tr: Translator, book: float, heir: Heir) -> str:
    return tr.percent(book / heir.fair if heir.fair > 0 else 0.0)


def heir_rows(tr: Translator, found: Estate) -> Iterator[list[str]]:
    """Name, clients, worked ones, potential, share before and after, similarity, of every heir."""
    for one in found.heirs:
        yield [
            one.name,
            tr.number(one.clients),
            tr.number(one.worked),
            tr.number(one.potential),
            _share(tr, one.before, one),
            _share(tr, one.after, one),
            tr.number(one.similarity, 2) if one.worked else "–",
        ]


def estate_notes(tr: Translator, found: Estate) -> Iterator[str]:
    """What one must know to read the figures."""
    yield tr.gettext(
        "Proven and active clients are divided first, by similarity, among managers with proven clients of "
        "their own and less than a fair share; all others then go where they make books fairer."
    )
    yield tr.gettext(
        "Similarity compares a client's segments with the proven clients of a manager: 1 is alike in all, 0 "
        "in none."
    )
    if found.left_free:
        yield tr.gettext(
            "{clients} that nobody has are left out here; a proposal divides them.",
            clients=tr.ngettext("{n} client", "{n} clients", found.left_free),
        )
    yield checked_words(tr, found)


def checked_words(tr: Translator, found: Estate) -> str:
    """What the checker says."""
    if not found.broken:
        return tr.gettext("Checked: every rule holds.")
    return tr.gettext("Rules broken: {rules}.", rules="; ".join(found.broken))
