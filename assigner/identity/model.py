"""Who a client is, by what its card says: tax id, phones, e-mail and name in a form that can be compared."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np

from assigner.portfolio import StrArray


class Validity(IntEnum):
    """What a cell is worth as an identity."""

    BLANK = 0
    VALID = 1
    PADDED = 2  # a tax id that lost its leading zeros in a spreadsheet; valid once they are put back
    FOREIGN = 3  # can't be checked: not of the country's form, no known checksum
    INVALID = 4  # of the country's form, but the checksum or the numbering plan says no


ValidityArray = np.ndarray[tuple[int], np.dtype[np.int8]]


@dataclass(frozen=True, slots=True, eq=False)
class Identity:
    """Comparable forms of every client's card, arrays of one length; "" where nothing can be compared.

    `tax_id` are digits with leading zeros put back (INN of 10 or 12 digits where it is one). `phone` is the
    first number of the cell in E.164 form; `phones` are all numbers of the cell. `email` is in lower case;
    `domain` is the part behind the @, "" for public mail services, which tell nothing about the firm.
    `name_key` is the name without case, punctuation and legal form, in Latin letters, its words in the order
    of the card; `legal_form` is what was taken off.
    """

    tax_id: StrArray
    tax_id_validity: ValidityArray
    phone: StrArray
    phones: tuple[tuple[str, ...], ...]
    phone_validity: ValidityArray
    email: StrArray
    email_validity: ValidityArray
    domain: StrArray
    name_key: StrArray
    legal_form: StrArray

    def __post_init__(self) -> None:
        for spec in fields(self):
            value = getattr(self, spec.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    def __len__(self) -> int:
        return len(self.tax_id)
