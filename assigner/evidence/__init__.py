"""From logged touches to proof: who really works which client (model §2)."""

from assigner.evidence.casefiles import CaseFile
from assigner.evidence.contested import Standing, contested_clients, num_sides, sides_of, standings
from assigner.evidence.disputes import Dispute, Recommendation, list_disputes
from assigner.evidence.dossier import Dossier, KindTotal, LoggedTouch, dossiers
from assigner.evidence.model import Discard, Evidence, State
from assigner.evidence.summary import EvidenceSummary, summarise_evidence
from assigner.evidence.terse import TerseWriter, terse_writers
from assigner.evidence.tipping import Tip, tips
from assigner.evidence.weigh import weigh_evidence

__all__ = [
    "CaseFile",
    "Discard",
    "Dispute",
    "Dossier",
    "Evidence",
    "EvidenceSummary",
    "KindTotal",
    "LoggedTouch",
    "Recommendation",
    "Standing",
    "State",
    "TerseWriter",
    "Tip",
    "contested_clients",
    "dossiers",
    "list_disputes",
    "num_sides",
    "sides_of",
    "standings",
    "summarise_evidence",
    "terse_writers",
    "tips",
    "weigh_evidence",
]
