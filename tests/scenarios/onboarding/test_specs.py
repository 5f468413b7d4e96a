"""Newcomers as they are asked for on the command line."""

from __future__ import annotations

from datetime import date

import pytest

from assigner.errors import InputError
from assigner.i18n import Translator
from scenarios.onboarding.asking import Wanted
from scenarios.onboarding.specs import read_ramp, read_specs

DAY = date(2026, 7, 1)


def read(*specs: str, hires: int = 0, returns: tuple[str, ...] = ()) -> tuple[Wanted, ...]:
    """What the options mean."""
    return read_specs(hires, specs, returns, DAY, Translator())


def test_a_full_spec() -> None:
    (one,) = read("id=N1, name=Nina Novak, start=2026-09-15, share=0.5, region=North|South")
    assert one == Wanted("N1", "Nina Novak", date(2026, 9, 15), 0.5, {"region": ("North", "South")})


def test_an_id_alone_and_a_number_of_hires() -> None:
    assert [one.manager_id for one in read("N1", hires=2)] == ["H1", "H2", "N1"]
    assert read("N1")[0].start == DAY


def test_who_returns() -> None:
    (one,) = read(returns=("M03",))
    assert (one.manager_id, one.returns) == ("M03", True)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("name=Nina", "the id is missing"),
        ("id=N1,share=-1", "the share must be a number above 0"),
        ("id=N1,share=nan", "the share must be a number above 0"),
        ("id=N1,start=soon", "the start is no day"),
        ("id=N1,id=N2", "a key stands twice"),
        ("id=N1,region=", "'region' is no key=value"),
    ],
)
def test_what_is_wrong_is_named(spec: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(spec)


def test_all_problems_come_at_once() -> None:
    with pytest.raises(InputError) as caught:
        read("id=N1,share=0", "id=N2,start=x", returns=("id=M1,name=New",))
    assert len(caught.value.issues) == 3


def test_one_id_for_two_and_far_too_many_hires() -> None:
    with pytest.raises(InputError, match="two newcomers have the same id"):
        read("N1", "N1")
    with pytest.raises(InputError, match="at most 100"):
        read(hires=5000)


def test_a_ramp() -> None:
    assert read_ramp("50, 100", Translator()) == (0.5, 1.0)
    for text in ("", "a", "100,50", "50,120", "0"):
        with pytest.raises(InputError, match="a ramp is a rising list"):
            read_ramp(text, Translator())
