"""What a made-up company looks like: sizes and shares, all with defaults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from assigner.errors import InputError, Issue, Severity

Language = Literal["en", "ru"]

SHARES = (
    "dead_soul_share",
    "free_share",
    "dispute_share",
    "holding_share",
    "excluded_share",
    "gamed_share",
)

FEWEST_ELIGIBLE = 2
"""With a single manager for each client there would be nothing to decide."""

_SMALLEST_TEAM_THAT_CHANGES = 4  # below it nobody is new and nobody leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySpec:
    """Sizes and shares of a made-up company.

    `num_managers` counts the managers who own clients today, leavers among them; `num_new` come on top. Of
    the clients, `excluded_share` are not serviceable and `free_share` have no owner; of the owned ones
    `dead_soul_share` were never worked. `dispute_share` is of the owned clients whose owner stays,
    `holding_share` of all clients, `gamed_share` of the managers who stay. Without `activities` the log is
    left out. `num_duplicates` second cards of some of the clients come on top, and half as many firms that
    only look like one of them. With `eligible_each` every client lies in a territory that so many of the
    managers who stay may serve (all of them where they are fewer). Raises InputError for sizes below one and
    shares outside 0..1.
    """

    num_clients: int = 1200
    num_managers: int = 8
    num_new: int = 2
    seed: int = 1
    language: Language = "en"
    dead_soul_share: float = 0.45
    free_share: float = 0.08
    dispute_share: float = 0.03
    holding_share: float = 0.06
    num_leavers: int = 1
    excluded_share: float = 0.01
    gamed_share: float = 0.25
    as_of: date = date(2026, 6, 1)
    activities: bool = True
    num_duplicates: int = 0
    eligible_each: int | None = None

    def __post_init__(self) -> None:
        issues = [*_size_issues(self), *_share_issues(self)]
        if issues:
            raise InputError(issues)

    @classmethod
    def for_size(
        cls,
        num_clients: int,
        num_managers: int,
        seed: int = 1,
        language: Language = "en",
        num_duplicates: int = 0,
        eligible_each: int | None = None,
    ) -> CompanySpec:
        """A company with `num_managers` in all; from four on 15 % are new and 2 % leave, at least one."""
        changes = num_managers >= _SMALLEST_TEAM_THAT_CHANGES
        num_new = max(1, round(0.15 * num_managers)) if changes else 0
        return cls(
            num_clients=num_clients,
            num_managers=num_managers - num_new,
            num_new=num_new,
            num_leavers=max(1, round(0.02 * num_managers)) if changes else 0,
            seed=seed,
            language=language,
            num_duplicates=num_duplicates,
            eligible_each=eligible_each,
        )


def _size_issues(spec: CompanySpec) -> list[Issue]:
    checks = [
        (spec.num_clients >= 1, "clients", spec.num_clients, "ask for at least one client"),
        (spec.num_managers >= 1, "managers", spec.num_managers, "ask for at least one manager"),
        (spec.num_new >= 0, "new managers", spec.num_new, "give zero or more"),
        (
            0 <= spec.num_leavers < max(spec.num_managers, 1),
            "leavers",
            spec.num_leavers,
            "give zero or more, and let at least one manager stay",
        ),
        (
            0 <= spec.num_duplicates <= max(spec.num_clients, 0),
            "duplicates",
            spec.num_duplicates,
            "give zero or more, at most as many as there are clients",
        ),
        (
            spec.eligible_each is None or spec.eligible_each >= FEWEST_ELIGIBLE,
            "eligible managers",
            spec.eligible_each or 0,
            "give two or more",
        ),
        (spec.seed >= 0, "seed", spec.seed, "give zero or more"),
        (spec.language in ("en", "ru"), "language", spec.language, "choose en or ru"),
    ]
    return [_issue(what, value, remedy) for good, what, value, remedy in checks if not good]


def _share_issues(spec: CompanySpec) -> list[Issue]:
    shares = {name: getattr(spec, name) for name in SHARES}
    return [
        _issue(name, share, "give a share from 0 to 1")
        for name, share in shares.items()
        if not 0 <= share <= 1
    ]


def _issue(what: str, value: object, remedy: str) -> Issue:
    message = (
        f"a made-up company can't have this number of {what}"
        if isinstance(value, int)
        else f"unusable {what}"
    )
    return Issue(Severity.ERROR, "bad_company_spec", message, remedy=remedy, value=str(value))
