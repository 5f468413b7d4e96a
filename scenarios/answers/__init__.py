"""Scenarios solved: the base first, then the others from its answer; and the folder they are kept in."""
