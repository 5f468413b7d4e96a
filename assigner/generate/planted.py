"""One card beside the firms of the base, and all that is needed to draw it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.evidence.model import State
from assigner.generate.base import Base
from assigner.generate.cards import Cards
from assigner.generate.naming import phones, tax_ids
from assigner.generate.spec import CompanySpec
from assigner.generate.team import Team
from assigner.generate.variants import Variants, variants
from assigner.generate.vocabulary import Vocabulary
from assigner.portfolio import NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedCard:
    """One more card; `of` is the position of the firm it is of, or looks like; `how` is "" for a duplicate.

    Codes are positions in the vocabulary's lists, as in `Base`.
    """

    of: int
    how: str
    name: str
    tax_id: str
    phone: str
    email: str
    person: str
    region: int
    industry: int
    owner_idx: int
    state: State


@dataclass(frozen=True, slots=True, eq=False)
class Planter:
    """What all planted cards are drawn from. `spare_phones` and `spare_tax_ids` are nobody's yet."""

    rng: np.random.Generator
    words: Vocabulary
    other: Variants
    base: Base
    cards: Cards
    team: Team
    spare_phones: list[str]
    spare_tax_ids: list[str]

    @classmethod
    def of(cls, spec: CompanySpec, words: Vocabulary, base: Base, cards: Cards, team: Team) -> Planter:
        """A planter with a generator of its own: the rest of the company is as without it."""
        rng = np.random.Generator(np.random.PCG64([spec.seed, 3]))
        wanted, used = 2 * spec.num_duplicates, 3 * len(base) + len(team)
        taken = set(cards.tax_id)
        free = [number for number in tax_ids(rng, 2 * wanted + 10) if number not in taken]
        return cls(
            rng=rng,
            words=words,
            other=variants(spec.language),
            base=base,
            cards=cards,
            team=team,
            spare_phones=phones(words.phone, np.arange(used, used + wanted, dtype=np.int32)),
            spare_tax_ids=free,
        )

    def owner(self, of: int, region: int) -> int:
        """Who made the card: mostly another seller, now and then nobody."""
        draw, today = self.rng.random(), int(self.base.owner_idx[of])
        if draw < 0.15:
            return NOBODY
        if draw < 0.3 and today != NOBODY and self.team.region_pull[today, region] > 0:
            return today
        open_to = (self.team.hunger > 0) & (self.team.region_pull[:, region] > 0)
        sellers = np.flatnonzero(open_to & (np.arange(len(self.team)) != today))
        return int(self.rng.choice(sellers)) if len(sellers) else NOBODY

    def state(self, owner_idx: int) -> State:
        """Hardly anybody sells on a second card."""
        if owner_idx == NOBODY:
            return State.FREE
        return State.PROVEN if self.rng.random() < 0.12 else State.CLAIMED

    def code(self, code: int, values: int, share_kept: float) -> int:
        """A segment as the first card has it, or any."""
        return code if self.rng.random() < share_kept else int(self.rng.integers(values))
