"""The index rebuilt from the table, and what a kill left half written made whole."""

import json
from collections.abc import Iterable
from typing import Any

from tocsin.incidents.engine import Engine
from tocsin.incidents.features import features_of
from tocsin.incidents.messages import name_record
from tocsin.incidents.records import ARTICLE, INCIDENT, ArticleRecord, Assignment, IncidentRecord, Touched

Pending = list[tuple[int, str]]


def recover(engine: Engine, records: Iterable[tuple[str, bytes]]) -> None:
    """Reads every record once; heals what the last decision had not yet written (only it can be incomplete).

    A decision writes its article's record first. That record holds all that follows: the moves of other articles'
    mentions and the changed incidents in full, so that whatever is missing can be written from it.
    """
    Rebuild(engine).run(records)


class Rebuild:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._last: ArticleRecord | None = None
        self._reached: dict[str, Touched] = {}
        self._states: dict[str, tuple[int, str, str | None, bool]] = {}
        self._members: dict[str, list[tuple[str, int]]] = {}
        self._assigned: dict[tuple[str, int], str] = {}
        self._outboxes: Pending = []

    def run(self, records: Iterable[tuple[str, bytes]]) -> None:
        for key, value in records:
            if key.startswith(ARTICLE):
                self._article(ArticleRecord.from_bytes(value))
            elif key.startswith(INCIDENT):
                self._incident(IncidentRecord.from_bytes(value))
        if self._last is not None:
            self._apply_moves(self._last)
        self._belong()
        if self._last is not None:
            self._heal_from_outbox(self._last)
        self._heal_members()
        for seq, article_id in sorted(self._outboxes):
            self._engine.outboxes.add(seq, article_id)
        for incident_id, (_, state, left_at, buried) in self._states.items():
            if left_at is not None and incident_id not in self._engine.live.members:
                self._engine.file_left(incident_id, left_at, "buried" if buried else state)

    def _article(self, record: ArticleRecord) -> None:
        engine = self._engine
        engine.seq = max(engine.seq, record.seq)
        engine.watermark = max(engine.watermark, record.watermark)
        engine.file(record)
        if self._last is None or record.seq > self._last.seq:
            self._last = record
        for sent in record.sent.values():
            if sent.changes:
                self._outboxes.append((sent.seq, record.article_id))
            for one in sent.touched:
                if one[1] > self._reached.get(one[0], one)[1] or one[0] not in self._reached:
                    self._reached[one[0]] = one
        for mention, assignment in zip(record.mentions, record.assigned, strict=True):
            if mention["what"].get("reality") == "threatened":
                continue
            engine.live.add(features_of(record.article, mention, engine.taxonomy))
            if assignment.incident is not None:
                self._assigned[record.article_id, mention["ordinal"]] = assignment.incident

    def _incident(self, record: IncidentRecord) -> None:
        self._states[record.incident_id] = (record.revision, record.state, record.left_at, record.buried)
        self._members[record.incident_id] = record.members

    def _apply_moves(self, last: ArticleRecord) -> None:
        shelf = self._engine.shelf
        for article_id, ordinal, assignment in last.moves:
            record = shelf.article(article_id)
            if record is None:
                continue
            at = record.index(ordinal)
            if not _same(record.assigned[at], assignment):
                record.assigned[at] = assignment
                shelf.put_article(record)
                self._assigned.pop((article_id, ordinal), None)
                if assignment.incident is not None:
                    self._assigned[article_id, ordinal] = assignment.incident

    def _belong(self) -> None:
        live = self._engine.live
        for (article_id, ordinal), incident in self._assigned.items():
            slot = live.by_article.get(article_id, {}).get(ordinal)
            if slot is not None:
                live.assign(slot, incident)

    def _heal_from_outbox(self, last: ArticleRecord) -> None:
        """Writes the incidents whose last revision stands in the last article's outbox but not in their cache."""
        for sent in last.sent.values():
            if sent.seq != last.seq:
                continue
            founded = {one[0]: one[3] for one in sent.touched}
            for text in sent.changes:
                record: dict[str, Any] = json.loads(text)["incident"]
                incident_id = record["incident_id"]
                known = self._states.get(incident_id)
                if known is None or known[0] < record["revision"]:
                    left_at = None if record["state"] == "open" else last.watermark
                    self._put(IncidentRecord(record, founded[incident_id], self._current(incident_id), left_at))
            for incident_id in sent.buried:
                self._bury(incident_id)

    def _bury(self, incident_id: str) -> None:
        record = self._engine.shelf.incident(incident_id)
        if record is not None and record.state == "retracted" and not record.buried:
            record.buried = True
            self._put(record)

    def _put(self, record: IncidentRecord) -> None:
        self._engine.shelf.put_incident(record)
        self._incident(record)

    def _current(self, incident_id: str) -> list[tuple[str, int]]:
        live = self._engine.live
        return [live.features[slot].key[1:] for slot in live.ordered(incident_id)]

    def _heal_members(self) -> None:
        """Caches that disagree with the articles about their members, or are missing, are made anew."""
        live, shelf = self._engine.live, self._engine.shelf
        for incident_id in sorted({*self._members, *live.members}):
            current = self._current(incident_id)
            if current == self._members.get(incident_id):
                continue
            known = shelf.incident(incident_id)
            if known is not None:
                known.members = current
                self._put(known)
            elif current and self._last is not None:
                self._put(self._rebuilt(incident_id, current, self._last))

    def _rebuilt(self, incident_id: str, members: list[tuple[str, int]], last: ArticleRecord) -> IncidentRecord:
        content = self._engine.reviser.content(incident_id)
        _, revision, at, founded = self._reached.get(incident_id, (incident_id, 1, None, last.seq))
        lineage = last.article["lineage"]
        return IncidentRecord(
            name_record(content, incident_id, revision, "open", None, at, {"model": None, **lineage}), founded, members
        )


def _same(a: Assignment, b: Assignment) -> bool:
    return a.incident == b.incident and a.homes == b.homes
