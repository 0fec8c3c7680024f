"""One new article version applied: old mentions out, new ones in, compared only then."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from tocsin.incidents.align import assign
from tocsin.incidents.cause import Causes
from tocsin.incidents.decision import Decision, Outgoing
from tocsin.incidents.engine import Engine
from tocsin.incidents.features import Features, features_of
from tocsin.incidents.identity import founding_id
from tocsin.incidents.records import SEEN_LIMIT, ArticleRecord, Assignment, Sent, article_part, lineage_part
from tocsin.incidents.regroup import Taken
from tocsin.incidents.revise import Moment, Revisions
from tocsin_schemas.models import Lineage, Report

JOINING_ROLES = frozenset({"reported", "follow_up"})
KEEPS_IDENTITY = 2.0
"""Points from which a mention of a newer version stands for one of the older version."""


class Application:
    """The consequences of one report that is new to the table."""

    def __init__(self, engine: Engine, report: Report, lineage: Lineage) -> None:
        self._engine = engine
        self._report = report
        self._lineage = lineage
        self._article = article_part(report)
        self._mentions = [
            mention.model_dump(mode="json", exclude_defaults=True, exclude={"start", "end"})
            for mention in report.mentions
            if mention.role.value in JOINING_ROLES
        ]
        self._moved: dict[tuple[str, int], Assignment] = {}
        self._counts: Counter[str] = Counter()

    def run(self, known: ArticleRecord | None, revised: str, version: str) -> Decision:
        engine = self._engine
        article_id = self._report.article_id
        engine.seq += 1
        engine.watermark = max(engine.watermark, self._published())
        leaving = engine.expire(article_id)
        record = self._record(known, revised, version)
        features = [self._features(mention) for mention in record.mentions]
        record.assigned = self._inherit(known, record, features)
        changed, target, mine, taken = self._regroup(record, features)
        touched = self._touched(record, changed, target, taken)
        engine.shelf.pin(record)
        return self._finish(record, version, touched, target, mine, leaving)

    def _published(self) -> str:
        at = self._report.published_at
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else ""

    def _record(self, known: ArticleRecord | None, revised: str, version: str) -> ArticleRecord:
        engine = self._engine
        held_from = max(self._published(), engine.watermark)
        start = datetime.fromisoformat(held_from) if held_from else datetime(1970, 1, 1, tzinfo=UTC)
        return ArticleRecord(
            article_id=self._report.article_id,
            seq=engine.seq,
            revised=revised,
            content_hash=self._report.content_hash,
            watermark=engine.watermark,
            until=(start + timedelta(days=engine.settings.live_days)).date().isoformat(),
            seen=[*(known.seen if known else []), version][-SEEN_LIMIT:],
            article=self._article,
            mentions=self._mentions,
            sent=dict(known.sent) if known else {},
        )

    def _features(self, mention: dict[str, Any]) -> Features | None:
        """None for a threat: it neither founds nor joins."""
        if mention["what"].get("reality") == "threatened":
            return None
        return features_of(self._article, mention, self._engine.taxonomy)

    def _inherit(
        self, known: ArticleRecord | None, record: ArticleRecord, features: list[Features | None]
    ) -> list[Assignment]:
        """What each mention takes over from the mention of the older version that it stands for."""
        none = [Assignment() for _ in record.mentions]
        if known is None or not known.mentions:
            return none
        scorer = self._engine.scorer
        old = [features_of(known.article, mention, self._engine.taxonomy) for mention in known.mentions]
        options: list[dict[int, float]] = []
        for one in features:
            row: dict[int, float] = {}
            for at, before in enumerate(old):
                points = scorer.score(one, before) if one is not None else None
                if points is not None and points >= KEEPS_IDENTITY:
                    row[at] = points + (0.5 if one is not None and one.key[2] == before.key[2] else 0.0)
            options.append(row)
        given = assign(options) if options else []
        return [known.assigned[at] if at is not None else Assignment() for at in given]

    def _regroup(
        self, record: ArticleRecord, features: list[Features | None]
    ) -> tuple[set[int], dict[str, str | None], dict[int, bool], Taken]:
        """Moves mentions between incidents; (changed slots, where ids without mentions went, own slots, taken out)."""
        engine, live = self._engine, self._engine.live
        article_id = record.article_id
        taken = engine.regrouper.take_out(live.by_article.get(article_id, {}).values())
        slots = engine.regrouper.put_in(one for one in features if one is not None)
        mine = {slot: self._own(record, slot).incident is not None for slot in slots}
        groups = engine.regrouper.groups(slots, taken)
        naming = engine.regrouper.name(groups, taken.incidents, lambda slot: self._homes(record, slot), self._age)
        changed = {slot for slot in slots if live.features[slot].founds}
        names: list[str] = []
        for group, owner in zip(groups, naming.owner, strict=True):
            names.append(owner or self._new_id(record, group, mine, {*names, *naming.owner}))
        for group, name in zip(groups, names, strict=True):
            changed.update(slot for slot in group if self._assign(record, slot, name))
        gone: dict[str, str | None] = dict.fromkeys(taken.incidents)
        gone.update({one: names[at] if at is not None else None for one, at in naming.target.items()})
        settled = {live.incident[slot] for slot in changed} | taken.incidents
        articles = engine.followers.touched_by(changed, settled, {article_id, *taken.followers})
        for article in sorted(articles):
            for slot, incident in engine.followers.place(article).items():
                if self._assign(record, slot, incident):
                    changed.add(slot)
        return changed, {one: to for one, to in gone.items() if one not in live.members}, mine, taken

    def _own(self, record: ArticleRecord, slot: int) -> Assignment:
        return record.assignment(self._engine.live.features[slot].key[2])

    def _homes(self, record: ArticleRecord, slot: int) -> tuple[str | None, tuple[str, ...]]:
        _, article_id, ordinal = self._engine.live.features[slot].key
        own = record if article_id == record.article_id else self._engine.shelf.article(article_id)
        if own is None:
            return None, ()
        assignment = own.assignment(ordinal)
        return assignment.incident, assignment.homes

    def _age(self, incident: str) -> int:
        record = self._engine.shelf.incident(incident)
        return record.founded if record else self._engine.seq

    def _new_id(self, record: ArticleRecord, group: list[int], mine: Iterable[int], taken: set[str | None]) -> str:
        """Made of the mention that founds it: the article's own where it is among them, else the first."""
        live, shelf = self._engine.live, self._engine.shelf
        own = set(mine)
        slot = next((one for one in group if one in own), group[0])
        _, article_id, ordinal = live.features[slot].key
        source = record if article_id == record.article_id else shelf.article(article_id)
        content_hash = source.content_hash if source else ""
        for again in range(len(live.features) + 2):
            name = founding_id(article_id, content_hash, ordinal, again)
            if name not in live.members and name not in taken:
                return name
        raise AssertionError("more ids in use than mentions live")

    def _assign(self, record: ArticleRecord, slot: int, incident: str | None) -> bool:
        """Puts a mention into an incident, in the index and in its article's record; whether that changed anything."""
        live = self._engine.live
        _, article_id, ordinal = live.features[slot].key
        moved = live.assign(slot, incident)
        if article_id == record.article_id:
            at = record.index(ordinal)
            record.assigned[at] = record.assigned[at].moved(incident)
        elif moved:
            other = self._engine.shelf.article(article_id)
            if other is not None:
                self._moved[article_id, ordinal] = other.assignment(ordinal).moved(incident)
        return moved

    def _touched(
        self, record: ArticleRecord, changed: set[int], target: dict[str, str | None], taken: Taken
    ) -> set[str]:
        """Incidents whose record may differ now: members came or went, or a related one has another id."""
        live = self._engine.live
        slots = changed | set(live.by_article.get(record.article_id, {}).values())
        slots |= {other for slot in slots for other in live.siblings(slot)}
        touched = {live.incident[slot] for slot in slots if slot in live.incident} | set(taken.incidents) | set(target)
        for article_id, ordinal in self._moved:
            other = self._engine.shelf.article(article_id)
            before = other.assignment(ordinal).incident if other else None
            if before is not None:
                touched.add(before)
        return touched

    def _finish(
        self,
        record: ArticleRecord,
        version: str,
        touched: set[str],
        target: dict[str, str | None],
        mine: dict[int, bool],
        leaving: list[str],
    ) -> Decision:
        engine = self._engine
        at = self._report.received_at or self._report.published_at
        stamp = at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None
        moment = Moment(engine.seq, stamp, engine.watermark, lineage_part(self._lineage))
        causes = Causes(engine.live, engine.scorer, record.article_id, record.content_hash, mine)
        done = engine.reviser.revise(touched, target, causes.cause, moment)
        buried = self._write(record, version, done, leaving)
        self._count(record, done)
        writes = engine.shelf.take()
        return Decision(
            writes=tuple(writes),
            change_messages=tuple(done.changes),
            incident_messages=(*done.incidents, *(Outgoing(one, 0, None, None, None) for one in buried)),
            assigned=tuple(
                (mention["ordinal"], one.incident)
                for mention, one in zip(record.mentions, record.assigned, strict=True)
            ),
            counts=self._counts,
            largest=max((len(value) for _, value in writes if value), default=0),
            shortened=done.shortened,
        )

    def _write(self, record: ArticleRecord, version: str, done: Revisions, leaving: list[str]) -> list[str]:
        """Collects the writes: the article first, then articles whose mentions moved, incidents, what leaves."""
        engine, shelf = self._engine, self._engine.shelf
        sent = Sent(record.seq, [one.value.decode() for one in done.changes if one.value], done.touched)
        record.sent[version] = sent
        record.moves = [(article_id, ordinal, one) for (article_id, ordinal), one in self._moved.items()]
        sent.buried = engine.graves(leaving)
        shelf.put_article(record)
        for (article_id, ordinal), assignment in self._moved.items():
            other = shelf.article(article_id)
            if other is not None:
                other.assigned[other.index(ordinal)] = assignment
                shelf.put_article(other)
        for incident in done.records:
            shelf.put_incident(incident)
            if incident.left_at is not None:
                engine.file_left(incident.incident_id, incident.left_at, incident.state)
        engine.file(record)
        engine.outboxes.add(record.seq, record.article_id)
        engine.clear(leaving, engine.outboxes.due(engine.seq - engine.settings.outbox_reports))
        return sent.buried

    def _count(self, record: ArticleRecord, done: Revisions) -> None:
        counts = self._counts
        counts["applied"] = 1
        counts["mentions"] = len(record.mentions)
        counts["waiting"] = sum(1 for one in record.assigned if one.incident is None)
        counts.update(kind.value for kind in done.kinds)
