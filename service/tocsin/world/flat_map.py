"""Distances on a flat map."""

import math


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance on a flat map, close enough within a few hundred km."""
    turned = abs(lon - other_lon)
    across = min(turned, 360 - turned) * math.cos(math.radians((lat + other_lat) / 2))
    return 111.2 * math.hypot(lat - other_lat, across)
