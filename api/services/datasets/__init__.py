"""Bases: uploads and how they are read, what was found in them, and what is decided about them."""
