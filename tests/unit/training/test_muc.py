"""MUC-4's keys as spans to learn from: what plays which part, and by which means it was done."""

from typing import Any

from training import tags
from training.muc import fillers_of


def template(incident_type: str, target: str, *people: str) -> dict[str, Any]:
    def filled(*words: str) -> list[dict[str, Any]]:
        return [{"mentions": [one]} for one in words]

    return {
        "incident_type": incident_type, "location": "PERU: LIMA (CITY)", "instrument": filled("-"),
        "perp_individual": filled("rebels"), "perp_organization": [], "physical_target": filled(target),
        "human_target_name": filled(*people), "human_target_description": [],
    }  # fmt: skip


def test_a_filler_has_the_means_of_every_incident_in_which_it_plays_a_part() -> None:
    keys = [template("BOMBING", "the mill"), template("KIDNAPPING", "-", "Ana Paz"), template("ARSON / ATTACK", "bus")]
    found = {one.pattern.pattern: one for one in fillers_of(keys)}
    told = {name: set(one.means) for name, one in found.items()}
    assert {means for name, means in told.items() for means in means if "mill" in name} == {"bombing"}
    assert {means for name, means in told.items() for means in means if "Ana" in name} == {"kidnapping"}
    assert {means for name, means in told.items() for means in means if "bus" in name} == {"arson", "attack"}
    assert {means for name, means in told.items() for means in means if "rebels" in name} == {
        "bombing", "kidnapping", "arson", "attack",
    }  # fmt: skip
    assert [one.means for one in found.values() if one.tag == tags.WHERE] == [()]


def test_a_work_stoppage_is_called_as_the_messages_call_it() -> None:
    (mill, *_) = [one for one in fillers_of([template("FORCED WORK STOPPAGE", "mill")]) if one.tag == tags.TARGET]
    assert mill.means == ("work_stoppage",)
