"""What speaks for and against two cards being one client, in bits, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from assigner.duplicates import weights
from assigner.duplicates.blocks import BLANK, count_of, numbered
from assigner.duplicates.candidates import Candidates
from assigner.duplicates.model import Match
from assigner.duplicates.naming import Compared, Names, Relation
from assigner.duplicates.tax_ids import TaxIds
from assigner.identity.model import Identity
from assigner.identity.names import kin_of
from assigner.portfolio import UNKNOWN, BoolArray, Clients, Dimension, FloatArray, IntArray

_LISTED_SIMILARITY = 0.75  # names less alike are no reason to give
_ENOUGH_CLASSES = 3.0  # bits of a segment value that one client in eight has


@dataclass(slots=True, eq=False)
class Evidence:
    """Bits per pair so far, and where each reason applies."""

    bits: FloatArray
    reasons: dict[Match, BoolArray] = field(default_factory=dict)

    def add(self, where: BoolArray, bits: FloatArray | float, reason: Match | None = None) -> None:
        """Count `bits` where something holds."""
        self.bits = self.bits + np.where(where, bits, 0.0)
        if reason is not None:
            self.reasons[reason] = self.reasons.get(reason, np.zeros(len(where), dtype=bool)) | where


def weigh(
    clients: Clients, identity: Identity, names: Names, pairs: Candidates, compared: Compared
) -> Evidence:
    """All evidence about every pair."""
    found = Evidence(np.zeros(len(pairs.a)))
    _tax_ids(found, pairs)
    _names(found, names, pairs, compared)
    _legal_forms(found, identity, pairs)
    _phones(found, identity, pairs)
    _emails(found, identity, pairs)
    for name in weights.SEGMENTS:
        if name in clients.dimensions:
            _segments(found, clients.dimensions[name], pairs)
    one_group = (clients.group_idx[pairs.a] >= 0) & (clients.group_idx[pairs.a] == clients.group_idx[pairs.b])
    found.add(one_group, weights.SAME_GROUP, Match.SAME_GROUP)
    return found


def _tax_ids(found: Evidence, pairs: Candidates) -> None:
    table = np.array([weights.TAX_IDS[verdict] for verdict in TaxIds])
    equal = np.isin(pairs.tax, (TaxIds.EXACT, TaxIds.EQUAL, TaxIds.EQUAL_WRONG))
    found.add(equal, table[pairs.tax], Match.SAME_TAX_ID)
    found.add(pairs.tax == TaxIds.NEAR, weights.TAX_IDS[TaxIds.NEAR], Match.SIMILAR_TAX_ID)
    found.add(np.isin(pairs.tax, (TaxIds.UNLIKE, TaxIds.OTHER)), table[pairs.tax])


def _names(found: Evidence, names: Names, pairs: Candidates, compared: Compared) -> None:
    """A name that several firms have is worth less with each of them."""
    table = np.array([weights.NAMES[relation] for relation in Relation])
    namesakes = count_of(numbered(names.ordered))
    same, spelled = compared.relation == Relation.SAME, compared.relation == Relation.SPELLED
    found.add(~spelled, table[compared.relation])
    found.add(same, -_doublings(namesakes[pairs.a]), Match.SAME_NAME)
    found.add(spelled, np.interp(compared.similarity, *np.transpose(weights.SIMILARITY)))
    found.add(spelled & (compared.similarity >= _LISTED_SIMILARITY), 0.0, Match.SIMILAR_NAME)


def _doublings(cards: IntArray) -> FloatArray:
    """How often two has doubled to that many cards."""
    return np.asarray(np.log2(np.maximum(cards, 2) / 2), dtype=np.float64)


def _in_a_crowd(bits: float | FloatArray, cards: IntArray) -> FloatArray:
    return np.maximum(0.0, bits - weights.CROWD * _doublings(cards))


def _legal_forms(found: Evidence, identity: Identity, pairs: Candidates) -> None:
    kin = np.array([kin_of(form) for form in identity.legal_form] or [""], dtype=object)
    a, b = kin[pairs.a], kin[pairs.b]
    differ = (a != "") & (b != "") & (a != b)
    sole = (a == "sole") | (b == "sole")
    found.add(differ, np.where(sole, weights.OTHER_KIND_OF_OWNER, weights.OTHER_FORM))


def _phones(found: Evidence, identity: Identity, pairs: Candidates) -> None:
    first = numbered(identity.phone)
    known = (first[pairs.a] != BLANK) & (first[pairs.b] != BLANK)
    shared = pairs.phone_size > 0
    found.add(shared, _in_a_crowd(weights.PHONE, pairs.phone_size), Match.SAME_PHONE)
    found.add(known & ~shared & (first[pairs.a] != first[pairs.b]), weights.OTHER_PHONE)


def _emails(found: Evidence, identity: Identity, pairs: Candidates) -> None:
    address, domain = numbered(identity.email), numbered(identity.domain)
    own = (domain[pairs.a] != BLANK) & (domain[pairs.b] != BLANK)
    one_box = (address[pairs.a] == address[pairs.b]) & (address[pairs.a] != BLANK)
    one_domain = own & (domain[pairs.a] == domain[pairs.b]) & ~one_box
    box_bits = np.where(own, weights.EMAIL, weights.PUBLIC_EMAIL)
    found.add(one_box, _in_a_crowd(box_bits, count_of(address)[pairs.a]), Match.SAME_EMAIL)
    found.add(one_domain, _in_a_crowd(weights.DOMAIN, count_of(domain)[pairs.a]), Match.SAME_DOMAIN)
    found.add(own & ~one_box & ~one_domain, weights.OTHER_DOMAIN)


def _segments(found: Evidence, dimension: Dimension, pairs: Candidates) -> None:
    """An equal value is worth the more the fewer clients have it."""
    for_it, against = weights.SEGMENTS[dimension.name]
    known = np.array([label != UNKNOWN for label in dimension.labels] or [False])
    share = np.bincount(dimension.codes, minlength=len(known)) / max(len(dimension.codes), 1)
    rarity = np.minimum(1.0, -np.log2(np.maximum(share, 1e-9)) / _ENOUGH_CLASSES)
    a, b = dimension.codes[pairs.a], dimension.codes[pairs.b]
    both = known[a] & known[b]
    found.add(both & (a == b), for_it * rarity[a])
    found.add(both & (a != b), against, Match.OTHER_SEGMENT)
