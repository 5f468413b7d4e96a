"""Planted second cards of generated companies, found or not: `python -m benchmarks.duplicates`.

Every case runs in a process of its own. A pair is right where both cards are of one client (truth.json of the
generator); precision and recall are over pairs. Seconds are those of reading the cards into comparable forms
and of finding the pairs, without the reading of the file.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from assigner.duplicates import Duplicates, find_duplicates
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.generate.spec import Language
from assigner.generate.truth import Truth
from assigner.identity import Identity, Validity, identify
from assigner.policy.model import Policy
from assigner.tabular import Sources, read_portfolio

MIN_PRECISION = 0.97
MIN_RECALL = 0.90
CARDS_PER_MANAGER = 200

Pairs = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """A company of `cards` cards, planted ones included; `seconds` is the limit."""

    language: Language
    cards: int
    planted: int
    seed: int
    seconds: float = 60.0

    @property
    def spec(self) -> CompanySpec:
        """Its spec; half as many firms that only look like a client come with the duplicates."""
        firms = self.cards - self.planted - round(self.planted / 2)
        managers = max(4, self.cards // CARDS_PER_MANAGER)
        spec = CompanySpec.for_size(firms, managers, self.seed, self.language, self.planted)
        return replace(spec, activities=False)


CASES = (
    *(Case(language, 20_000, 1_000, seed) for seed in (1, 2, 3) for language in ("ru", "en")),
    Case("ru", 100_000, 5_000, 1, seconds=120.0),
    Case("en", 100_000, 5_000, 1, seconds=120.0),
)


def planted_pairs(truth: Truth) -> Pairs:
    """All pairs of cards of one client."""
    families: dict[str, list[str]] = {}
    for card in truth["duplicates"]:
        families.setdefault(card["of"], [card["of"]]).append(card["card"])
    return {pair for family in families.values() for pair in combinations(sorted(family), 2)}


def compare(folder: Path) -> dict[str, Any]:
    """Find the duplicates of a company in this process: how many are right, seconds, peak MiB."""
    facts = read_portfolio(Sources(folder / "clients.csv", managers=folder / "managers.csv"))
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    before, start = _peak(), time.perf_counter()
    identity = identify(facts.clients)
    middle = time.perf_counter()
    found = find_duplicates(facts.clients, identity, Policy())
    end, peak = time.perf_counter(), _peak()
    ids: list[str] = facts.clients.client_id.tolist()
    listed, planted = _by_id(found, ids), planted_pairs(truth)
    position = {client_id: i for i, client_id in enumerate(ids)}
    alike = {card["card"]: card["how"] for card in truth["look_alike_firms"]}
    missed = Counter(_why_missed(identity, position[a], position[b]) for a, b in planted - listed)
    false = Counter(alike.get(b) or alike.get(a) or "another client" for a, b in listed - planted)
    return {
        "cards": len(ids),
        "planted": len(planted),
        "found": len(listed),
        "right": len(listed & planted),
        "reading": middle - start,
        "finding": end - middle,
        "before": before,
        "peak": peak,
        "missed": missed,
        "false": false,
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _by_id(found: Duplicates, ids: list[str]) -> Pairs:
    pairs = (sorted((ids[pair.a_idx], ids[pair.b_idx])) for pair in found)
    return {(a, b) for a, b in pairs}


def _why_missed(identity: Identity, a: int, b: int) -> str:
    """What the two cards of a missed pair have in common."""
    valid = (Validity.VALID, Validity.PADDED)
    if identity.tax_id_validity[a] in valid and identity.tax_id_validity[b] in valid:
        return "tax id mistyped into another valid one"
    if set(identity.phones[a]) & set(identity.phones[b]):
        return "phone in common, name too far"
    if identity.domain[a] and identity.domain[a] == identity.domain[b]:
        return "mail domain in common, name too far"
    if identity.name_key[a] == identity.name_key[b]:
        return "same name, but another region and nothing else"
    return "a misspelled name and nothing else"


def measure(case: Case) -> dict[str, Any]:
    """What a case took, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        write_company(generate_company(case.spec), Path(folder))
        command = [sys.executable, "-m", "benchmarks.duplicates", "--compare", folder]
        output = subprocess.run(command, check=True, capture_output=True).stdout
    found: dict[str, Any] = json.loads(output)
    return found


def _row(case: Case, found: dict[str, Any]) -> tuple[str, bool]:
    precision = found["right"] / max(found["found"], 1)
    recall = found["right"] / max(found["planted"], 1)
    seconds = found["reading"] + found["finding"]
    ok = precision >= MIN_PRECISION and recall >= MIN_RECALL and seconds < case.seconds
    return (
        f"| {found['cards']:,} | {case.language} | {case.seed} | {found['planted']:,} | {found['found']:,} "
        f"| {precision:.4f} | {recall:.4f} | {found['reading']:.1f} + {found['finding']:.1f} "
        f"| {case.seconds:.0f} | {found['before']:.0f} -> {found['peak']:.0f} | {'yes' if ok else 'NO'} |"
    ), ok


def _print_kinds(title: str, kinds: Counter[str]) -> None:
    print(f"\n| {title} | pairs |\n|---|---|")
    for kind, count in kinds.most_common():
        print(f"| {kind} | {count:,} |")


def main() -> None:
    """Print the table; fail where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compare", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.compare:
        print(json.dumps(compare(options.compare)))
        return
    print(f"limits: precision {MIN_PRECISION}, recall {MIN_RECALL}\n")
    columns = "cards, language, seed, planted, found, precision, recall, s read + find, limit s, peak MiB, ok"
    print(f"| {columns.replace(', ', ' | ')} |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    fine, missed, false = True, Counter[str](), Counter[str]()
    for case in CASES:
        found = measure(case)
        line, ok = _row(case, found)
        print(line, flush=True)
        fine &= ok
        missed.update(found["missed"])
        false.update(found["false"])
    _print_kinds("missed, all cases together: the two cards have", missed)
    _print_kinds("falsely found, all cases together: the other card is of", false)
    if not fine:
        raise SystemExit("a limit was broken")


if __name__ == "__main__":
    main()
