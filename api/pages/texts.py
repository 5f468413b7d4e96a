"""Titles of pages, and words for states."""

TITLES = {
    "home": "Start",
}

JOB_STATES = {
    "queued": "Waiting for its turn ...",
    "running": "At work ...",
    "succeeded": "Done.",
    "failed": "It failed.",
    "cancelled": "Stopped.",
}
