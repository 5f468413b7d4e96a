"""The audit trail in words, as the pages show it."""
