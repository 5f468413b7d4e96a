"""Texts of the commands."""

from __future__ import annotations

BAD_ARCHIVE = {
    "unreadable": "this is no archive of a backup, or it is cut off ({name})",
    "manifest": "the archive has no list of what it holds, or it is damaged",
    "format": "the archive was written by a newer version",
    "missing": "the archive lacks {name}",
    "unknown": "the archive holds {name}, which its list does not name",
    "changed": "{name} in the archive is not what was written",
    "other-database": "the archive holds a database of another kind: {name}",
}
"""What is wrong with an archive, by the code of BadArchive."""
