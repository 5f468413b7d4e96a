"""A whole base at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assigner.identity import Validity, identify
from tests import builders


def test_every_card_is_read() -> None:
    cards = replace(
        builders.clients([0, 0, 0]),
        name=builders.text(["ООО «Ромашка»", "Романтика", ""]),
        tax_id=builders.text(["7707083893", "", "7707083894"]),
        phone=builders.text(["8 (495) 123-45-67, 8 912 345-67-89", "нет", "123"]),
        email=builders.text(["Info@Romashka.ru", "romashka@mail.ru", "romashka"]),
    )
    found = identify(cards)
    assert found.tax_id.tolist() == ["7707083893", "", "7707083894"]
    assert found.tax_id_validity.tolist() == [Validity.VALID, Validity.BLANK, Validity.INVALID]
    assert found.phone.tolist() == ["+74951234567", "", ""]
    assert found.phones == (("+74951234567", "+79123456789"), (), ())
    assert found.phone_validity.tolist() == [Validity.VALID, Validity.BLANK, Validity.INVALID]
    assert found.email.tolist() == ["info@romashka.ru", "romashka@mail.ru", ""]
    assert found.email_validity.tolist() == [Validity.VALID, Validity.VALID, Validity.INVALID]
    assert found.domain.tolist() == ["romashka.ru", "", ""]
    assert found.name_key.tolist() == ["romashka", "romantika", ""]
    assert found.legal_form.tolist() == ["ООО", "", ""]
    with pytest.raises(ValueError, match="read-only"):
        found.tax_id[0] = ""


def test_the_country_decides_about_tax_ids_and_phones() -> None:
    cards = replace(
        builders.clients([0]), tax_id=builders.text(["7707083894"]), phone=builders.text(["030 901820"])
    )
    found = identify(cards, "DE")
    assert found.tax_id_validity.tolist() == [Validity.FOREIGN]
    assert found.phone.tolist() == ["+4930901820"]


def test_a_base_without_clients_is_fine() -> None:
    found = identify(builders.clients([]))
    assert len(found) == 0
    assert found.tax_id_validity.dtype == np.int8
