"""What is odd about a base that could be read: by row, by column and by manager."""

from assigner.quality.judge import judge_quality
from assigner.quality.model import Check, ColumnQuality, Finding, ManagerQuality, Quality
from assigner.quality.words import check_remedy, check_word, detail_word, finding_sentence

__all__ = [
    "Check",
    "ColumnQuality",
    "Finding",
    "ManagerQuality",
    "Quality",
    "check_remedy",
    "check_word",
    "detail_word",
    "finding_sentence",
    "judge_quality",
]
