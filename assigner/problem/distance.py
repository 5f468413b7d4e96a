"""Kilometres between clients and managers (model §6)."""

from __future__ import annotations

import numpy as np

from assigner.portfolio import FloatArray, Portfolio
from assigner.problem.options import Block

EARTH_RADIUS_KM = 6371.0088


def distance_km(portfolio: Portfolio, block: Block) -> FloatArray:
    """Great-circle distance (haversine formula) of each option of a block, NaN where it is unknown."""
    clients, managers = portfolio.clients, portfolio.managers
    lat_a, lon_a = np.radians(clients.lat)[block.row], np.radians(clients.lon)[block.row]
    lat_b, lon_b = np.radians(managers.lat)[block.manager], np.radians(managers.lon)[block.manager]
    chord = (
        np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    )
    angle: FloatArray = np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return 2 * EARTH_RADIUS_KM * angle
