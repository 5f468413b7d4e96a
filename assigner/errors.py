"""Every error the engine expects, as one tree.

AssignerError
├── InputError        bad input or usage; carries every problem found        exit code 2
├── RulesConflict     the hard rules can't all hold; carries the proofs      exit code 3
├── NoAnswer          stopped before any rule-abiding answer was found       exit code 4
└── InternalError     the independent checker disagrees with the optimiser   exit code 1

A caller that catches `AssignerError` catches them all; anything else is a defect.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar


class Severity(StrEnum):
    """How much a problem in the input matters: an error stops the run, a warning is kept and listed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem of the input: where it is, what stands there, and how to mend it.

    `row` counts as the user's own program shows it (the header is row 1 of a CSV file); None where the
    problem is the whole file's. `code` is stable and names the kind of problem; `count` says how
    many rows share the problem when they are reported as one.
    """

    severity: Severity
    code: str
    message: str
    remedy: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    count: int = 1

    @property
    def place(self) -> str:
        """File, row and column as one phrase, without the parts that are unknown."""
        row = f"row {self.row}" if self.row is not None else ""
        column = f"column {self.column!r}" if self.column else ""
        return ", ".join(part for part in (self.file, row, column) if part)

    def __str__(self) -> str:
        """The whole problem as one line."""
        place = f"{self.place}: " if self.place else ""
        value = f" (value: {self.value!r})" if self.value else ""
        remedy = f" Remedy: {self.remedy}" if self.remedy else ""
        return f"{place}{self.message}{value}.{remedy}"


class AssignerError(Exception):
    """Base of all expected errors. They survive pickling with all their fields: solves run in processes."""

    exit_code: ClassVar[int] = 1

    def __reduce__(self) -> tuple[Any, ...]:
        """Past `__init__`, whose arguments are not those that Exception keeps."""
        return _revived, (type(self), self.args, self.__dict__)


def _revived(kind: type[AssignerError], args: tuple[Any, ...], state: Mapping[str, Any]) -> AssignerError:
    error = kind.__new__(kind, *args)  # keeps the args
    error.__dict__.update(state)
    return error


class InputError(AssignerError):
    """The input can't be used; `issues` holds every problem found, not only the first."""

    exit_code: ClassVar[int] = 2

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way out of a conflict of rules: in words, and change by change for programs (ids of the tables)."""

    text: str
    changes: tuple[Mapping[str, Any], ...]


class RulesConflict(AssignerError):  # noqa: N818 - the domain's word
    """The hard rules can't all hold; `reasons` are proofs in words, each naming its rule.

    Each of the `remedies` alone was found to be enough; there may be none that was found in time.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, reasons: Iterable[str], remedies: Iterable[Remedy] = ()) -> None:
        self.reasons = tuple(reasons)
        self.remedies = tuple(remedies)
        super().__init__("\n".join(self.reasons))


class NoAnswer(AssignerError):  # noqa: N818 - the domain's word
    """The run was stopped before any rule-abiding answer was found."""

    exit_code: ClassVar[int] = 4


class InternalError(AssignerError):
    """Two independent computations of the same figure differ: the answer can't be trusted."""

    exit_code: ClassVar[int] = 1
