"""Studies: scenarios side by side, the trade-off curve, what the plan hangs on, newcomers and leavers."""

from __future__ import annotations

from api.services.studies.adopting import adopt_study
from api.services.studies.asking import StudyWish
from api.services.studies.reading import (
    delete_study,
    get_study,
    get_study_document,
    get_study_page,
    list_studies,
)
from api.services.studies.starting import create_study

__all__ = [
    "StudyWish",
    "adopt_study",
    "create_study",
    "delete_study",
    "get_study",
    "get_study_document",
    "get_study_page",
    "list_studies",
]
