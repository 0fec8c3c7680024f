"""Small random worlds of reports for hypothesis: few places, days and names, so that mentions meet and collide."""

from typing import Any

from hypothesis import strategies as st
from made_reports import mention, report, when, where

from tocsin_schemas.models import Mention, Report

NAMES = ("Petar Ivanov", "Maria Dimova", "Stoyan Kolev")


@st.composite
def mentions(draw: Any, ordinal: int) -> Mention:
    kind = draw(st.sampled_from(["plain", "plain", "plain", "nameless", "follow_up", "coarse", "country_type"]))
    place: Any = draw(st.sampled_from(["Tarnovo", "Gabrovo", "Ruse"]))
    day = f"2026-03-{draw(st.integers(9, 11)):02d}"
    basis = draw(st.sampled_from(["explicit", "explicit", "relative", "published"]))
    spot = where(place)
    code = draw(st.sampled_from(["EXP.IED_MINE", "EXP.IED_MINE", "VAC.ATTACK"]))
    if kind == "nameless":
        spot = where("Bulgaria")
    if kind == "coarse":
        spot = where(place, precision="admin1", radius=90.0)
    if kind == "country_type":
        spot, code = where("Bulgaria"), "POL.COUP"
    return mention(
        place,
        day,
        code,
        ordinal,
        role="follow_up" if kind == "follow_up" else "reported",
        killed=draw(st.sampled_from([None, 0, 3])),
        names=tuple(draw(st.sets(st.sampled_from(NAMES), max_size=2))),
        where=spot,
        when=when(day, basis),
        reality=draw(st.sampled_from(["occurred", "occurred", "foiled", "threatened"])),
    )


@st.composite
def single_reports(draw: Any, article_id: str, version: int = 0) -> Report:
    count = draw(st.integers(1, 3))
    told = [draw(mentions(ordinal)) for ordinal in range(count)]
    at = f"2026-03-{draw(st.integers(10, 12)):02d}T{draw(st.integers(0, 23)):02d}:00:00Z"
    return report(article_id, *told, published=at, version=version)


@st.composite
def article_sets(draw: Any, most: int = 6) -> list[Report]:
    """One version of each of several articles."""
    return [draw(single_reports(f"a{at}")) for at in range(draw(st.integers(2, most)))]


@st.composite
def logs(draw: Any, most: int = 8) -> list[Report]:
    """A log with newer versions, older ones that come late, repeats and withdrawals."""
    found: list[Report] = []
    for _ in range(draw(st.integers(2, most))):
        article_id = f"a{draw(st.integers(0, 3))}"
        version = draw(st.integers(0, 4))
        kind = draw(st.sampled_from(["new", "new", "new", "repeat", "withdraw"]))
        if kind == "repeat" and found:
            found.append(draw(st.sampled_from(found)))
        elif kind == "withdraw":
            found.append(report(article_id, version=version + 5, outcome="withdrawn"))
        else:
            found.append(draw(single_reports(article_id, version)))
    return found
