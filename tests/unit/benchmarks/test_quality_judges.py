"""Each published confidence is held against the right label: invented predictions, the scorers' own functions."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality import muc4, sets
from benchmarks.quality.calibration import Files, Judged, classwise, judge
from benchmarks.quality.pipeline import Read
from benchmarks.quality.scorer import load_scorer
from tocsin.app import ReadArticle
from tocsin_schemas.enums import ActorKind, ActorRole, Outcome, Role
from tocsin_schemas.models import Actor, Alternative, Article, Lineage, Mention, Report, What


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def files(data: Path, scorer: str, gold: Path, predicted: Path) -> Files:
    return Files(gold, predicted, load_scorer(data / "eval" / scorer))


def test_a_type_is_judged_where_it_is_published(data: Path, tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", *({"id": key, "label": "ARREST"} for key in (1, 2, 3)))
    predicted = write(
        tmp_path / "pred",
        {"id": 1, "published": {"label": "ARREST", "confidence": 0.9, "shares": {"ARREST": 0.9}}},
        {"id": 2, "published": {"label": "ATTACK", "confidence": 0.7, "shares": {"ATTACK": 0.7, "ARREST": 0.3}}},
        {"id": 3, "published": None},
    )
    found = files(data, "score_types.py", gold, predicted)
    assert judge("event_types", "what.confidence", found) == [Judged(0.9, True), Judged(0.7, False)]
    assert classwise("event_types", "what.confidence", found) == pytest.approx((0.1 + 0.7) / 2)
    assert classwise("gva", "where.confidence", found) is None


def test_first_mentions_are_judged_by_day_and_place(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "gva"
    true = {"incident_id": "A", "date": "2031-05-01", "lat": 10.0, "lon": 10.0}
    write(folder / "incidents.jsonl", true, {**true, "incident_id": "B", "lat": None, "lon": None})
    keys = (("a1", "A"), ("a2", "A"), ("a3", "A"), ("b1", "B"))
    write(folder / "articles.jsonl", *({"article_id": one, "incident_id": of} for one, of in keys))
    sure = {"mention": 0.9, "place": 0.8, "date": 0.4}
    said = {"date": "2031-05-01", "lat": 10.1, "lon": 10.0, "confidence": sure}
    predicted = write(
        tmp_path / "pred",
        {"article_id": "a1", "incidents": [said, {**said, "date": "2031-05-09"}]},
        {"article_id": "a2", "incidents": [{**said, "lat": 12.0}]},
        {"article_id": "a3", "incidents": []},
        {"article_id": "b1", "incidents": [{**said, "date": None, "lat": None, "lon": None}]},
    )
    found = files(data, "score_incidents.py", folder, predicted)
    assert judge("gva", "when.confidence", found) == [Judged(0.4, True), Judged(0.4, True)]
    assert judge("gva", "where.confidence", found) == [Judged(0.8, True), Judged(0.8, False)]
    assert judge("gva", "mention.confidence", found) == [Judged(0.9, True), Judged(0.9, False)]


def test_published_incidents_of_sure_articles(data: Path, tmp_path: Path) -> None:
    labels = (("1", [{}], False), ("2", [], False), ("3", [], True))
    gold = write(
        tmp_path / "gold", *({"article_id": key, "incidents": one, "unsure": unsure} for key, one, unsure in labels)
    )
    told = [{"confidence": {"mention": 0.8}}]
    predicted = write(tmp_path / "pred", *({"article_id": key, "incidents": told} for key in ("1", "2", "3")))
    found = files(data, "score_false_alarms.py", gold, predicted)
    assert judge("local_news", "incident.confidence", found) == [Judged(0.8, True), Judged(0.8, False)]


def test_actors_by_their_role_in_the_keys(data: Path, tmp_path: Path) -> None:
    def filler(*names: str) -> list[dict[str, Any]]:
        return [{"mentions": [name]} for name in names]

    template = {"perp_individual": filler("TWO MEN"), "perp_organization": [], "human_target_name": filler("ANA PAZ")}
    gold = write(tmp_path / "gold", {"doc_id": "1", "templates": [template | {"human_target_description": []}]})
    names = (("perp_individual", "two men"), ("perp_organization", "two men"), ("victim_description", "the Ana Paz"))
    actors = [{"slot": slot, "name": name, "confidence": 0.7} for slot, name in names]
    told = [{"actors": actors, "confidence": {"mention": 0.6}}]
    predicted = write(tmp_path / "pred", {"doc_id": "1", "incidents": told})
    found = files(data, "score_muc4.py", gold, predicted)
    assert [one.right for one in judge("muc4", "actors.confidence", found)] == [True, False, True]
    assert judge("muc4", "mention.confidence", found) == [Judged(0.6, True)]


# --- what predictions tell of confidences


def mention(what: What, *actors: Actor) -> Mention:
    return Mention(ordinal=0, role=Role.REPORTED, start=0, end=9, what=what, actors=actors, confidence=0.9)


def actor(role: ActorRole, name: str, kind: ActorKind = ActorKind.PERSON) -> Actor:
    return Actor(role=role, name=name, kind=kind, confidence=0.5)


def test_actors_go_with_the_slot_that_they_fill() -> None:
    one = mention(
        What(event_type="VAC.ATTACK", confidence=0.9),
        actor(ActorRole.PERPETRATOR, "two men"),
        actor(ActorRole.CLAIMANT, "Free North", ActorKind.REBEL_GROUP),
        actor(ActorRole.VICTIM, "Ana Paz"),
        actor(ActorRole.VICTIM, "a girl"),
        actor(ActorRole.TARGET, "the guard", ActorKind.STATE_FORCES),
    )
    slots = [row["slot"] for row in sets.actor_rows(one)]
    assert slots == ["perp_individual", "perp_organization", "victim_name", "victim_description"]
    template = muc4.template(one, muc4.load_types())
    assert template is not None
    assert [template[slot] for slot in slots] == [["two men"], ["Free North"], ["Ana Paz"], ["a girl"]]


def test_the_published_type_carries_the_alternatives_as_labels() -> None:
    other = (
        Alternative(event_type="EXP.AIR_DRONE", confidence=0.4),
        Alternative(event_type="CYB.ATTACK", confidence=0.2),
    )
    what = What(event_type="VAC.ATTACK", confidence=0.9, alternatives=other)
    article = Article(article_id="a", text="x")
    report = Report(
        article_id="a", content_hash="h", outcome=Outcome.INCIDENTS, mentions=(mention(what),),
        lineage=Lineage(service="0", rules="0"),
    )  # fmt: skip
    assert sets.published_type(Read(article, ReadArticle(article, report))) == {
        "label": "ATTACK",
        "confidence": 0.9,
        "shares": {"ATTACK": 0.9, "AIR_STRIKE": 0.4},
    }
    assert sets.published_type(Read(article, None)) is None
