"""Stories and verdicts as plain text for a terminal."""

from __future__ import annotations

from datetime import date

from assigner.explain import texts
from assigner.explain.balance_words import cell_name
from assigner.explain.model import CellChange, ClientStory, Effect, Holder, WhyNot
from assigner.explain.words import Words
from assigner.verdict import Levels

_MAX_CELLS = 6
_MAX_BREAKS = 10


def render_story(story: ClientStory, language: str = "en") -> str:
    """The story of one client, several lines."""
    words = Words(language)
    lines = [
        f"{story.client_id}  {story.name}",
        story.text,
        "",
        _say(words, texts.LINE_STATE, state=words.text(story.state)) + _dispute(words, story),
        _say(words, texts.LINE_PAIN, amount=words.money(story.pain)),
        story.binding_text,
        "",
        words.text(texts.HEAD_EVIDENCE),
        *(_holder(words, holder) for holder in story.evidence),
        *([] if story.evidence else ["  " + words.text(texts.NO_CONTACT)]),
        "",
        words.text(texts.HEAD_LEVERS),
        *(f"  - {lever}" for lever in story.levers),
        *_options(words, story),
    ]
    return "\n".join(lines)


def render_why_not(answer: WhyNot, language: str = "en") -> str:
    """The answer to "why not ...?", several lines."""
    words = Words(language)
    lines = [answer.verdict, "", *_effect(words, answer.effect, answer.manager_names)]
    if answer.together is not None:
        names = ", ".join(answer.client_names)
        lines += ["", _say(words, texts.LINE_TOGETHER, clients=names)]
        lines += ["", words.text(texts.HEAD_ALONE), *_effect(words, answer.alone, answer.manager_names)]
    return "\n".join(lines)


def _say(words: Words, message: str, **values: object) -> str:
    return words.text(message).format(**values)


def _dispute(words: Words, story: ClientStory) -> str:
    return "; " + _say(words, texts.LINE_DISPUTE, rival=story.rival_name) if story.disputed else ""


def _day(words: Words, day: date | None) -> str:
    return words.tr.date(day) if day else "-"


def _holder(words: Words, holder: Holder) -> str:
    values = {
        "name": holder.name,
        "strength": words.strength(holder.strength),
        "touches": words.counted(texts.TOUCHES, holder.touches),
        "last": _day(words, holder.last_touch),
        "deal": _day(words, holder.last_transaction),
    }
    return "  " + _say(words, texts.LINE_HOLDER, **values)


def _options(words: Words, story: ClientStory) -> list[str]:
    if not story.options:
        return []
    lines = ["", words.text(texts.HEAD_OPTIONS)]
    lines += [_option(words, effect, story.manager_names) for effect in story.options]
    more = story.num_others - len(story.options)
    return [*lines, "  " + words.counted(texts.MORE_OPTIONS, more)] if more > 0 else lines


def _option(words: Words, effect: Effect, names: tuple[str, ...]) -> str:
    cell = f"; {_cell(words, effect.cells[0], names)}" if effect.cells else ""
    broken = _rules(words, effect)
    head = _say(words, texts.LINE_OPTION, manager=names[effect.manager_idx], **_score_values(words, effect))
    return f"  {head}{cell}{'; ' + broken if broken else ''}"


def _score_values(words: Words, effect: Effect) -> dict[str, object]:
    number = words.tr.number
    sign = "+" if effect.score_delta >= 0 else "-"
    return {
        "delta": sign + number(abs(effect.score_delta), 4),
        "before": number(effect.score_before, 4),
        "after": number(effect.score_after, 4),
    }


def _effect(words: Words, effect: Effect, names: tuple[str, ...]) -> list[str]:
    lines = [_say(words, texts.LINE_SCORE, **_score_values(words, effect))]
    lines += _levels(words, effect.levels_before, effect.levels_after)
    lines += [_pain(words, effect)]
    lines += [f"  {_cell(words, cell, names)}" for cell in effect.cells[:_MAX_CELLS]]
    lines += [f"  ! {found.rule}: {found.message}" for found in effect.breaks[:_MAX_BREAKS]]
    more = len(effect.breaks) - _MAX_BREAKS
    return [*lines, "  ! " + words.counted(texts.MORE_BREAKS, more)] if more > 0 else lines


def _levels(words: Words, before: Levels, after: Levels) -> list[str]:
    rows = [
        (texts.LEVEL_IMBALANCE, before.imbalance, after.imbalance),
        (texts.LEVEL_DISRUPTION, before.disruption, after.disruption),
        (texts.LEVEL_FIT, before.fit, after.fit),
    ]
    return [
        f"  {words.text(name)}: {words.tr.number(old, 4)} -> {words.tr.number(new, 4)}"
        for name, old, new in rows
    ]


def _pain(words: Words, effect: Effect) -> str:
    before, after = words.money(effect.pain_before.total), words.money(effect.pain_after.total)
    return "  " + _say(words, texts.LINE_PAIN_CHANGE, before=before, after=after)


def _cell(words: Words, cell: CellChange, names: tuple[str, ...]) -> str:
    return _say(
        words,
        texts.LINE_CELL,
        manager=names[cell.manager_idx],
        place=cell_name(words, cell),
        before=words.percent(cell.ratio_before),
        after=words.percent(cell.ratio_after),
    )


def _rules(words: Words, effect: Effect) -> str:
    rules = ", ".join(dict.fromkeys(found.rule for found in effect.breaks))
    return _say(words, texts.LINE_BREAKS, rules=rules) if rules else ""
