"""About the repository itself: locks, links, import rules, catalogues, size of functions."""
