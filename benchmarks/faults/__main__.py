"""`python -m benchmarks.faults --rounds 50`: on SQLite, and on PostgreSQL where `--database-url` is given."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.faults.rounds import figures, run_rounds


def main() -> None:
    """Run the rounds; ends with 1 where something was lost, doubled or stuck."""
    words = argparse.ArgumentParser(prog="python -m benchmarks.faults")
    words.add_argument("--rounds", type=int, default=50)
    words.add_argument("--seed", type=int, default=0)
    words.add_argument("--database-url")
    given = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="faults") as folder:
        ledger, wrong = run_rounds(
            Path(folder),
            given.rounds,
            database_url=given.database_url,
            seed=given.seed,
            patience=120.0,
            tell=lambda text: print(text, flush=True),
        )
    print(figures(ledger))
    print("\n".join(wrong) or "nothing lost, nothing doubled, nothing stuck, the audit log is whole")
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
