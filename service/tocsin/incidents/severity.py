"""How grave an incident is, 0 to 5, with the rules that fired."""

from typing import Any

from tocsin_schemas.taxonomy import Taxonomy

KILLED = ((50, 5), (10, 4), (3, 3), (1, 2))
INJURED = ((20, 3),)
ABDUCTED = ((10, 3),)
TOP = 5


def _best(harm: dict[str, Any], slot: str) -> int:
    count = harm.get(slot)
    return count["best"] if count else 0


def _reached(name: str, figure: int, steps: tuple[tuple[int, int], ...]) -> tuple[int, str] | None:
    for least, level in steps:
        if figure >= least:
            return level, f"{name} {figure} -> {level}"
    return None


def is_disputed(claims: list[dict[str, Any]]) -> bool:
    """Whether somebody denies that it happened."""
    return any(claim["kind"] == "occurrence" and claim["stance"] == "denies" for claim in claims)


def severity_of(
    event_type: str, reality: str, harm: dict[str, Any], claims: list[dict[str, Any]], taxonomy: Taxonomy
) -> dict[str, Any]:
    """Severity in the shape of the incident record; harm and claims as they stand there."""
    row = taxonomy.get(event_type)
    level = row.base_severity if row else 0
    reasons = [f"base {event_type} {level}"]
    steps = (("killed", KILLED), ("injured", INJURED), ("abducted", ABDUCTED))
    for slot, table in steps:
        reached = _reached(slot, _best(harm, slot), table)
        if reached and reached[0] > level:
            level = reached[0]
            reasons.append(reached[1])
    if reality == "foiled":
        level -= 1
        reasons.append("foiled -1")
    if reality == "rumoured":
        level -= 1
        reasons.append("claimed only -1")
    elif reality == "denied" or is_disputed(claims):
        level -= 1
        reasons.append("disputed -1")
    return {"level": max(0, min(TOP, level)), "reasons": reasons}
