"""One run of schemathesis as one role."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz.figures import Figures, read_figures
from benchmarks.fuzz.service import Service
from benchmarks.fuzz.world import World

HOOKS = Path(__file__).with_name("hooks.py")
NOT_THERE = ["400", "401", "403", "404", "409", "412", "413", "422", "428", "429"]
ACCEPTED = ["2xx", *NOT_THERE]
"""Answers to data that fits its schema: it may still speak of what is not there or does not fit together."""
REFUSED = [*NOT_THERE, "405", "406", "415"]
"""Answers to data that does not fit its schema."""
STREAMED = ("POST /v1/datasets/json",)
"""Bodies that are taken as they come: a job reads them, and tells what is wrong."""

CHECKS = "\n".join(
    [
        f"[checks.positive_data_acceptance]\nexpected-statuses = {json.dumps(ACCEPTED)}",
        f"[checks.negative_data_rejection]\nexpected-statuses = {json.dumps(REFUSED)}",
        *(
            f"[[operations]]\ninclude-name = {json.dumps(name)}\n"
            f"checks.negative_data_rejection.expected-statuses = {json.dumps([*REFUSED, '202'])}"
            for name in STREAMED
        ),
        "",
    ]
)
"""All checks are on; these are the answers they expect. In the form of schemathesis' configuration."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Who asks how much: cases for each operation, chains of operations, limits walked along or not."""

    role: str
    fuzzing: int
    stateful: int
    coverage: bool


def configuration(world: World, effort: Effort) -> str:
    """The configuration of schemathesis: who we are, all checks, and ids that exist."""
    lines = [
        f"hooks = {json.dumps(str(HOOKS))}",
        "continue-on-failure = true\nrequest-timeout = 60\nmax-stream-events = 3",
        f"[auth.openapi]\nAPIKeyHeader = {{ api_key = {json.dumps(world.keys[effort.role])} }}",
        '[generation]\nno-shrink = true\ndatabase = "none"',
        f"[phases.coverage]\nenabled = {json.dumps(effort.coverage)}",
        f"[phases.fuzzing.generation]\nmax-examples = {effort.fuzzing}",
        f"[phases.stateful.generation]\nmax-examples = {effort.stateful}",
    ]
    lines.append(CHECKS)
    for name, values in world.real.items():
        lines.append(f"[dictionaries.{name}]\nvalues = {json.dumps(values)}")
    bound = [f'"path.{name}" = {{ dictionary = "{name}", probability = 0.6 }}' for name in world.real]
    return "\n".join([*lines, "[parameters]", *bound]) + "\n"


def run(service: Service, world: World, effort: Effort, folder: Path, *, seed: int) -> Figures:
    """All phases over every operation as one role."""
    folder.mkdir(parents=True)
    config, report = folder / "schemathesis.toml", folder / "events.ndjson"
    config.write_text(configuration(world, effort), "utf-8")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"),
        *(f"{service.address}/openapi.json", "--seed", str(seed)),
        *("--report", "ndjson", "--report-ndjson-path", str(report), "--no-color", "--warnings", "off"),
        *("--suppress-health-check", "all"),
    ]
    environment = os.environ | {"FUZZ_SPARE": ",".join(world.spare)}
    with (folder / "schemathesis.out").open("wb") as out:
        subprocess.run(command, stdout=out, stderr=out, env=environment, cwd=folder, check=False)
    return read_figures(report)
