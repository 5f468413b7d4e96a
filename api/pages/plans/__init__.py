"""Proposals on pages: asked for, reviewed, decided on, approved, taken away; a manager's own book."""
