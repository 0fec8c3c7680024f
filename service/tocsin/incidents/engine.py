"""The parts that every decision works on, and what leaves with the live window."""

from dataclasses import dataclass

from tocsin.incidents.decision import Store
from tocsin.incidents.expiry import Expiry, Outboxes
from tocsin.incidents.features import day_number
from tocsin.incidents.followers import Followers
from tocsin.incidents.live import Live
from tocsin.incidents.partition import Partitioner
from tocsin.incidents.records import ARTICLE, INCIDENT, ArticleRecord
from tocsin.incidents.regroup import Regrouper
from tocsin.incidents.revise import Reviser
from tocsin.incidents.score import Scorer
from tocsin.incidents.shelf import Shelf
from tocsin.incidents.weights import load_weights
from tocsin_schemas.enums import Outcome
from tocsin_schemas.models import Report
from tocsin_schemas.taxonomy import load_taxonomy

RETRACTED_DAYS = 30
"""A retracted incident stays readable for so long, then its key gets a tombstone."""
GRAVE = "grave:"


@dataclass(frozen=True, slots=True)
class Settings:
    live_days: int
    outbox_reports: int


class Engine:
    """Index, records and log position; one per resolver."""

    def __init__(self, store: Store, settings: Settings) -> None:
        weights = load_weights()
        self.settings = settings
        self.taxonomy = load_taxonomy()
        self.scorer = Scorer(weights)
        self.live = Live(self.scorer)
        self.shelf = Shelf(store)
        self.regrouper = Regrouper(self.live, Partitioner(weights))
        self.followers = Followers(self.live, self.scorer)
        self.reviser = Reviser(self.live, self.shelf, self.taxonomy)
        self.expiry = Expiry()
        self.outboxes = Outboxes()
        self.seq = 0
        self.watermark = ""

    @property
    def today(self) -> int:
        """The watermark's day number, 0 before the first dated report."""
        return day_number(self.watermark) if self.watermark else 0

    def is_too_old(self, report: Report) -> bool:
        """A newer version or withdrawal, older than the window, of an article whose record has left."""
        if report.published_at is None or not self.watermark:
            return False
        if report.published_at.date().toordinal() >= self.today - self.settings.live_days:
            return False
        revised = report.revised_at is not None and report.revised_at > report.published_at
        return revised or report.outcome is Outcome.WITHDRAWN

    def file(self, record: ArticleRecord) -> None:
        self.expiry.file(record.key, day_number(record.until))

    def file_left(self, incident_id: str, left_at: str, state: str) -> None:
        """An id that nobody carries: a tombstone after 30 days where it was retracted, and out with the window."""
        day = day_number(left_at) if left_at else 0
        if state == "retracted":
            self.expiry.file(GRAVE + incident_id, day + RETRACTED_DAYS)
        self.expiry.file(INCIDENT + incident_id, day + self.settings.live_days)

    def expire(self, skip: str | None) -> list[str]:
        """Takes what the watermark has passed out of the index; returns the keys that leave the store."""
        leaving: list[str] = []
        for key in self.expiry.due(self.today):
            kind, _, name = key.partition(":")
            if key.startswith(ARTICLE):
                if name != skip:
                    leaving.extend(self._expire_article(name))
            elif key.startswith(INCIDENT):
                leaving.extend(self._expire_left(name))
            elif kind + ":" == GRAVE:
                leaving.append(key)
        return leaving

    def _expire_article(self, article_id: str) -> list[str]:
        """An article leaves with the incidents that it tells of: when the last of their articles is due."""
        live = self.live
        slots = live.by_article.get(article_id, {})
        incidents = {live.incident[slot] for slot in slots.values() if slot in live.incident}
        around = {live.features[slot].article_id for incident in incidents for slot in live.members[incident]}
        held = max((self._until(other) for other in around), default=0)
        if held >= self.today:
            self.expiry.file(ARTICLE + article_id, held)
            return []
        for slot in list(slots.values()):
            live.remove(slot)
        gone = [INCIDENT + incident for incident in sorted(incidents) if incident not in live.members]
        return [ARTICLE + article_id, *gone]

    def _until(self, article_id: str) -> int:
        record = self.shelf.article(article_id)
        return day_number(record.until) if record else 0

    def _expire_left(self, incident_id: str) -> list[str]:
        record = self.shelf.incident(incident_id)
        if incident_id in self.live.members or record is None:
            return []
        target = record.record["merged_into"]
        if target is not None and self.shelf.incident(target) is not None:
            self.expiry.file(INCIDENT + incident_id, self.today + 1)
            return []
        return [INCIDENT + incident_id]

    def housekeep(self) -> None:
        """Deletes what has left and empties old outboxes: what a kill may have kept from being written."""
        self.clear(self.expire(None), self.outboxes.due(self.seq - self.settings.outbox_reports))

    def graves(self, leaving: list[str]) -> list[str]:
        """Retracted incidents that get their tombstone now."""
        names = [key.removeprefix(GRAVE) for key in leaving if key.startswith(GRAVE)]
        return [name for name in names if self._is_grave(name)]

    def _is_grave(self, incident_id: str) -> bool:
        record = self.shelf.incident(incident_id)
        return record is not None and record.state == "retracted" and not record.buried

    def clear(self, leaving: list[str], full: list[str]) -> None:
        """Collects the writes of what leaves."""
        for name in self.graves(leaving):
            record = self.shelf.incident(name)
            if record is not None:
                record.buried = True
                self.shelf.put_incident(record)
        for key in leaving:
            if not key.startswith(GRAVE):
                self.shelf.drop(key)
        for article_id in full:
            self._empty(article_id)

    def _empty(self, article_id: str) -> None:
        self.shelf.empty_outbox(article_id, self.seq - self.settings.outbox_reports)
