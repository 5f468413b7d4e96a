"""`assigner generate` and `assigner policy`: files to start from."""

from __future__ import annotations

from pathlib import Path

from assigner.cli.screen import Screen
from assigner.errors import InputError, Issue, Severity
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.generate.write import Headers
from assigner.i18n import Translator
from assigner.policy.yaml_io import dump_policy


def generate(spec: CompanySpec, out: Path, *, headers: Headers, force: bool, tr: Translator) -> None:
    """Make up a company and tell what was planted in it."""
    company = generate_company(spec)
    try:
        paths = write_company(company, out, force=force, headers=headers, tr=tr)
    except OSError as error:
        raise _unwritable(out, error, tr) from None
    screen, counts = Screen(tr), company.truth["counts"]
    screen.section(tr.gettext("A made-up company"))
    screen.pairs(
        [
            (tr.gettext("Clients"), tr.number(counts["clients"])),
            (tr.gettext("Managers"), tr.number(counts["managers"])),
            (tr.gettext("Logged touches"), tr.number(counts["activities"])),
            (tr.gettext("Dead souls"), tr.number(counts["dead_souls"])),
            (tr.gettext("Disputes"), tr.number(counts["disputes"])),
            (tr.gettext("Managers who pad the log"), tr.number(counts["gamers"])),
            *_planted_cards(counts, tr),
        ]
    )
    screen.section(tr.gettext("Where the files are"))
    for path in paths:
        screen.line(str(path))
    screen.line(tr.gettext("truth.json lists what was planted."))


def _planted_cards(counts: dict[str, int], tr: Translator) -> list[tuple[str, str]]:
    """What was planted beside the clients, where anything was."""
    if not counts["duplicates"]:
        return []
    return [
        (tr.gettext("Second cards of a client"), tr.number(counts["duplicates"])),
        (tr.gettext("Other firms that look like a client"), tr.number(counts["look_alike_firms"])),
    ]


def write_policy(path: Path | None, *, force: bool, tr: Translator) -> None:
    """Print the commented default policy, or write it into a file."""
    screen, text = Screen(tr), dump_policy()
    if path is None:
        screen.console.out(text, end="", highlight=False)
        return
    if path.exists() and not force:
        message = tr.gettext("the file exists already")
        remedy = tr.gettext("Choose another name, or give --force to replace it.")
        raise InputError([Issue(Severity.ERROR, "output_exists", message, remedy, file=str(path))])
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unwritable(path, error, tr) from None
    screen.line(str(path), indent=0)


def _unwritable(path: Path, error: OSError, tr: Translator) -> InputError:
    message = tr.gettext("the results can't be written: {reason}", reason=error.strerror)
    remedy = tr.gettext("Choose another folder, or make room.")
    return InputError([Issue(Severity.ERROR, "out_not_writable", message, remedy, file=str(path))])
