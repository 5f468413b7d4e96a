"""Routing under load, with real servers: `python -m benchmarks.route_load`.

Clients come from 64 connections at once, 20,000 of them, then at a fixed rate; the servers are processes of
`assigner serve`, the databases a PostgreSQL with fsync and SQLite. What was routed is then held against the
journal, and against routing the same clients one after the other.
"""
