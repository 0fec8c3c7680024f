"""One function a set: labelled texts → prediction rows, one for every input row, through the worker's own path."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.quality import muc4
from benchmarks.quality.folds import FoldReaders
from benchmarks.quality.pipeline import LATEST, Pipeline, Read, Resolved
from benchmarks.quality.rows import Row, read_rows, watched
from tocsin.types import Span
from tocsin.world.actors import ActorRegister
from tocsin_schemas.enums import IncidentState, Reality, Role
from tocsin_schemas.models import Article, HarmAssertion, HarmCount, Incident, Mention
from tocsin_schemas.taxonomy import load_taxonomy


def predict_types(gold: Path) -> Iterator[Row]:
    """The case_label of the best type of a snippet, read as an undated article by a model that never saw its label."""
    readers = FoldReaders()
    for row in watched(read_rows(gold, "id", "text"), "snippets"):
        pipeline = readers.of(row["text"])
        read = pipeline.read(Article(article_id=f"snippet-{row['id']}", text=row["text"]))
        labels = (case_label((code, reality)) for code, reality, _ in pipeline.types_of(read.read))
        label = next(filter(None, labels), None)
        yield {"id": row["id"], "label": label, "published": published_type(read), "found_by": read.found_by}


def published_type(read: Read) -> Row | None:
    """The label that the first mention is published with, its confidence, and those of the alternatives' labels."""
    told = next((one.what for one in read.mentions), None)
    if told is None:
        return None
    label = case_label((told.event_type, told.reality))
    shares = {label: told.confidence} if label else {}
    for other in told.alternatives:
        name = case_label((other.event_type, told.reality))
        if name:
            shares[name] = max(other.confidence, shares.get(name, 0.0))
    return {"label": label, "confidence": told.confidence, "shares": shares}


def case_label(answer: tuple[str, Reality]) -> str | None:
    """A foiled explosion or strike is a disrupted weapon; a code without a label yields to the next answer."""
    code, reality = answer
    row = load_taxonomy()[code]
    if row.foiled_acled and reality is Reality.FOILED:
        row = load_taxonomy()[row.foiled_acled]
    return row.case_label


def predict_incidents(gold: Path) -> Iterator[Row]:
    """All articles of the folder played once, in the order of publication; one row an article, in the file's order."""
    articles = [article_of(row) for row in read_rows(gold / "articles.jsonl", "article_id", "text")]
    pipeline, state = Pipeline(), Resolved()
    told: dict[str, Row] = {}
    in_order = sorted(articles, key=lambda one: one.published_at or LATEST)
    for article in watched(in_order, "articles"):
        read = pipeline.read(article)
        state.feed(read.report)
        told[article.article_id] = {"mentions": told_mentions(read), "found_by": read.found_by}
    for article in articles:
        homes, row = state.homes(article.article_id), told[article.article_id]
        yield {
            "article_id": article.article_id,
            "incidents": [mention_row(one) | {"incident_id": homes.get(one.ordinal)} for one in row["mentions"]],
            "found_by": row["found_by"],
        }


def told_mentions(read: Read) -> list[Mention]:
    return [mention for mention in read.mentions if mention.role is not Role.BACKGROUND]


def article_of(row: Row) -> Article:
    return Article.model_validate({name: row.get(name) for name in Article.model_fields if name in row})


def mention_row(mention: Mention) -> Row:
    where, when, harm = mention.where, mention.when, mention.harm
    return {
        "event_type": mention.what.event_type,
        "date": when.start.isoformat() if when else None,
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "place": where.name if where else None,
        "killed": total(harm.killed),
        "injured": total(harm.injured),
        "confidence": confidence_row(mention),
    }


def confidence_row(one: Mention | Incident) -> Row:
    """The confidences that the message publishes, for `calibration`; scorers do not look at them."""
    return {
        "mention": one.confidence,
        "type": one.what.confidence,
        "place": one.where.confidence if one.where else None,
        "date": one.when.confidence if one.when else None,
    }


def total(assertions: tuple[HarmAssertion, ...] | None) -> int | None:
    """Victims and attackers together: gva's registry counts every person, a mention asserts its attackers apart."""
    return sum(one.value for one in assertions) if assertions else None


def predict_local_news(gold: Path) -> Iterator[Row]:
    """What each article alone would publish, from an empty state."""
    pipeline = Pipeline()
    for row in watched(read_rows(gold, "article_id", "text"), "local articles"):
        read, state = pipeline.read(article_of(row)), Resolved()
        state.feed(read.report)
        published = [one for one in state.incidents() if one.state is IncidentState.OPEN]
        yield {
            "article_id": row["article_id"],
            "incidents": [incident_row(one) for one in published],
            "found_by": read.found_by,
        }


def incident_row(incident: Incident) -> Row:
    where, when, harm = incident.where, incident.when, incident.harm
    return {
        "event_type": incident.what.event_type,
        "date": when.start.isoformat() if when else None,
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "killed": best(harm.killed),
        "injured": best(harm.injured),
        "confidence": confidence_row(incident),
    }


def best(count: HarmCount | None) -> int | None:
    return count.best if count else None


def predict_muc4(gold: Path) -> Iterator[Row]:
    """All mentions but background, threats included, as MUC-4 templates."""
    pipeline = Pipeline()
    types, register = muc4.load_types(), ActorRegister.load()
    for row in watched(read_rows(gold, "doc_id", "text"), "MUC-4 texts"):
        article = Article.model_validate(
            {"article_id": row["doc_id"], "text": row["text"], "published_at": row.get("published_at")}
        )
        read, text = pipeline.read(article), " ".join(row["text"].split())
        told = [muc4.as_told(one, text, register) for one in read.mentions]
        yield {
            "doc_id": row["doc_id"],
            "incidents": [made for one in told for made in template_rows(one, types)],
            "found_by": read.found_by,
        }


def template_rows(mention: Mention, types: muc4.MucTypes) -> Iterator[Row]:
    """Its templates with the confidences of the mention; its actors stand once, with the first."""
    for number, made in enumerate(muc4.templates(mention, types)):
        yield made | {"confidence": confidence_row(mention), "actors": [] if number else actor_rows(mention)}


def actor_rows(mention: Mention) -> list[Row]:
    """The actors that fill a slot, each with its confidence."""
    slots = [(muc4.slot_of(one), one) for one in mention.actors]
    return [{"slot": slot, "name": one.name, "confidence": one.confidence} for slot, one in slots if slot]


def predict_places(gold: Path) -> Iterator[Row]:
    """Every place that the reader names in the text, where it puts it."""
    pipeline = Pipeline()
    for row in watched(read_rows(gold, "article_id", "text"), "articles with places"):
        places = pipeline.places(article_of(row))
        yield {"article_id": row["article_id"], "toponyms": [place_row(span, lat, lon) for span, lat, lon in places]}


def place_row(span: Span, lat: float | None, lon: float | None) -> Row:
    return {"start": span.start, "end": span.end, "lat": lat, "lon": lon}
