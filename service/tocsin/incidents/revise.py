"""Touched incidents folded, compared with their last revision and given the next one where a field changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tocsin.incidents.decision import Outgoing
from tocsin.incidents.diff import changed_fields
from tocsin.incidents.fold import fold
from tocsin.incidents.live import Live
from tocsin.incidents.messages import change_kind, change_message, name_record, outgoing_change, outgoing_record
from tocsin.incidents.records import IncidentRecord, Touched
from tocsin.incidents.shelf import Shelf
from tocsin.incidents.sources import Told
from tocsin_schemas.enums import ChangeKind
from tocsin_schemas.taxonomy import Taxonomy

CHAIN_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Moment:
    """What one decision stamps on all that it changes."""

    seq: int
    at: str | None
    watermark: str
    lineage: dict[str, Any]


@dataclass(slots=True)
class Revisions:
    """What came of the touched incidents, in the order in which it is sent."""

    changes: list[Outgoing] = field(default_factory=list)
    incidents: list[Outgoing] = field(default_factory=list)
    touched: list[Touched] = field(default_factory=list)
    records: list[IncidentRecord] = field(default_factory=list)
    kinds: list[ChangeKind] = field(default_factory=list)
    shortened: int = 0


class Reviser:
    """Makes the next revision of incidents; writes nothing itself."""

    def __init__(self, live: Live, shelf: Shelf, taxonomy: Taxonomy) -> None:
        self._live = live
        self._shelf = shelf
        self._taxonomy = taxonomy

    def revise(
        self,
        touched: Iterable[str],
        target: Mapping[str, str | None],
        cause: Callable[[str, str, str], dict[str, Any]],
        moment: Moment,
    ) -> Revisions:
        """Next revisions of `touched`; `target` says for ids without mentions into which id they went (None: nowhere).

        `cause(incident id, state before or "", state after)` explains a change.
        """
        done = Revisions()
        fresh: dict[str, IncidentRecord] = {}
        carried = sorted(one for one in touched if one in self._live.members)
        for incident in carried:
            self._next(incident, self._open(incident), cause, moment, done, fresh)
        for incident in sorted({*touched, *target} - set(carried)):
            self._next(incident, self._left(incident, target.get(incident), fresh), cause, moment, done, fresh)
        return done

    def _open(self, incident: str) -> tuple[str, str | None, dict[str, Any]]:
        return "open", None, self.content(incident)

    def content(self, incident: str) -> dict[str, Any]:
        """The fold of an incident's current mentions."""
        live = self._live
        slots = live.ordered(incident)
        related: dict[str, None] = {}
        told = []
        for slot in slots:
            one = live.features[slot]
            record = self._shelf.article(one.article_id)
            if record is None:
                raise LookupError(f"no record of the article behind a mention of {incident}")
            told.append(Told(record.article, record.mentions[record.index(one.key[2])]))
            for other in live.siblings(slot):
                if other in live.incident:
                    related[live.incident[other]] = None
        related.pop(incident, None)
        return fold(told, sorted(related), self._taxonomy)

    def _left(
        self, incident: str, target: str | None, fresh: Mapping[str, IncidentRecord]
    ) -> tuple[str, str | None, dict[str, Any]] | None:
        """(state, merged into, content) of an id without mentions; None where nothing becomes of it."""
        before = self._shelf.incident(incident)
        if before is None:
            return None
        if target is None:
            return ("retracted", None, before.record) if before.state == "open" else None
        if before.state == "retracted" or self._end(before, fresh) == target:
            return None
        return "merged", target, before.record

    def _end(self, record: IncidentRecord, fresh: Mapping[str, IncidentRecord]) -> str:
        for _ in range(CHAIN_LIMIT):
            into = record.record["merged_into"]
            if record.state != "merged" or into is None:
                break
            following = fresh.get(into) or self._shelf.incident(into)
            if following is None:
                return str(into)
            record = following
        return record.incident_id

    def _next(
        self,
        incident: str,
        now: tuple[str, str | None, dict[str, Any]] | None,
        cause: Callable[[str, str, str], dict[str, Any]],
        moment: Moment,
        done: Revisions,
        fresh: dict[str, IncidentRecord],
    ) -> None:
        if now is None:
            return
        state, merged_into, content = now
        before = self._shelf.incident(incident)
        members = [self._live.features[slot].key[1:] for slot in self._live.ordered(incident)]
        revision = before.revision + 1 if before else 1
        after = name_record(content, incident, revision, state, merged_into, moment.at, moment.lineage)
        fields = (
            changed_fields(before.record, after) if before else [{"field": "state", "before": None, "after": state}]
        )
        if before and not fields:
            if before.members != members:
                done.records.append(
                    IncidentRecord(before.record, before.founded, members, before.left_at, before.buried)
                )
            return
        founded = before.founded if before else moment.seq
        record = IncidentRecord(after, founded, members, None if state == "open" else moment.watermark)
        fresh[incident] = record
        kind = change_kind(before.record if before else None, after)
        value, shortened = change_message(
            kind, after, record.text(), fields, cause(incident, before.state if before else "", state)
        )
        done.changes.append(outgoing_change(incident, revision, kind.value, moment.at, value))
        done.incidents.append(outgoing_record(record))
        done.touched.append((incident, revision, moment.at, founded))
        done.records.append(record)
        done.kinds.append(kind)
        done.shortened += shortened
