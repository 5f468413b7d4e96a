"""The base of all edits: what one is, what it may refuse, what it says of its effect."""

from __future__ import annotations

from abc import abstractmethod

from pydantic import BaseModel, ConfigDict

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from scenarios.base import Base


class EditBase(BaseModel):
    """One change of a base. A pure function: `apply` returns a new base and leaves the old one alone.

    Every kind has a field `kind: Literal["..."]`, the tag of the union in `scenarios.edits`. An edit that
    can't apply raises EditRefused, which says why and what would do.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @abstractmethod
    def apply(self, base: Base, tr: Translator) -> Base:
        """The base with this change made. Raises EditRefused with every reason at once."""

    @abstractmethod
    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """What the change did, in one sentence with numbers, for people."""


class EditRefused(InputError):  # noqa: N818 - the domain's word
    """The edit does not fit the base: exit code 2, with reasons and remedies."""


def refused(tr: Translator, *reasons: tuple[str, str, str, str]) -> EditRefused:
    """Of (field, value, message, remedy), each message and remedy already in the reader's language."""
    return EditRefused(
        Issue(Severity.ERROR, "edit", message, remedy, column=field, value=value)
        for field, value, message, remedy in reasons
    )
