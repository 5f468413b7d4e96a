"""All benchmarks of the docs: `make bench`."""

from __future__ import annotations

import runpy
import sys

for name in (
    "benchmarks.reading",
    "benchmarks.evidence",
    "benchmarks.gaming",
    "benchmarks.audit",
    "benchmarks.duplicates",
    "benchmarks.solving",
):
    print(f"## {name}", flush=True)
    sys.argv = [name]
    runpy.run_module(name, run_name="__main__")
    print(flush=True)
