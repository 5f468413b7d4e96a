"""Modules whose pages are about what could be."""

from __future__ import annotations

from api.pages.whatif import home, onboarding, plan, scenario, study

WHATIFS = (home, scenario, study, onboarding, plan)
"""Imported for the pages they register."""
