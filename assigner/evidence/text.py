"""Texts of a million touches: measured and folded once per distinct value."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from assigner.portfolio import BoolArray, IntArray, StrArray

_NO_DIGIT = re.compile(r"[^0-9]+")


def fold_summary(summary: str) -> str:
    """A summary without case and with single spaces: what copy and paste leaves the same."""
    return " ".join(summary.casefold().split())


def fold_phone(phone: str) -> str:
    """The digits of a phone number."""
    return _NO_DIGIT.sub("", phone)


def fold_codes(column: StrArray, fold: Callable[[str], str]) -> IntArray:
    """One code per text: equal where the folded texts are equal, -1 where folding leaves nothing."""
    raw_codes, raw = pd.factorize(column)
    codes, folded = pd.factorize(np.array([fold(text) for text in raw], dtype=object))
    codes[np.isin(codes, np.flatnonzero(folded == ""))] = -1
    return codes[raw_codes].astype(np.int32)


def text_lengths(column: StrArray) -> IntArray:
    """Characters of each text without surrounding blanks."""
    return np.fromiter((len(text.strip()) for text in column), dtype=np.int32, count=len(column))


def is_blank(column: StrArray) -> BoolArray:
    """Whether each text holds nothing but blanks."""
    blank: BoolArray = text_lengths(column) == 0
    return blank
