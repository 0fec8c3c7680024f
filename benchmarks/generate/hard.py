"""Hard news: what a plain key of type, city and day gets wrong, and what a stream must put up with.

Two deeds in one city on one day, second places without a name, other words for a deed, a wrong day, syndicated copies,
updates that change toll, place or deed, withdrawals by status and by null value, follow-ups weeks later, records
delivered twice, newer versions that come first, and poison.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from benchmarks.generate.deeds import Deed, Scene, day_before, nearest, scenes
from benchmarks.generate.plain import EPOCH, tell_ordinary, tolls_at
from benchmarks.generate.poison import Poison, make_poison
from benchmarks.generate.telling import (
    VICTIM,
    Passage,
    Told,
    read_perfectly,
    take_back,
    take_back_by_null,
    write_article,
    write_mention,
)
from benchmarks.generate.words import CLOSING, HARD_KINDS, OUTLETS, SECONDS
from benchmarks.generate.world import Happening, cities

ORDINARY, POISON, REPEATED = 0.05, 0.01, 0.01
PER_DEED = 3.0
COPIED = 0.3
OTHER_WORDS, WRONG_DAY = 0.12, 0.06
TELLS_SECOND, NAMES_SECOND = 0.7, 0.25
FATES = {"toll": 0.06, "place": 0.03, "deed": 0.03, "withdrawn": 0.015, "null": 0.01}
"""Shares of articles that are updated or taken back; `deed`: the first version told of the twin."""
FOLLOWED_LATE = 0.12
"""Share of deeds with a follow-up 10 to 40 days later."""
NEWER_FIRST = 0.1
"""Share of updates that arrive before the version that they replace."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A post and when it comes."""

    at: datetime
    post: Told | Poison


