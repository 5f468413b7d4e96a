"""From logged touches to proof: who really works which client (model §2)."""

from assigner.evidence.disputes import CaseFile, Dispute, Recommendation, list_disputes
from assigner.evidence.model import Discard, Evidence, State
from assigner.evidence.summary import EvidenceSummary, summarise_evidence
from assigner.evidence.weigh import weigh_evidence

__all__ = [
    "CaseFile",
    "Discard",
    "Dispute",
    "Evidence",
    "EvidenceSummary",
    "Recommendation",
    "State",
    "list_disputes",
    "summarise_evidence",
    "weigh_evidence",
]
