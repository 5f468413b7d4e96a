"""Expected errors as a readable list, or as JSON; unexpected ones as one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from assigner.cli.screen import Screen, print_json
from assigner.errors import AssignerError, InputError, Issue, NoAnswer, RulesConflict, Severity
from assigner.i18n import Translator

MAX_LINES = 50


def tell_failure(error: Exception, tr: Translator, *, as_json: bool, writes: bool = False) -> None:
    """Print an error on the error output; with `as_json` every problem as JSON on the standard output.

    `writes` says of a command that it writes files: then it is told that it wrote none.
    """
    if as_json:
        print_json(failure_document(error))
    elif isinstance(error, InputError):
        tell_issues(Screen(tr, stderr=True), error.issues, writes=writes)
    elif isinstance(error, RulesConflict):
        _tell_conflict(Screen(tr, stderr=True), error)
    else:
        screen = Screen(tr, stderr=True)
        screen.line(failure_line(error, tr), "red", indent=0)


def failure_document(error: Exception) -> dict[str, Any]:
    """The errors and the warnings found beside them, complete."""
    if isinstance(error, InputError):
        return {
            "errors": [asdict(issue) for issue in error.issues if issue.severity is Severity.ERROR],
            "warnings": [asdict(issue) for issue in error.issues if issue.severity is Severity.WARNING],
        }
    if isinstance(error, RulesConflict):
        return {
            "errors": [{"code": "rules-conflict", "message": reason} for reason in error.reasons],
            "remedies": [
                {"text": one.text, "changes": [dict(c) for c in one.changes]} for one in error.remedies
            ],
        }
    code = "no-answer" if isinstance(error, NoAnswer) else "internal-error"
    return {"errors": [{"code": code, "message": _message(error)}]}


def usage_document(message: str) -> dict[str, Any]:
    """An error in the use of a command, in the form of the others."""
    return {"errors": [{"code": "usage", "message": message}]}


def failure_line(error: Exception, tr: Translator) -> str:
    """An error that is no list, in one line."""
    if isinstance(error, NoAnswer):
        return tr.gettext("No answer: {reason}", reason=_message(error))
    return tr.gettext(
        "Internal error: {reason}. Please report it; ASSIGNER_DEBUG=1 shows where it comes from.",
        reason=_message(error).rstrip("."),
    )


def _message(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if isinstance(error, AssignerError) else f"{type(error).__name__}: {text}".rstrip(": ")


def _tell_conflict(screen: Screen, error: RulesConflict) -> None:
    screen.line(screen.tr.gettext("The rules can't all hold:"), "bold red", indent=0)
    for reason in error.reasons[:MAX_LINES]:
        screen.line(f"- {reason}")
    _tell_more(screen, len(error.reasons) - MAX_LINES)
    if error.remedies:
        screen.line(screen.tr.gettext("Any one of these is enough:"), "bold", indent=0)
    for remedy in error.remedies:
        screen.line(f"- {remedy.text}")


def _tell_more(screen: Screen, more: int) -> None:
    if more > 0:
        screen.line(screen.tr.ngettext("... and {n} more", "... and {n} more", more))


def tell_issues(screen: Screen, issues: Sequence[Issue], *, writes: bool) -> None:
    """The errors, by file and kind, at most about fifty lines; warnings are only counted."""
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    told, lines = 0, 0
    if writes:
        screen.line(screen.tr.gettext("Nothing was written."), "bold red", indent=0)
    for n, line in _issue_lines(errors, screen.tr):
        if lines >= MAX_LINES:
            break
        screen.line(line, "bold red" if not lines else "", indent=0)
        told, lines = told + n, lines + 1
    _tell_more(screen, len(errors) - told)
    warned = len(issues) - len(errors)
    if warned:
        screen.line(
            screen.tr.ngettext("Beside that {n} warning.", "Beside that {n} warnings.", warned), indent=0
        )


def _issue_lines(errors: Sequence[Issue], tr: Translator) -> Iterator[tuple[int, str]]:
    """Lines, each with the number of errors it tells: a heading, files, problems, and each remedy once."""
    yield (
        0,
        tr.ngettext("{n} problem:", "{n} problems:", len(errors)),
    )
    for file, of_file in groupby(_by_file(errors), key=lambda issue: issue.file):
        if file:
            yield 0, file
        for remedy, alike in groupby(of_file, key=lambda issue: issue.remedy):
            for issue in alike:
                yield 1, f"  {issue_text(issue, tr, with_file=False)}"
            if remedy:
                yield 0, "    -> " + _sentence(remedy)


def _by_file(errors: Sequence[Issue]) -> list[Issue]:
    """Files in the order in which they first appear; in each the kinds of problem likewise."""
    files = {name: n for n, name in enumerate(dict.fromkeys(issue.file for issue in errors))}
    codes = {code: n for n, code in enumerate(dict.fromkeys(issue.code for issue in errors))}
    return sorted(errors, key=lambda issue: (files[issue.file], codes[issue.code]))


def issue_text(issue: Issue, tr: Translator, *, with_file: bool = True) -> str:
    """Where it is, what stands there and what is wrong, in one line."""
    place = [
        issue.file if with_file else "",
        tr.gettext("row {row}", row=issue.row) if issue.row is not None else "",
        tr.gettext("column {column}", column=issue.column) if issue.column else "",
        tr.gettext("value {value}", value=repr(issue.value)) if issue.value else "",
    ]
    where = ", ".join(part for part in place if part)
    return f"{where}: {issue.message}" if where else _sentence(issue.message)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def warning_kinds(issues: Sequence[Issue]) -> list[tuple[Issue, int]]:
    """The first warning of each kind and file, with how many there are of it, most frequent first.

    A later one without a row sums up warnings that are not listed; the first may speak of many rows itself.
    """
    count: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Issue] = {}
    for issue in issues:
        key = (issue.file, issue.code)
        sums_up = key in first and issue.row is None
        first.setdefault(key, issue)
        count[key] += max(issue.count, 1) if sums_up else 1
    return [(first[key], number) for key, number in count.most_common()]
