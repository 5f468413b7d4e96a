"""What it costs to change hands: pain and fit of any client with any manager (model §5, §6)."""

from assigner.disruption.pain import MoveCosts, Pain, PainSums, client_values
from assigner.disruption.similarity import Fit, distance_km

__all__ = ["Fit", "MoveCosts", "Pain", "PainSums", "client_values", "distance_km"]
