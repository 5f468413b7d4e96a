"""Backups: one archive with the database and the files, and its way back."""
