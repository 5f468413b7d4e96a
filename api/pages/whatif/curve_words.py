"""What a trade-off curve says, and its points for the chart: pure functions of its document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assigner.i18n import Translator
from assigner.report.words import short_number

Document = Mapping[str, Any]

FAR = 3.0
"""Today is left out of the chart where its imbalance is so many times that of the curve's worst plan."""


def advice(tr: Translator, document: Document) -> str:
    """The knee in a sentence, or why there is none."""
    answers, knee = document["answers"], document["knee"]
    if len(answers) == 1:
        return tr.gettext("The plan of least disruption is also the fairest: there is nothing to trade.")
    if knee is None:
        return tr.gettext("The curve has no bend: every step towards fairness costs about the same.")
    first, one = answers[0], answers[knee]
    values = {
        "removed": tr.percent(one["removed_share"]),
        "before": tr.percent(first["imbalance"] / 100, 1),
        "after": tr.percent(one["imbalance"] / 100, 1),
    }
    further = one["moved_capacity"] - first["moved_capacity"]
    if further <= 0:
        text = "{removed} of the removable imbalance, from {before} to {after}, costs no more capacity moved."
        return tr.gettext(text, **values)
    return tr.gettext(
        "The first {moved} of moved capacity remove {removed} of the removable imbalance: "
        "from {before} to {after}.",
        moved=tr.percent(further, 1),
        **values,
    )


def price(tr: Translator, document: Document) -> str:
    """What a point of imbalance costs before and after the knee; "" where there is no knee."""
    answers, knee = document["answers"], document["knee"]
    if knee in (None, 0, len(answers) - 1):
        return ""
    first, one, last = answers[0], answers[knee], answers[-1]
    return tr.gettext(
        "Up to there one point of imbalance costs {before} a year, beyond it {after}.",
        before=short_number(tr, _price(first, one)),
        after=short_number(tr, _price(one, last)),
    )


def _price(left: Document, right: Document) -> float:
    return float((right["money"] - left["money"]) / (left["imbalance"] - right["imbalance"]))


def point_name(tr: Translator, document: Document, at: int) -> str:
    """What a plan of the curve is called."""
    last = len(document["answers"]) - 1
    names = {document["knee"]: tr.gettext("knee"), 0: tr.gettext("calmest"), last: tr.gettext("fairest")}
    number = tr.gettext("plan {n}", n=at + 1)
    return f"{number} ({names[at]})" if at in names else number


def chart_points(tr: Translator, document: Document) -> list[dict[str, Any]]:
    """Every plan of the curve, then what was found beside it, then today where it is not far off."""
    answers = document["answers"]
    known = {(one["disruption"], one["imbalance"]) for one in answers}
    found = [
        _point(tr, one, point_name(tr, document, n)) | {"knee": n == document["knee"]}
        for n, one in enumerate(answers)
    ]
    found += [
        _point(tr, one, tr.gettext("a plan that another one beats")) | {"dominated": True}
        for one in document["runs"]
        if (one["disruption"], one["imbalance"]) not in known
    ]
    today = document["today"]
    if today["imbalance"] <= FAR * max(one["imbalance"] for one in answers):
        found.append(_point(tr, today, tr.gettext("today")) | {"today": True})
    return found


def _point(tr: Translator, one: Document, name: str) -> dict[str, Any]:
    say = tr.gettext(
        "{name}: imbalance {imbalance}, disruption {disruption}, {clients}",
        name=name,
        imbalance=tr.percent(one["imbalance"] / 100, 1),
        disruption=tr.percent(one["disruption"] / 100, 1),
        clients=tr.ngettext("{n} client moves", "{n} clients move", one["moved_clients"]),
    )
    return {"name": name, "x": one["disruption"], "y": one["imbalance"], "say": say}
