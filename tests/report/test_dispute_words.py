"""What is said of disputes, of both sides and of what would change it, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assigner.evidence import CaseFile, Dispute, Recommendation, Standing, Tip
from assigner.evidence.disputes import margin_of, recommend
from assigner.i18n import Translator
from assigner.portfolio import Kind
from assigner.report.dispute_words import DisputeWords, standing_word
from tests.builders import text

NAMES = text(["Ann", "Bob", "Carl", "Dora"])


def words(language: str = "en") -> DisputeWords:
    return DisputeWords(Translator(language), NAMES)


def case(manager: int, points: float, *, proven: bool = False) -> CaseFile:
    return CaseFile(manager, points, 0.5, 1, None, None, proven)


def dispute(owner: CaseFile, rival: CaseFile) -> Dispute:
    return Dispute(0, owner, rival, margin_of(owner, rival), recommend(owner, rival), False)


@pytest.mark.parametrize(
    ("owner", "rival", "english", "russian"),
    [
        # 7.3 / 2.1 = 3.48
        (
            case(1, 2.1),
            case(0, 7.3),
            "Ann 7.3 points, Bob 2.1: 3.5 times as much; recommended: Ann.",
            "Ann — 7,3 балла, Bob — 2,1: в 3,5 раза больше; рекомендация: Ann.",
        ),
        (
            case(0, 7.1, proven=True),
            case(1, 7.0, proven=True),
            "Ann 7.1 points, Bob 7.0: about the same; too close to call: the head decides.",
            "Ann — 7,1 балла, Bob — 7,0: примерно поровну; явного перевеса нет: решает руководитель.",
        ),
        # 5.0 / 4.1 = 1.22
        (
            case(0, 5.0, proven=True),
            case(1, 4.1),
            "Ann 5.0 points, Bob 4.1: 1.2 times as much; only Ann is proven; recommended: Ann.",
            "Ann — 5,0 балла, Bob — 4,1: в 1,2 раза больше; связь подтверждена только у одного (Ann); "
            "рекомендация: Ann.",
        ),
        (
            case(0, 0.0, proven=True),
            case(1, 3.0),
            "Bob 3.0 points, Ann none; but only Ann is proven: the head decides.",
            "Bob — 3,0 балла, Ann — ни одного; но связь подтверждена только у одного (Ann): "
            "решает руководитель.",
        ),
        (
            case(0, 0.3),
            case(1, 3.0),
            "Bob 3.0 points, Ann 0.3: more than ten times as much; recommended: Bob.",
            "Bob — 3,0 балла, Ann — 0,3: больше в десять с лишним раз; рекомендация: Bob.",
        ),
        (
            case(0, 0.0),
            case(1, 0.0),
            "neither Ann nor Bob has any points; too close to call: the head decides.",
            "баллов нет ни у кого (Ann, Bob); явного перевеса нет: решает руководитель.",
        ),
    ],
)
def test_the_verdict_in_one_sentence(owner: CaseFile, rival: CaseFile, english: str, russian: str) -> None:
    assert words().verdict(dispute(owner, rival)) == english
    assert words("ru").verdict(dispute(owner, rival)) == russian


def test_everything_a_side_can_show() -> None:
    full = CaseFile(0, 7.31, 0.9, 21, date(2026, 5, 12), date(2026, 3, 1), proven=True)
    assert words().side(full) == (
        "Ann: 7.3 points, 21 touches that count, the last on 12 May 2026, last transaction on 1 Mar 2026, "
        "is proven"
    )
    assert words("ru").side(full) == (
        "Ann: 7,3 балла, 21 зачтённое касание, последнее 12.05.2026, последняя сделка 01.03.2026, "
        "связь подтверждена"
    )
    nothing = CaseFile(1, 0.0, 0.0, 0, None, None, proven=False, stays=False)
    assert words().side(nothing) == "Bob: no points, no touches that count, not proven, does not stay"
    assert words("ru").side(nothing) == (
        "Bob: баллов нет, зачтённых касаний нет, связь не подтверждена, не остаётся"
    )


def test_the_others_and_who_of_them_leaves() -> None:
    alone = dispute(case(0, 2.0), case(1, 2.0))
    assert words().others(alone) == ""
    crowd = replace(alone, others=(case(2, 1.9), replace(case(3, 0.4), stays=False)))
    assert words().others(crowd) == "Also with evidence: Carl 1.9, Dora 0.4 (does not stay)."
    assert words("ru").others(crowd) == "Свидетельства есть и у других: Carl 1,9, Dora 0,4 (не остаётся)."


@pytest.mark.parametrize(
    ("tip", "english", "russian"),
    [
        (
            Tip(1, Kind.MEETING, 1, Recommendation.RIVAL),
            "1 more credible meeting by Bob would tip it in favour of Bob.",
            "Ещё 1 достоверная встреча (Bob) изменит рекомендацию в пользу этого менеджера.",
        ),
        (
            Tip(1, Kind.MEETING, 2, Recommendation.HEAD),
            "2 more credible meetings by Bob would leave it to the head.",
            "Ещё 2 достоверные встречи (Bob), и решать руководителю.",
        ),
        (
            Tip(0, Kind.TRANSACTION, 5, Recommendation.OWNER),
            "5 more transactions by Ann would tip it in favour of Ann.",
            "Ещё 5 сделок (Ann) изменят рекомендацию в пользу этого менеджера.",
        ),
        (
            Tip(0, Kind.TRANSACTION, 1, Recommendation.HEAD),
            "1 more transaction by Ann would leave it to the head.",
            "Ещё 1 сделка (Ann), и решать руководителю.",
        ),
    ],
)
def test_what_would_change_it(tip: Tip, english: str, russian: str) -> None:
    assert words().tip(tip) == english
    assert words("ru").tip(tip) == russian


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_standing_has_a_word_of_its_own(language: str) -> None:
    said = [standing_word(Translator(language), standing) for standing in Standing]
    assert len(set(said)) == len(Standing)
    assert all(said)
