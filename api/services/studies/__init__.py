"""Studies: scenarios side by side, the trade-off curve, what the plan hangs on, newcomers and leavers."""

from __future__ import annotations

from api.services.studies.adopting import adopt_study
from api.services.studies.asking import ScenarioChoice, StudyWish
from api.services.studies.reading import (
    delete_study,
    get_study,
    get_study_document,
    get_study_page,
    list_studies,
)
from api.services.studies.starting import create_study
from api.work.studying.asking import Coming, StudyKind

__all__ = [
    "Coming",
    "ScenarioChoice",
    "StudyKind",
    "StudyWish",
    "adopt_study",
    "create_study",
    "delete_study",
    "get_study",
    "get_study_document",
    "get_study_page",
    "list_studies",
]
