"""Titles of pages."""

TITLES = {
    "home": "Start",
}
