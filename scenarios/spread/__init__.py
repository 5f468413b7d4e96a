"""One huge instance over many processes or machines: its blocks are held there and priced there."""

from scenarios.spread.opening import open_pricer
from scenarios.spread.processes import ProcessPricer

__all__ = ["ProcessPricer", "open_pricer"]
