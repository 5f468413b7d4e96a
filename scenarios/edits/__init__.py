"""The kinds of edit, each a pure function of a base, and their union."""
