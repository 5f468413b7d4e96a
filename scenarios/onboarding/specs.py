"""Newcomers as the command line says: `id=N1,name=Nina Novak,start=2026-07-01,region=North|South`."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from scenarios.onboarding.asking import Wanted

KNOWN = ("id", "name", "start", "share")
MOST = 100
"""More newcomers than this are no onboarding but a mistake."""


def read_specs(
    hires: int, specs: tuple[str, ...], returns: tuple[str, ...], start: date | None, tr: Translator
) -> tuple[Wanted, ...]:
    """Everybody who comes. Raises InputError with every problem of all specs."""
    issues: list[Issue] = []
    wanted = [
        Wanted(f"H{n + 1}", tr.gettext("Hire {n}", n=n + 1), start) for n in range(min(hires, MOST + 1))
    ]
    for option, texts in (("--hire", specs), ("--returns", returns)):
        for text in texts:
            try:
                wanted.append(_read(text, option, start, tr))
            except InputError as error:
                issues += error.issues
    issues += _doubles(wanted, tr)
    if len(wanted) > MOST:
        message = tr.gettext("at most {n} newcomers can be planned for at once", n=MOST)
        issues.append(_issue("--hires", str(hires), message, tr.gettext("plan for fewer")))
    if issues:
        raise InputError(issues)
    return tuple(wanted)


def _read(text: str, option: str, start: date | None, tr: Translator) -> Wanted:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    pairs = [part.partition("=") for part in parts]
    if len(pairs) == 1 and not pairs[0][1]:
        pairs = [("id", "=", parts[0])]
    issues = list(_form(pairs, text, option, tr))
    values = {key.strip(): value.strip() for key, _, value in pairs}
    issues += _figures(values, text, option, tr)
    if issues:
        raise InputError(issues)
    return Wanted(
        manager_id=values["id"],
        name=values.get("name", ""),
        start=date.fromisoformat(values["start"]) if "start" in values else start,
        share=float(values.get("share", 1.0)),
        eligible={key: tuple(value.split("|")) for key, value in values.items() if key not in KNOWN},
        returns=option == "--returns",
    )


def _form(pairs: list[tuple[str, str, str]], text: str, option: str, tr: Translator) -> list[Issue]:
    """Pairs of key and value, each key once, an id among them."""
    keys = [key.strip() for key, _, _ in pairs]
    remedy = tr.gettext("write id=N1,name=Nina Novak,start=2026-07-01,share=1,region=North|South")
    bad = [key for key, equals, value in pairs if not (key.strip() and equals and value.strip())]
    issues = [_issue(option, text, tr.gettext("{part!r} is no key=value", part=key), remedy) for key in bad]
    if len(set(keys)) < len(keys):
        issues.append(_issue(option, text, tr.gettext("a key stands twice"), remedy))
    if "id" not in keys:
        issues.append(_issue(option, text, tr.gettext("the id is missing"), remedy))
    extra = [key for key in keys if key not in ("id", "start", "share")] if option == "--returns" else []
    if extra and not bad:
        message = tr.gettext("one who returns keeps his name and segments: {keys}", keys=", ".join(extra))
        issues.append(_issue(option, text, message, tr.gettext("give id, start and share only")))
    return issues


def _figures(values: dict[str, str], text: str, option: str, tr: Translator) -> list[Issue]:
    """A share above 0 and a day."""
    issues = []
    if "share" in values and not _is_share(values["share"]):
        message = tr.gettext("the share must be a number above 0, such as 0.5")
        issues.append(_issue(option, text, message, tr.gettext("correct the share")))
    if "start" in values and not _is_day(values["start"]):
        message = tr.gettext("the start is no day such as 2026-07-01")
        issues.append(_issue(option, text, message, tr.gettext("correct the start")))
    return issues


def _is_share(text: str) -> bool:
    try:
        share = float(text)
    except ValueError:
        return False
    return math.isfinite(share) and share > 0


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _doubles(wanted: list[Wanted], tr: Translator) -> list[Issue]:
    ids = [one.manager_id for one in wanted]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    message, remedy = tr.gettext("two newcomers have the same id"), tr.gettext("give each an id of its own")
    return [_issue("--hire", name, message, remedy) for name in twice]


def read_ramp(text: str, tr: Translator) -> tuple[float, ...]:
    """Shares from a list of per cents. Raises InputError."""
    try:
        steps = tuple(float(part) / 100 for part in text.split(","))
    except ValueError:
        steps = ()
    rising = all(a <= b for a, b in pairwise(steps))
    if steps and rising and all(0 <= step <= 1 for step in steps) and steps[-1] > 0:
        return steps
    message = tr.gettext("a ramp is a rising list of per cents from 0 to 100")
    raise InputError([_issue("--ramp", text, message, tr.gettext("write for example 25,50,75,100"))])


def _issue(option: str, value: str, message: str, remedy: str) -> Issue:
    return Issue(Severity.ERROR, "onboard_spec", message, remedy, column=option, value=value)
