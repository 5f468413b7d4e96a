"""Commands to copy: what to run next on the same tables."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from assigner.cli.options import Tables
from assigner.cli.sections import called


def next_command(words: Sequence[str], tables: Tables, *rest: str) -> str:
    """The command of these words with all options of the tables, and the rest behind, quoted for a shell."""
    named = {
        "--clients": tables.clients,
        "--managers": tables.managers,
        "--activities": tables.activities,
        "--rules": tables.rules,
        "--audit": tables.audit,
        "--policy": tables.policy,
        "--map": tables.mapping,
        "--as-of": tables.as_of,
        "--decisions": tables.decisions,
    }
    flags = {"--merge-exact": tables.merge_exact, "--tolerant": tables.tolerant}
    options = [part for option, value in named.items() if value is not None for part in (option, str(value))]
    options += [flag for flag, wanted in flags.items() if wanted]
    return shlex.join([called(), *words, *options, *rest])
