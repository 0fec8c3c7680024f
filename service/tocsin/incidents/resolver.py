"""`Resolver`: one report in, one `Decision` out; state in the store, its index in memory."""

from collections.abc import Iterable
from typing import Any

from tocsin.incidents.apply import Application
from tocsin.incidents.decision import Decision, Outgoing, Store, read_json
from tocsin.incidents.engine import Engine, Settings
from tocsin.incidents.messages import outgoing_change, outgoing_record
from tocsin.incidents.records import ArticleRecord, Sent, version_of
from tocsin.incidents.recovery import recover
from tocsin_schemas.models import Lineage, Report


class Resolver:
    """Decides report by report which mentions tell of one happening.

    `store` is read only; the caller writes a decision's `writes` in their order, then sends its messages, before it
    asks for the next decision. `lineage` is stamped on incidents (the report's own where None). After a start call
    `recover` with all that the store holds.
    """

    def __init__(
        self, store: Store, lineage: Lineage | None = None, *, live_days: int = 180, outbox_reports: int = 5_000
    ) -> None:
        self.engine = Engine(store, Settings(live_days, outbox_reports))
        self._lineage = lineage

    def recover(self, records: Iterable[tuple[str, bytes]]) -> None:
        """Rebuilds the index from the table and heals what a kill left half written; the next decision writes it."""
        recover(self.engine, records)

    @property
    def live_mentions(self) -> int:
        return len(self.engine.live.features)

    @property
    def live_incidents(self) -> int:
        return len(self.engine.live.members)

    def resolve(self, report: Report) -> Decision:
        """The consequences of one report; a version that was recorded before computes nothing and sends again."""
        engine = self.engine
        revised, version = version_of(report)
        known = engine.shelf.article(report.article_id)
        if known and version in known.seen:
            return self._repeat(known, version)
        if known and revised < known.revised:
            return self._nothing("older_version")
        if known is None and engine.is_too_old(report):
            return self._nothing("too_old")
        return Application(engine, report, self._lineage or report.lineage).run(known, revised, version)

    def _nothing(self, reason: str) -> Decision:
        self.engine.housekeep()
        writes = self.engine.shelf.take()
        return Decision(writes=tuple(writes), counts={reason: 1})

    def _repeat(self, known: ArticleRecord, version: str) -> Decision:
        engine = self.engine
        engine.housekeep()
        sent = known.sent.get(version)
        changes = [] if sent is None else [_as_outgoing(text) for text in sent.changes]
        incidents: list[Outgoing] = []
        for incident_id in dict.fromkeys(one[0] for one in sent.touched) if sent else ():
            record = engine.shelf.incident(incident_id)
            if record is not None:
                incidents.append(outgoing_record(record))
        incidents.extend(Outgoing(one, 0, None, None, None) for one in self._still_buried(sent))
        return Decision(
            writes=tuple(engine.shelf.take()),
            change_messages=tuple(changes),
            incident_messages=tuple(incidents),
            assigned=tuple((m["ordinal"], a.incident) for m, a in zip(known.mentions, known.assigned, strict=True)),
            counts={"repeated": 1},
        )

    def _still_buried(self, sent: Sent | None) -> list[str]:
        records = [self.engine.shelf.incident(one) for one in (sent.buried if sent else ())]
        return [one.incident_id for one in records if one is not None and one.state == "retracted"]


def _as_outgoing(text: str) -> Outgoing:
    change: dict[str, Any] = read_json(text.encode())
    at = change["incident"]["last_changed_at"]
    return outgoing_change(change["incident_id"], change["revision"], change["change"], at, text.encode())
