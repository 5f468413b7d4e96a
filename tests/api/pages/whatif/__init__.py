"""Pages about what could be."""
