"""What is said of the capacity of a segment, in both languages."""

from __future__ import annotations

import numpy as np

from assigner.capacity import SegmentTable
from assigner.i18n import Translator
from assigner.portfolio import UNKNOWN
from assigner.report.capacity_words import capacity_words, manager_capacity_words
from tests.builders import text

NAMES = text(["Ann", "Bob", "Carl"])


def table(dimension: str = "region") -> SegmentTable:
    """North 12.4 m: Ann 8.28 m, of it 3 m worked, Bob 3 m, of it 1.216 m; 1.12 m free. Nothing in unknown."""
    return SegmentTable(
        dimension=dimension,
        labels=("North", UNKNOWN),
        num_clients=np.array([40, 1], dtype=np.int32),
        capacity=np.array([12.4e6, 0.0]),
        free=np.array([1.12e6, 0.0]),
        held=np.array([[3e6, 8.28e6, 0.0], [0.0, 0.0, 0.0]]),
        worked=np.array([[1.216e6, 3e6, 0.0], [0.0, 0.0, 0.0]]),
    )


def test_one_sentence_per_segment() -> None:
    # held 11.28 / 12.4 = 0.910, worked 4.216 / 12.4 = 0.34, free 0.090
    assert capacity_words(Translator(), table()) == [
        "North: 12.4 m a year; 91% held, 34% really worked, 9% free",
        "unknown: no potential",
    ]
    said = capacity_words(Translator("ru"), table())
    russian = [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in said]
    assert russian == [
        "North: 12,4 млн в год; закреплено 91 %, действительно в работе 34 %, свободно 9 %",
        "не указано: потенциала нет",
    ]


def test_the_whole_base_is_called_so() -> None:
    assert capacity_words(Translator(), table("total"))[0].startswith("The whole base: 12.4 m a year")


def test_who_holds_a_segment_the_largest_first() -> None:
    assert manager_capacity_words(Translator(), table(), NAMES) == [
        ["Bob 67% (24% worked)", "Ann 24% (10% worked)"],
        [],
    ]
