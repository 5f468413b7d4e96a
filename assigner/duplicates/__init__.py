"""Cards that may be the same client: found, scored, and merged on confirmation."""
