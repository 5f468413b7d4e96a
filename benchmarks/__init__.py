"""Timed runs of the engine's parts, each with its limit."""
