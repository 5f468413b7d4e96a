"""How good, how fast, with how much memory: the optimiser, its ablations and its peers on the same problems.

`instances` makes problems, `methods` answer them, `runner` runs each in a process of its own (`child`),
`records` keeps what came of it as JSON lines, `figures`, `tables` and `plots` read them, `plans` are the
runs of the docs, `report` puts all of it into docs/benchmarks.md.
"""
