"""The messages on Tocsin's topics: Article in, Report between, Incident and IncidentChange out.

All models are frozen and ignore fields that they do not know; nulls are written out, since silence is null, never 0.
Times are UTC instants, dates are civil dates at the place, offsets count Unicode code points of the article's `text`
as it arrived (of the extracted text where only html came).
"""

import hashlib
from datetime import UTC, date, datetime, time
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, PlainSerializer

from tocsin_schemas.enums import (
    ActorKind,
    ActorRole,
    ArticleStatus,
    ChangeKind,
    ClaimKind,
    DateBasis,
    DatePrecision,
    IncidentState,
    MeansKind,
    Outcome,
    PartOfDay,
    PlaceKind,
    PlacePrecision,
    Qualifier,
    Reality,
    Role,
    Side,
    Stance,
    TargetKind,
    WeaponKind,
)


def _as_instant(value: object) -> object:
    """Accept what feeds send: an ISO date without a time, or a time without a zone, is taken as UTC."""
    if isinstance(value, str) and len(value) == 10:
        value = date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    if isinstance(value, (int, float)):
        raise ValueError("a time is an ISO 8601 text, not a number")
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _as_utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


Instant = Annotated[
    AwareDatetime, BeforeValidator(_as_instant), PlainSerializer(_as_utc, return_type=str, when_used="json")
]
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
QUOTE_LIMIT = 280


class Message(BaseModel):
    """Base of every model: frozen, tolerant of unknown fields, compact JSON with nulls."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null")

    def to_bytes(self) -> bytes:
        return self.model_dump_json().encode()


class Article(Message):
    """One news text as it arrives; a null value under its key, or status `withdrawn`, takes it back."""

    article_id: Annotated[str, Field(min_length=1, max_length=200)]
    url: str | None = None
    title: str | None = None
    text: str | None = None
    html: str | None = None
    publisher: str | None = None
    published_at: Instant | None = None
    revised_at: Instant | None = None
    language: str | None = None
    status: ArticleStatus = ArticleStatus.PUBLISHED

    def content_hash(self) -> str:
        """16 hex digits over all that reading depends on; `revised_at` tells versions apart beside it."""
        parts = (
            self.title,
            self.text,
            self.html,
            self.url,
            self.publisher,
            self.published_at.isoformat() if self.published_at else None,
            self.language,
            self.status.value,
        )
        joined = "\x1f".join("\x00" if part is None else part for part in parts)
        return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Alternative(Message):
    event_type: str
    confidence: Share


class Weapon(Message):
    kind: WeaponKind
    name: str | None = None
    count: Count | None = None


class Target(Message):
    """A thing or facility; people and organisations are actors."""

    name: str
    kind: TargetKind = TargetKind.OTHER
    country: str | None = None


class Means(Message):
    """By which means it was done; `hit` = names of the victims and targets that it was done to."""

    kind: MeansKind
    confidence: Share
    hit: tuple[str, ...] = ()


class What(Message):
    """What was done or attempted; `event_type` is a code of taxonomy.yaml.

    `means`, likeliest first, where people fight: "kidnapped a judge and blew up his house" is told by two.
    """

    event_type: str
    confidence: Share
    alternatives: tuple[Alternative, ...] = ()
    reality: Reality = Reality.OCCURRED
    weapons: tuple[Weapon, ...] = ()
    targets: tuple[Target, ...] = ()
    means: tuple[Means, ...] = ()
    tags: tuple[str, ...] = ()


class Where(Message):
    """The event's place; lat, lon in degrees (WGS 84), country as ISO 3166-1 alpha-2; a country alone has no point."""

    name: str
    resolved_name: str | None = None
    gazetteer_id: str | None = None
    kind: PlaceKind = PlaceKind.OTHER
    country: str | None = None
    admin1: str | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    radius_km: Annotated[float, Field(ge=0)] | None = None
    precision: PlacePrecision
    confidence: Share


class When(Message):
    """Civil dates at the place, both ends included."""

    start: date
    end: date
    part_of_day: PartOfDay | None = None
    precision: DatePrecision
    basis: DateBasis
    confidence: Share


class Actor(Message):
    role: ActorRole
    name: str
    actor_id: str | None = None
    kind: ActorKind = ActorKind.OTHER
    country: str | None = None
    confidence: Share


class Claim(Message):
    """Who says (or denies) what; `about` is whom the claim is about, `via` the outlet that carried it."""

    kind: ClaimKind
    stance: Stance
    by: str | None = None
    about: str | None = None
    via: str | None = None


