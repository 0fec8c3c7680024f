"""The closed vocabularies of the messages.

A reader must take a value that it does not know as `other`: new values may be added to a published enum at any time.
"""

from enum import StrEnum
from typing import Self


class OpenEnum(StrEnum):
    """An enum whose unknown values are read as `other`, so that an old consumer survives a newer producer."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        return cls("other") if isinstance(value, str) and value != "other" else None


class ArticleStatus(StrEnum):
    """Closed on purpose: an input with a status that we cannot act on is rejected, not guessed at."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Outcome(OpenEnum):
    INCIDENTS = "incidents"
    NONE = "none"
    SKIPPED = "skipped"
    WITHDRAWN = "withdrawn"
    OTHER = "other"


class Role(OpenEnum):
    """How an article stands to the incident: `reported` may found, `follow_up` joins, `background` does neither."""

    REPORTED = "reported"
    FOLLOW_UP = "follow_up"
    BACKGROUND = "background"
    OTHER = "other"


class Reality(OpenEnum):
    OCCURRED = "occurred"
    ATTEMPTED = "attempted"
    FOILED = "foiled"
    THREATENED = "threatened"
    RUMOURED = "rumoured"
    DENIED = "denied"
    OTHER = "other"


class PlacePrecision(OpenEnum):
    EXACT = "exact"
    NEAR = "near"
    ADMIN1 = "admin1"
    COUNTRY = "country"
    OTHER = "other"


class PlaceKind(OpenEnum):
    CITY = "city"
    AIRPORT = "airport"
    AIR_BASE = "air_base"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    REGION = "region"
    COUNTRY = "country"
    SEA = "sea"
    OTHER = "other"


class DatePrecision(OpenEnum):
    EXACT_TIME = "exact_time"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    OTHER = "other"


class DateBasis(OpenEnum):
    """What the date rests on; `published` means that the publication date stands in for a missing one."""

    EXPLICIT = "explicit"
    RELATIVE = "relative"
    WEEKDAY = "weekday"
    PUBLISHED = "published"
    OTHER = "other"


class PartOfDay(OpenEnum):
    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    OTHER = "other"


class ActorRole(OpenEnum):
    PERPETRATOR = "perpetrator"
    CLAIMANT = "claimant"
    TARGET = "target"
    VICTIM = "victim"
    RESPONDER = "responder"
    OTHER = "other"


class ActorKind(OpenEnum):
    STATE_FORCES = "state_forces"
    POLICE = "police"
    GOVERNMENT = "government"
    REBEL_GROUP = "rebel_group"
    TERRORIST_GROUP = "terrorist_group"
    MILITIA = "militia"
    CRIMINAL_GROUP = "criminal_group"
    PRIVATE_COMPANY = "private_company"
    ORGANISATION = "organisation"
    PROTESTERS = "protesters"
    CIVILIANS = "civilians"
    PERSON = "person"
    UNIDENTIFIED = "unidentified"
    OTHER = "other"


class WeaponKind(OpenEnum):
    DRONE = "drone"
    AIRCRAFT = "aircraft"
    MISSILE = "missile"
    ROCKET = "rocket"
    ARTILLERY = "artillery"
    MORTAR = "mortar"
    BOMB = "bomb"
    IED = "ied"
    MINE = "mine"
    GRENADE = "grenade"
    SUICIDE_DEVICE = "suicide_device"
    FIREARM = "firearm"
    BLADE = "blade"
    VEHICLE = "vehicle"
    CHEMICAL = "chemical"
    FIRE = "fire"
    MALWARE = "malware"
    OTHER = "other"


class MeansKind(OpenEnum):
    """By which means: those that MUC-4 (1992) tells apart."""

    ATTACK = "attack"
    BOMBING = "bombing"
    KIDNAPPING = "kidnapping"
    ARSON = "arson"
    ROBBERY = "robbery"
    WORK_STOPPAGE = "work_stoppage"
    OTHER = "other"


class TargetKind(OpenEnum):
    MILITARY = "military"
    GOVERNMENT = "government"
    INFRASTRUCTURE = "infrastructure"
    HEALTH_FACILITY = "health_facility"
    SCHOOL = "school"
    RELIGIOUS_SITE = "religious_site"
    MARKET = "market"
    HOUSING = "housing"
    BUSINESS = "business"
    MEDIA = "media"
    TRANSPORT = "transport"
    AID = "aid"
    CAMP = "camp"
    OTHER = "other"


class ClaimKind(OpenEnum):
    RESPONSIBILITY = "responsibility"
    HARM = "harm"
    OCCURRENCE = "occurrence"
    OTHER = "other"


class Stance(OpenEnum):
    CLAIMS = "claims"
    DENIES = "denies"
    ACCUSES = "accuses"
    CONFIRMS = "confirms"
    OTHER = "other"


class Qualifier(OpenEnum):
    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"
    OTHER = "other"


class Side(OpenEnum):
    ATTACKERS = "attackers"
    SECURITY_FORCES = "security_forces"
    CIVILIANS = "civilians"
    VICTIMS = "victims"
    OTHER = "other"


class IncidentState(OpenEnum):
    OPEN = "open"
    MERGED = "merged"
    RETRACTED = "retracted"
    OTHER = "other"


class ChangeKind(OpenEnum):
    CREATED = "created"
    UPDATED = "updated"
    MERGED = "merged"
    RETRACTED = "retracted"
    OTHER = "other"