def generate_hard(count: int, seed: int = 1, days: int = 60) -> list[Told | Poison]:
    """Exactly `count` records in order of arrival; the same arguments give the same records."""
    random = Random(seed * 104_729 + 3)
    poison, repeated, ordinary = (round(count * share) for share in (POISON, REPEATED, ORDINARY))
    told = count - poison - repeated - ordinary
    found = scenes(told // 2 + 1, seed, days)
    arrivals = list(islice((one for scene in found for one in _Coverage(scene, random).arrivals()), told))
    places = cities()
    for number in range(ordinary):
        one = tell_ordinary(number, random.choice(places), days, random)
        arrivals.append(Arrival(one.article.published_at or EPOCH, one))
    for again in random.sample(arrivals, repeated):
        arrivals.append(Arrival(again.at + timedelta(hours=random.randrange(1, 72)), again.post))
    for number in range(poison):
        arrivals.append(Arrival(random.choice(arrivals).at, make_poison(number, random)))
    arrivals.sort(key=lambda one: (one.at, one.post.record[0]))
    return [one.post for one in arrivals]


@dataclass(slots=True)
class _Coverage:
    """All articles about one scene."""

    scene: Scene
    random: Random
    _bodies: dict[int, tuple[str, list[Passage]]] = field(default_factory=dict)

    def arrivals(self) -> Iterator[Arrival]:
        for deed in self.scene:
            for at in range(max(1, round(self.random.gauss(PER_DEED, 1.0)))):
                yield from self._article(deed, at)
            if self.random.random() < FOLLOWED_LATE:
                one = self._follow_up(deed)
                yield Arrival(one.article.published_at or EPOCH, one)

    def _article(self, deed: Deed, at: int) -> Iterator[Arrival]:
        random = self.random
        noon = datetime.combine(deed.happening.day, datetime.min.time(), EPOCH.tzinfo) + timedelta(hours=14)
        published = noon + timedelta(hours=at * 2, minutes=random.randrange(90))
        name, publisher = f"h{deed.number}-{at}", random.choice(OUTLETS)
        fate = self._fate(deed)
        if at == 0 or random.random() >= COPIED or deed.number not in self._bodies:
            self._bodies[deed.number] = self._write(self._first_told(deed, fate), at)
        first = self._told(name, self._bodies[deed.number], publisher, published)
        yield from self._fates(first, deed, fate, at)
        if fate in ("place", "deed"):
            del self._bodies[deed.number]  # nobody copies what was wrong

    def _fate(self, deed: Deed) -> str:
        fate = self.random.choices((*FATES, ""), (*FATES.values(), 1 - sum(FATES.values())))[0]
        impossible = (fate == "deed" and len(self.scene) < 2) or (fate == "place" and nearest(deed.city) is None)
        return "" if impossible else fate

    def _first_told(self, deed: Deed, fate: str) -> Deed:
        """What the first version tells of: where it is wrong, the deed in another city, or the twin."""
        if fate == "place":
            wrong = nearest(deed.city) or deed.city
            return replace(deed, happening=replace(deed.happening, city=wrong))
        if fate == "deed":
            return next(other for other in self.scene if other is not deed)
        return deed

    def _fates(self, first: Told, deed: Deed, fate: str, at: int) -> Iterator[Arrival]:
        published = first.article.published_at or EPOCH
        later = published + timedelta(hours=self.random.randrange(1, 30))
        come = later + timedelta(hours=1) if self.random.random() < NEWER_FIRST else published
        if fate in ("toll", "place", "deed"):
            name, publisher = first.article.article_id, first.article.publisher or ""
            told = self._told(name, self._write(deed, at + 1), publisher, published, later)
            yield Arrival(come, first)
            yield Arrival(later, told)
            return
        yield Arrival(published, first)
        if fate == "withdrawn":
            yield Arrival(later, take_back(first, later))
        elif fate == "null":
            yield Arrival(later, take_back_by_null(first, later))

    def _told(
        self,
        name: str,
        written: tuple[str, list[Passage]],
        publisher: str,
        published: datetime,
        revised: datetime | None = None,
    ) -> Told:
        body, passages = written
        first = passages[0]
        title = f"{HARD_KINDS[first.code].noun.capitalize()} in {first.place_name}"
        article = write_article(name, title, body, publisher, published, revised)
        mentions = [write_mention(one, body, ordinal) for ordinal, one in enumerate(passages)]
        return Told(article, tuple(one.happening for one in passages), read_perfectly(article, mentions))

    def _write(self, deed: Deed, at: int) -> tuple[str, list[Passage]]:
        """The text and what it says, in its own words."""
        random, happening = self.random, deed.happening
        told = day_before(happening) if random.random() < WRONG_DAY else happening
        code = HARD_KINDS[told.code].kindred if random.random() < OTHER_WORDS else told.code
        kind, (killed, injured) = HARD_KINDS[code], tolls_at(told, at)
        place = f"{told.city.name}, {told.city.country_name}"
        opening = kind.opening.format(target=deed.target, place=place, weekday=f"{told.day:%A}")
        sentence = f"{opening}{_toll(killed, injured)}, police said."
        passages = [
            Passage(
                code=code,
                weapon=kind.weapon,
                city=told.city,
                country=told.city.country,
                place_name=told.city.name,
                day=told.day,
                killed=killed,
                injured=injured,
                victims=told.victims,
                sentence=sentence,
                happening=told.number,
            )
        ]
        lines = [sentence, *(f"{VICTIM}{name}, a resident of {told.city.name}." for name in told.victims)]
        if deed.second is not None and random.random() < TELLS_SECOND:
            passages.append(self._second(deed.second, told))
            lines.append(passages[-1].sentence)
        closing = random.sample([one.format(noun=kind.noun) for one in CLOSING], random.randrange(1, 4))
        return "\n\n".join([*lines, *closing]), passages

    def _second(self, second: Happening, first: Happening) -> Passage:
        opening, nameless, named = SECONDS[second.code]
        is_named = self.random.random() < NAMES_SECOND
        where = named.format(city=second.city.name) if is_named else nameless
        return Passage(
            code=second.code,
            weapon=HARD_KINDS[second.code].weapon,
            city=second.city if is_named else None,
            country=second.city.country,
            place_name=second.city.name if is_named else where,
            day=first.day,
            killed=second.killed,
            injured=second.injured,
            sentence=f"{opening.format(where=where)}{_toll(second.killed, second.injured)}.",
            happening=second.number,
        )

    def _follow_up(self, deed: Deed) -> Told:
        """Told weeks later: joins the deed, founds nothing."""
        happening, random = deed.happening, self.random
        kind, city = HARD_KINDS[happening.code], happening.city
        published = datetime.combine(happening.day, datetime.min.time(), EPOCH.tzinfo) + timedelta(
            days=random.randrange(10, 41), hours=random.randrange(7, 20)
        )
        dead = f", which killed {happening.killed} people" if happening.killed else ""
        sentence = (
            f"Police arrested a man on {published:%A} over the {kind.noun} at {deed.target} in {city.name}, "
            f"{city.country_name}, on {happening.day.day} {happening.day:%B}{dead}, a spokesman said."
        )
        passage = Passage(
            code=happening.code,
            weapon=kind.weapon,
            city=city,
            country=city.country,
            place_name=city.name,
            day=happening.day,
            killed=happening.killed,
            injured=0,
            victims=happening.victims,
            sentence=sentence,
            role="follow_up",
            happening=happening.number,
        )
        names = [f"{VICTIM}{name}, a resident of {city.name}." for name in happening.victims]
        body = "\n\n".join([sentence, *names, "He is due to appear in court next week."])
        title = f"Arrest over {kind.noun} in {city.name}"
        article = write_article(f"h{happening.number}-late", title, body, random.choice(OUTLETS), published)
        return Told(article, (happening.number,), read_perfectly(article, [write_mention(passage, body)]))


def _toll(killed: int, injured: int) -> str:
    if killed:
        return f", killing {killed} people and injuring {injured} others"
    return f", injuring {injured} people" if injured else ""
