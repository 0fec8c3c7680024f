"""The records behind the resolver: read from the store, the last ones kept parsed, writes collected in order."""

from collections import OrderedDict
from typing import TypeVar

from tocsin.incidents.decision import Store
from tocsin.incidents.records import ARTICLE, INCIDENT, LINE, ArticleRecord, IncidentRecord, sent_from, sent_part

KEPT = 2048
"""Parsed records kept of each kind; the store holds all."""
Record = TypeVar("Record", ArticleRecord, IncidentRecord)


class Shelf:
    """Reads records through a small cache; `put` and `drop` collect what the caller writes before the next report."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._articles: OrderedDict[str, ArticleRecord] = OrderedDict()
        self._incidents: OrderedDict[str, IncidentRecord] = OrderedDict()
        self._writes: dict[str, bytes | None] = {}
        self._pinned: ArticleRecord | None = None

    def pin(self, record: ArticleRecord) -> None:
        """Shows a record that is still being made; `put_article` replaces it."""
        self._pinned = record

    def article(self, article_id: str) -> ArticleRecord | None:
        if self._pinned is not None and self._pinned.article_id == article_id:
            return self._pinned
        record = self._articles.get(article_id)
        if record is None:
            value = self._value(ARTICLE + article_id)
            if value is None:
                return None
            record = ArticleRecord.from_bytes(value)
        self._keep(self._articles, article_id, record)
        return record

    def incident(self, incident_id: str) -> IncidentRecord | None:
        record = self._incidents.get(incident_id)
        if record is None:
            value = self._value(INCIDENT + incident_id)
            if value is None:
                return None
            record = IncidentRecord.from_bytes(value)
        self._keep(self._incidents, incident_id, record)
        return record

    def _value(self, key: str) -> bytes | None:
        return self._writes[key] if key in self._writes else self._store.get(key)

    @staticmethod
    def _keep(kept: "OrderedDict[str, Record]", name: str, record: Record) -> None:
        kept[name] = record
        kept.move_to_end(name)
        if len(kept) > KEPT:
            kept.popitem(last=False)

    def put_article(self, record: ArticleRecord) -> None:
        self._keep(self._articles, record.article_id, record)
        self._writes[record.key] = record.to_bytes()

    def put_incident(self, record: IncidentRecord) -> None:
        self._keep(self._incidents, record.incident_id, record)
        self._writes[INCIDENT + record.incident_id] = record.to_bytes()

    def empty_outbox(self, article_id: str, limit: int) -> None:
        """Forgets the change messages that an article sent at or before log position `limit`."""
        key = ARTICLE + article_id
        value = self._value(key)
        if value is None:
            return
        head, line, outbox = value.partition(LINE)
        known = self._articles.get(article_id)
        sent = known.sent if known else sent_from(outbox)
        old = [one for one in sent.values() if one.seq <= limit and one.changes]
        for one in old:
            one.changes = []
        if old:
            self._writes[key] = head + line + sent_part(sent)

    def drop(self, key: str) -> None:
        kind, _, name = key.partition(":")
        (self._articles if kind + ":" == ARTICLE else self._incidents).pop(name, None)
        self._writes[key] = None

    def take(self) -> list[tuple[str, bytes | None]]:
        """What was put and dropped since the last call, in order; a key written twice stands at its first place."""
        writes = list(self._writes.items())
        self._writes = {}
        self._pinned = None
        return writes
