"""The verdict: a pure comparison of the topics with each other, and with a run that nothing disturbed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tocsin.audit.evidence import ChangeRecord, Evidence, change_record, digest
from tocsin.incidents.resolver import Resolver
from tocsin.intake.decode import decode
from tocsin.types import Reject
from tocsin_schemas.enums import IncidentState
from tocsin_schemas.models import Incident, Report

Group = frozenset[str]
"""Ids of the articles that one open incident is made of."""
Sent = tuple[bytes | None, bytes | None]
"""Key and value of a record that was sent to articles.v1."""
LIVE_DAYS = 180


@dataclass(frozen=True, slots=True)
class Fold:
    """What a stream of reports makes, in one go and in memory: last records (None: a tombstone) and all changes."""

    records: dict[str, bytes | None]
    changes: dict[str, ChangeRecord]


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A run without faults: each article record's report (or reason of its rejection), and which articles belong
    together."""

    outcomes: Mapping[str, bytes | str]
    groups: Counter[Group]


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found; every entry of `lost`, `doubled` and `differences` is a sentence that names the record.

    `lost`: an article that is neither in a report nor rejected, an incident that the reports make and that is not
    open. `doubled`: an article in both, an open incident that the reports do not make, one change told in two ways.
    `differences`: whatever else is not what the reports, or a run without faults, would have made.
    """

    articles: int
    incidents: int
    rejected: int
    lost: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.differences)

    @property
    def figures(self) -> str:
        return f"lost {len(self.lost)}, doubled {len(self.doubled)}, differences {len(self.differences)}"

    def line(self) -> str:
        return f"articles {self.articles}, incidents {self.incidents}, rejected {self.rejected}, {self.figures}"


def judge(
    evidence: Evidence,
    undisturbed: Undisturbed | None = None,
    live_days: int = LIVE_DAYS,
    expected: Iterable[Sent] = (),
) -> Audit:
    """Hold the topics against each other and, where they are given, against an undisturbed run and all that was
    `expected` to arrive (key, value)."""
    dead = {one.origin for one in evidence.rejections}
    wanted = fold_reports((one.value for one in evidence.reports), live_days, skip=_refused_reports(evidence, dead))
    is_open = {name for name, value in evidence.incidents.items() if _is_open(value)}
    should_be_open = {name for name, value in wanted.records.items() if _is_open(value)}
    lost = [
        *_not_arrived(evidence, expected),
        *_unaccounted(evidence, dead),
        *_missing(should_be_open - is_open),
    ]
    doubled = [
        *_accounted_twice(evidence, dead),
        *_surplus(is_open - should_be_open, evidence.incidents, wanted),
        *_told_in_two_ways(evidence.changes),
    ]
    differences = [
        *_unlike_outcomes(evidence),
        *_unlike_records(evidence.incidents, wanted, is_open ^ should_be_open),
        *_gaps(evidence),
        *_unlike_changes(evidence.changes, wanted),
        *(_unlike_undisturbed(evidence, undisturbed) if undisturbed else ()),
    ]
    return Audit(
        articles=len(evidence.articles),
        incidents=len(is_open),
        rejected=len(dead),
        lost=tuple(lost),
        doubled=tuple(doubled),
        differences=tuple(differences),
        reasons=Counter({one.origin: one.reason for one in evidence.rejections}.values()),
    )


def fold_reports(values: Iterable[bytes], live_days: int = LIVE_DAYS, skip: frozenset[bytes] = frozenset()) -> Fold:
    """Resolve reports in the order given; those in `skip` were refused by the stream, with a reason."""
    table: dict[str, bytes] = {}
    resolver = Resolver(table, live_days=live_days)
    records: dict[str, bytes | None] = {}
    changes: dict[str, ChangeRecord] = {}
    for value in values:
        if value in skip:
            continue
        decision = resolver.resolve(Report.model_validate_json(value))
        for key, written in decision.writes:
            if written is None:
                table.pop(key, None)
            else:
                table[key] = written
        for one in decision.incident_messages:
            records[one.incident_id] = one.value
        for change in decision.change_messages:
            found = change_record(f"{change.incident_id}:{change.revision}", change.value)
            changes.setdefault(found.ce_id, found)
    return Fold(records, changes)


def groups_of(records: Mapping[str, bytes | None]) -> Counter[Group]:
    """The articles of each open incident."""
    return Counter(_articles_of(value) for value in records.values() if value is not None and _is_open(value))


def _articles_of(value: bytes) -> Group:
    return frozenset(source.article_id for source in Incident.model_validate_json(value).sources)


def _is_open(value: bytes | None) -> bool:
    return value is not None and Incident.model_validate_json(value).state is IncidentState.OPEN


def _refused_reports(evidence: Evidence, dead: set[str]) -> frozenset[bytes]:
    return frozenset(one.value for one in evidence.reports if one.place in dead)


def _not_arrived(evidence: Evidence, expected: Iterable[Sent]) -> Iterator[str]:
    here = Counter((one.key, digest(one.value)) for one in evidence.articles)
    for key, value in expected:
        here[key, digest(value)] -= 1
        if here[key, digest(value)] < 0:
            yield f"an article (key {key!r}) was sent and is not in the topic"


def _unaccounted(evidence: Evidence, dead: set[str]) -> Iterator[str]:
    told = {one.origin for one in evidence.reports}
    for one in evidence.articles:
        if one.origin not in told and one.origin not in dead:
            yield f"article {one.origin} (key {one.key!r}) is in no report and was not rejected"


def _missing(names: set[str]) -> Iterator[str]:
    for name in sorted(names):
        yield f"incident {name}: the reports make it, it is not open"


def _accounted_twice(evidence: Evidence, dead: set[str]) -> Iterator[str]:
    for origin in sorted({one.origin for one in evidence.reports} & dead):
        yield f"article {origin} is in a report and was rejected as well"


def _surplus(names: set[str], records: Mapping[str, bytes | None], wanted: Fold) -> Iterator[str]:
    home = {
        article: name
        for name, value in wanted.records.items()
        if value is not None and _is_open(value)
        for article in _articles_of(value)
    }
    for name in sorted(names):
        twins = {home[article] for article in _articles_of(records[name] or b"") if article in home}
        told = f"; its articles are those of {', '.join(sorted(twins))}" if twins else ""
        yield f"incident {name} is open, the reports do not make it{told}"


def _told_in_two_ways(changes: Iterable[ChangeRecord]) -> Iterator[str]:
    digests: dict[str, set[bytes]] = defaultdict(set)
    for one in changes:
        digests[one.ce_id].add(one.digest)
    for ce_id in sorted(name for name, found in digests.items() if len(found) > 1):
        yield f"change {ce_id} was published with {len(digests[ce_id])} contents"


def _unlike_outcomes(evidence: Evidence) -> Iterator[str]:
    """A report tells of the version that it was read from; what is read or rejected again leads to the same."""
    values: dict[str, set[bytes]] = defaultdict(set)
    for record in evidence.reports:
        values[record.origin].add(record.value)
    reasons: dict[str, set[str]] = defaultdict(set)
    for rejection in evidence.rejections:
        reasons[rejection.origin].add(rejection.reason)
    for origin in sorted(name for name, found in values.items() if len(found) > 1):
        yield f"article {origin} has {len(values[origin])} reports that are not the same"
    for origin in sorted(name for name, found in reasons.items() if len(found) > 1):
        yield f"article {origin} was rejected for {' and '.join(sorted(reasons[origin]))}"
    for one in evidence.articles:
        if one.origin in values:
            decoded = decode(one.value, one.key, datetime.fromtimestamp(one.at_ms / 1000, UTC))
            report = Report.model_validate_json(next(iter(values[one.origin])))
            version = (report.article_id, report.content_hash)
            if isinstance(decoded, Reject) or (decoded.article_id, decoded.content_hash()) != version:
                yield f"the report of article {one.origin} tells of another version ({report.article_id})"


def _unlike_records(records: Mapping[str, bytes | None], wanted: Fold, named: set[str]) -> Iterator[str]:
    """`named` are already counted: open here and not there."""
    for name in sorted((records.keys() | wanted.records.keys()) - named):
        if records.get(name) != wanted.records.get(name):
            yield f"incident {name}: its record is not what the reports make"


def _gaps(evidence: Evidence) -> Iterator[str]:
    """Repeats dropped, the changes of an incident are 1, 2, 3 ... to the revision of its record."""
    revisions: dict[str, dict[int, None]] = defaultdict(dict)
    for one in evidence.changes:
        revisions[one.incident_id].setdefault(one.revision)
    for name, value in sorted(evidence.incidents.items()):
        last = Incident.model_validate_json(value).revision if value else max(revisions[name], default=0)
        if list(revisions[name]) != list(range(1, last + 1)):
            yield f"incident {name}: its changes are {_short(list(revisions[name]))}, its record has revision {last}"
    for name in sorted(revisions.keys() - evidence.incidents.keys()):
        yield f"incident {name} has changes and no record"


def _short(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:12])) + (" ..." if len(numbers) > 12 else "")


def _unlike_changes(changes: Iterable[ChangeRecord], wanted: Fold) -> Iterator[str]:
    """Changes that are missing show as gaps."""
    found = {one.ce_id: one for one in changes}
    for ce_id in sorted(found):
        if ce_id not in wanted.changes:
            yield f"change {ce_id}: the reports do not make it"
        elif found[ce_id].digest != wanted.changes[ce_id].digest:
            yield f"change {ce_id} is not what the reports make"


def _unlike_undisturbed(evidence: Evidence, undisturbed: Undisturbed) -> Iterator[str]:
    outcomes: dict[str, bytes | str] = {one.origin: one.reason for one in evidence.rejections}
    outcomes |= {one.origin: one.value for one in evidence.reports}
    for origin, expected in undisturbed.outcomes.items():
        found = outcomes.get(origin)
        if found is not None and found != expected:
            told = " and ".join(one if isinstance(one, str) else "a report" for one in (found, expected))
            yield f"article {origin}: its outcome differs from that without faults ({told})"
    groups = groups_of(evidence.incidents)
    for group in (undisturbed.groups - groups).elements():
        yield f"articles {_few(group)} belong together without faults"
    for group in (groups - undisturbed.groups).elements():
        yield f"articles {_few(group)} belong together only here"


def _few(group: Group) -> str:
    names = sorted(group)
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
