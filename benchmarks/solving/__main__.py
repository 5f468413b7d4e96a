"""`python -m benchmarks.solving`: the part of the harness that `make bench` runs."""

import sys

from benchmarks.solving.command import quick

if __name__ == "__main__":
    quick(sys.argv[1:])