class SourcedClaim(Claim):
    article_id: str


class HarmAssertion(Message):
    """One figure as one article gives it; `by` is who counted."""

    value: Count
    qualifier: Qualifier = Qualifier.EXACTLY
    by: str | None = None
    side: Side = Side.VICTIMS


class MentionHarm(Message):
    """All figures of one mention, null where the article is silent."""

    killed: tuple[HarmAssertion, ...] | None = None
    injured: tuple[HarmAssertion, ...] | None = None
    missing: tuple[HarmAssertion, ...] | None = None
    abducted: tuple[HarmAssertion, ...] | None = None
    detained: tuple[HarmAssertion, ...] | None = None


class Evidence(Message):
    """The piece of the article, [start, end) in code points, that supports a field such as `harm.killed`."""

    field: str
    start: Count
    end: Count
    quote: Annotated[str, Field(max_length=QUOTE_LIMIT)]


class SourcedEvidence(Evidence):
    article_id: str


class Lineage(Message):
    service: str
    rules: str
    model: str | None = None


class Mention(Message):
    """What one article says about one incident; its id is `article_id#ordinal`."""

    ordinal: Count
    role: Role
    start: Count
    end: Count
    what: What
    where: Where | None = None
    when: When | None = None
    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    harm: MentionHarm = MentionHarm()
    evidence: tuple[Evidence, ...] = ()
    confidence: Share


class Report(Message):
    """What Tocsin read in one version of an article; a newer report replaces what the older said."""

    article_id: str
    content_hash: str
    revised_at: Instant | None = None
    outcome: Outcome
    reason: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published_at: Instant | None = None
    received_at: Instant | None = None
    language: str | None = None
    headline: str | None = None
    summary: str | None = None
    cited_outlets: tuple[str, ...] = ()
    fingerprint: tuple[Count, ...] = ()
    mentions: tuple[Mention, ...] = ()
    lineage: Lineage


class SourcedHarmAssertion(Message):
    value: Count
    qualifier: Qualifier = Qualifier.EXACTLY
    by: str | None = None
    article_id: str


class BySide(Message):
    attackers: Count | None = None
    security_forces: Count | None = None
    civilians: Count | None = None


class HarmCount(Message):
    best: Count
    low: Count
    high: Count
    assertions: tuple[SourcedHarmAssertion, ...] = ()
    by_side: BySide | None = None


class Harm(Message):
    killed: HarmCount | None = None
    injured: HarmCount | None = None
    missing: HarmCount | None = None
    abducted: HarmCount | None = None
    detained: HarmCount | None = None


class Severity(Message):
    """0 to 5, with the rules that fired."""

    level: Annotated[int, Field(ge=0, le=5)]
    reasons: tuple[str, ...] = ()


class Source(Message):
    """One article behind an incident; copies of one syndicated text share `syndication_group`."""

    article_id: str
    role: Role
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_at: Instant | None = None
    language: str | None = None
    syndication_group: str


class Incident(Message):
    """One real-world happening, fused from its mentions: the full record at one revision."""

    incident_id: str
    revision: Annotated[int, Field(ge=1)]
    state: IncidentState
    merged_into: str | None = None
    first_reported_at: Instant | None = None
    last_changed_at: Instant | None = None
    headline: str | None = None
    summary: str | None = None
    what: What
    where: Where | None = None
    when: When | None = None
    actors: tuple[Actor, ...] = ()
    claims: tuple[SourcedClaim, ...] = ()
    harm: Harm = Harm()
    severity: Severity
    sources: tuple[Source, ...] = ()
    article_count: Count
    distinct_texts: Count
    cited_outlets: tuple[str, ...] = ()
    evidence: tuple[SourcedEvidence, ...] = ()
    confidence: Share
    related: tuple[str, ...] = ()
    lineage: Lineage


class FieldChange(Message):
    field: str
    before: JsonValue = None
    after: JsonValue = None


class Cause(Message):
    """The decision about one article version that made the change, with the scored features behind it."""

    article_id: str
    content_hash: str
    decision: str
    score: float | None = None
    features: dict[str, JsonValue] = Field(default_factory=dict)


class IncidentChange(Message):
    """One revision of one incident: what changed, why, and the full record after it."""

    change: ChangeKind
    incident_id: str
    revision: Annotated[int, Field(ge=1)]
    previous_revision: Annotated[int, Field(ge=1)] | None = None
    fields: tuple[FieldChange, ...] = ()
    cause: Cause
    merged_into: str | None = None
    incident: Incident
