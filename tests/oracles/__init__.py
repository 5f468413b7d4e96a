"""Naive implementations of docs/model.md, written from its words alone, against the engine."""
