"""What tells no happening of its own (commentary, trial, drill, sport ...), and what follows up on or recalls one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict

from tocsin.reading.questions import NON_EVENT, ROLE, NonEventAnswer, RoleAnswer
from tocsin.reading.rules import wordlists
from tocsin.reading.rules.lexicon import Hit, Scan
from tocsin.types import TITLE, Candidate, Document, Sentence, Span
from tocsin_schemas.enums import Role

BY = "rule:relevance"
_SENTENCE_SCORES = {
    "metaphor": 0.8,
    "trial": 0.5,
    "anniversary": 0.6,
    "drill": 0.75,
    "forecast": 0.6,
    "obituary": 0.6,
    "history": 0.5,
    "advice": 0.5,
    "statistics": 0.5,
    "review": 0.6,
}
_TOPICS = ("sport", "market", "politics", "community", "fiction", "commentary")
_LEAD = 4
"""Sentences that count double for what an article is about, as does the title."""
_YEAR = re.compile(r"\b(1[6-9]\d\d|20\d\d)\b")
_FILE = "departments.yaml"


class DepartmentNames(BaseModel):
    """Shape of departments.yaml: what a text is → the names of departments with such texts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    addresses: dict[str, wordlists.Words]
    heads: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Departments:
    """`by_part` = part of an address → what the text is, `head` = of a title, in the group that says what it is."""

    by_part: dict[str, str]
    head: re.Pattern[str]


@cache
def departments() -> Departments:
    """The departments, read once; DataError where the file is wrong."""
    names = wordlists.read_checked(_FILE, DepartmentNames)
    kinds = "|".join(f"(?P<{kind}>{_either(heads)})" for kind, heads in names.heads.items())
    return Departments(
        {part: kind for kind, parts in names.addresses.items() for part in parts},
        re.compile(rf"^(?:{kinds})\s*[:|\-]", re.IGNORECASE),
    )


def _either(heads: Iterable[str]) -> str:
    return "|".join(re.escape(head).replace(r"\*", r"\w+") for head in sorted(heads, key=len, reverse=True))


class RelevanceRules:
    """Annotator of `non_event` and `role`; `whole` candidates speak for the article and have the span of its lead."""

    def __init__(self) -> None:
        words = wordlists.lexicon()
        self._scan = wordlists.document_scan()
        self._reasons = {words.bit("ne_" + reason): reason for reason in _SENTENCE_SCORES}
        self._topics = {words.bit(f"ne_{topic}_topic"): topic for topic in _TOPICS}
        self._roles = {words.bit("role_follow_up"): Role.FOLLOW_UP, words.bit("role_background"): Role.BACKGROUND}
        self._any = sum(self._reasons) | sum(self._roles)
        self._trial = words.bit("ne_trial")

    def annotate(self, document: Document) -> Iterable[Candidate]:
        scans, title = self._scan.of(document)
        for scan in scans:
            if scan.mask & self._any:
                yield from self._sentence_cues(scan)
            year = self._old_year(document, scan)
            if year is not None:
                yield year
        yield from self._article_cues(document, scans, title)

    def _sentence_cues(self, scan: Scan) -> Iterable[Candidate]:
        first: dict[int, Hit] = {}
        for hit in scan.hits:
            if hit.bit & self._any:
                first.setdefault(hit.bit, hit)
        for bit, hit in first.items():
            span = scan.sentence.locate(hit.start, hit.end)
            if bit in self._reasons:
                reason = self._reasons[bit]
                score = _SENTENCE_SCORES[reason]
                yield Candidate(NON_EVENT, NonEventAnswer(reason), span, scan.sentence.index, score, BY)
            else:
                answer = RoleAnswer(self._roles[bit], scan.sentence.text[hit.start : hit.end])
                yield Candidate(ROLE, answer, span, scan.sentence.index, 0.6, BY)

    def _old_year(self, document: Document, scan: Scan) -> Candidate | None:
        """A year before that of publication makes a sentence background; the same year says nothing."""
        if document.published_at is None or ("1" not in scan.lower and "20" not in scan.lower):
            return None
        for match in _YEAR.finditer(scan.lower):
            if int(match.group()) < document.published_at.year:
                span = scan.sentence.locate(match.start(), match.end())
                answer = RoleAnswer(Role.BACKGROUND, match.group())
                return Candidate(ROLE, answer, span, scan.sentence.index, 0.75, BY)
        return None

    def _article_cues(self, document: Document, scans: tuple[Scan, ...], title: Scan | None) -> Iterable[Candidate]:
        lead = document.sentences[0] if document.sentences else None
        if lead is None:
            return
        sure = self._declared(document)
        if sure is not None:
            yield self._whole(sure, 0.9, lead)
        for reason, score in self._about(scans, title):
            if reason != sure:
                yield self._whole(reason, score, lead)
        court = self._court_share(scans, title)
        if court:
            answer = RoleAnswer(Role.FOLLOW_UP, lead.text[:40], whole=True)
            yield Candidate(ROLE, answer, Span(lead.span.start, lead.span.start), TITLE, court, BY)

    def _whole(self, reason: str, score: float, lead: Sentence) -> Candidate:
        answer = NonEventAnswer(reason, whole=True)
        return Candidate(NON_EVENT, answer, Span(lead.span.start, lead.span.start), TITLE, round(score, 3), BY)

    def _declared(self, document: Document) -> str | None:
        """What the address or the head of the title says that the article is: a sport page, an opinion ..."""
        known = departments()
        if document.url:
            for part in urlsplit(document.url).path.lower().split("/"):
                if part in known.by_part:
                    return known.by_part[part]
        head = known.head.match(document.title.text) if document.title else None
        return head.lastgroup if head else None

    def _about(self, scans: tuple[Scan, ...], title: Scan | None) -> Iterable[tuple[str, float]]:
        """Topics by the number of sentences with their words, from 0 to 0.95; the title and the lead count double."""
        counts = dict.fromkeys(self._topics, 0.0)
        total = 2.0 * (title is not None)
        for hit_bits, weight in self._weighted(scans, title):
            for bit in self._topics:
                if hit_bits & bit:
                    counts[bit] += weight
        total += sum(2.0 if index < _LEAD else 1.0 for index in range(len(scans)))
        for bit, count in counts.items():
            share = count / total if total else 0.0
            if share >= 0.2:
                yield self._topics[bit], min(0.95, share)

    def _weighted(self, scans: tuple[Scan, ...], title: Scan | None) -> Iterable[tuple[int, float]]:
        if title is not None:
            yield title.mask, 2.0
        for index, scan in enumerate(scans):
            yield scan.mask, 2.0 if index < _LEAD else 1.0

    def _court_share(self, scans: tuple[Scan, ...], title: Scan | None) -> float:
        """How much of the title and lead speaks of court, arrest or burial, from 0 to 0.95."""
        bit = next(iter(self._roles))
        seen = [scan.mask & bit for scan in scans[:_LEAD]]
        if title is not None:
            seen += [title.mask & bit] * 2
        share = sum(map(bool, seen)) / len(seen)
        return round(min(0.95, share), 3) if share >= 0.25 else 0.0
