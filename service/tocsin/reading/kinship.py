"""Which event types can be faces of one happening, and which are seldom what an article is about."""

from tocsin_schemas.taxonomy import load_taxonomy

_VIOLENCE = frozenset({"BAT", "EXP", "VAC", "CRI", "MAR", "HUM", "RIO"})
_CALAMITY = frozenset({"DIS", "ACC", "INF"})
_CROWD = frozenset({"PRO", "RIO"})
_SYSTEMS = frozenset({"CYB", "INF"})
_CIRCLES = (_VIOLENCE, _CALAMITY, _CROWD, _SYSTEMS)
_PAIRS = frozenset({
    frozenset({"ACC", "EXP"}), frozenset({"ACC", "CRI"}), frozenset({"ACC", "MAR"}), frozenset({"PRO", "VAC"}),
    frozenset({"PRO", "EXP"}), frozenset({"POL", "BAT"}), frozenset({"ACC", "BAT"}), frozenset({"ACC", "VAC"}),
})  # fmt: skip
_SHOT_AT = frozenset({"PRO.EXCESSIVE", "CRI.SHOOTING"})
"""Fire at a crowd is told as a shooting by the articles that do not go back to the demonstration."""
_SOFT = frozenset({
    "STR.AGREEMENT", "STR.ARRESTS", "STR.GROUP_CHANGE", "STR.HQ_BASE", "STR.OTHER", "STR.LOOT_DESTROY", "PRO.PEACEFUL",
    "CRI.FRAUD", "CRI.TRAFFICKING", "CRI.ROBBERY", "POL.EMERGENCY", "INF.OUTAGE", "DIS.EXTREME_TEMPERATURE",
})  # fmt: skip


def is_kin(one: str, other: str) -> bool:
    """Whether a happening can show both types."""
    a, b = one[:3], other[:3]
    if a == b or "STR" in (a, b) or {one, other} == _SHOT_AT:
        return True
    return any(a in circle and b in circle for circle in _CIRCLES) or frozenset({a, b}) in _PAIRS


def happens_to_countries(code: str) -> bool:
    """Types such as coups and outages, for which a country is place enough."""
    row = load_taxonomy().get(code)
    return row is not None and row.place == "country"


def is_soft(code: str) -> bool:
    """Types whose words are common in ordinary news, so that more must speak for them."""
    return code in _SOFT
