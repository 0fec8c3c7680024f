"""How sure a published actor is: by who found it, and rising with the score."""

import pytest

from tocsin.reading.questions import ACTOR, ActorAnswer
from tocsin.reading.sure import Finder, actor_sure, finder_of, load_table
from tocsin.types import Candidate, Span
from tocsin_schemas.enums import ActorRole


def told(score: float, by: str) -> Candidate:
    return Candidate(ACTOR, ActorAnswer(ActorRole.PERPETRATOR, "two men"), Span(0, 7), 0, score, by)


@pytest.mark.parametrize(
    ("by", "finder"),
    [
        ("rule:actor.victim", Finder.RULE),
        ("model:v9", Finder.MODEL),
        ("rule:actor.victim+model:v9", Finder.BOTH),
    ],
)
def test_who_found_it(by: str, finder: Finder) -> None:
    assert finder_of(by) is finder


def test_an_annotator_of_no_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="guess"):
        finder_of("guess:actor")


@pytest.mark.parametrize("by", ["rule:actor.victim", "model:v9", "rule:actor.victim+model:v9"])
def test_a_surer_score_is_no_less_likely_and_none_is_certain(by: str) -> None:
    shares = [actor_sure(told(score, by)) for score in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert shares == sorted(shares)
    assert 0 < shares[0] <= shares[-1] < 1


def test_what_both_found_is_likelier_than_what_one_did() -> None:
    both = actor_sure(told(0.95, "rule:actor.victim+model:v9"))
    assert both > max(actor_sure(told(0.95, "model:v9")), actor_sure(told(0.95, "rule:actor.victim")))


def test_every_finder_has_a_row() -> None:
    assert set(load_table().actors) == set(Finder)
