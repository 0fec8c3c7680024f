"""Plain news: every happening is told by type, city and day, and no two of a city lie close."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.generate.telling import VICTIM, Passage, Told, read_perfectly, take_back, write_article, write_mention
from benchmarks.generate.words import CLOSING, KINDS, ORDINARY, OUTLETS
from benchmarks.generate.world import FIRST_DAY, City, Happening, cities, happenings

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def generate(count: int, seed: int = 1, days: int = 60, per_happening: float = 3.0) -> list[Told]:
    """About `count` article versions in order of publication; the same arguments give the same articles."""
    random = Random(seed)
    ordinary = count // 20
    wanted = max(1, round((count - ordinary) / per_happening))
    told: list[Told] = []
    for happening in happenings(wanted, seed, days):
        told.extend(_coverage(happening, per_happening, random))
    places = cities()
    for number in range(ordinary):
        told.append(tell_ordinary(number, random.choice(places), days, random))
    told.sort(key=lambda one: (one.article.revised_at or one.article.published_at or EPOCH, one.article.article_id))
    return told[:count]


def _coverage(happening: Happening, per_happening: float, random: Random) -> Iterator[Told]:
    noon = datetime.combine(happening.day, datetime.min.time(), UTC) + timedelta(hours=14)
    count = max(1, round(random.gauss(per_happening, per_happening / 3)))
    body = ""
    for at in range(count):
        published = noon + timedelta(hours=at * 2, minutes=random.randrange(90))
        article_id = f"h{happening.number}-{at}"
        copies = at > 0 and random.random() < 0.3
        if not copies:
            body = _body(happening, at, random)
        first = _told(happening, article_id, body, random.choice(OUTLETS), published, None, at)
        yield first
        fate = random.random()
        if fate < 0.08:
            body = _body(happening, at + 1, random)
            revised = published + timedelta(hours=1)
            yield _told(happening, article_id, body, first.article.publisher or "", published, revised, at + 1)
        elif fate < 0.10 and at > 0:
            yield take_back(first, published + timedelta(hours=3))


def tolls_at(happening: Happening, at: int) -> tuple[int, int]:
    """(killed, injured) as the report number `at` has them: tolls rise, the first has part of the dead."""
    return max(0, happening.killed - max(0, 1 - at)), happening.injured


def _body(happening: Happening, at: int, random: Random) -> str:
    opening, noun, _ = KINDS[happening.code]
    place = f"{happening.city.name}, {happening.city.country_name}"
    killed, injured = tolls_at(happening, at)
    toll = f", killing {killed} people and injuring {injured} others" if killed else f", injuring {injured} people"
    lines = [
        opening.format(place=place, weekday=f"{happening.day:%A}")
        + (toll if killed or injured else "")
        + ", police said."
    ]
    for name in happening.victims:
        lines.append(f"{VICTIM}{name}, a resident of {happening.city.name}.")
    closing = [one.format(noun=noun) for one in CLOSING]
    random.shuffle(closing)
    return "\n\n".join([*lines, *closing[: random.randrange(1, 4)]])


def _told(
    happening: Happening,
    article_id: str,
    body: str,
    publisher: str,
    published: datetime,
    revised: datetime | None,
    at: int,
) -> Told:
    _, noun, weapon = KINDS[happening.code]
    city = happening.city
    title = f"{noun.capitalize()} in {city.name}"
    article = write_article(article_id, title, body, publisher, published, revised)
    killed, injured = tolls_at(happening, at)
    sentence = body.partition("\n")[0]
    passage = Passage(
        happening.code,
        weapon,
        city,
        city.country,
        city.name,
        happening.day,
        killed,
        injured,
        happening.victims,
        sentence,
    )
    return Told(article, (happening.number,), read_perfectly(article, [write_mention(passage, body)]))


def tell_ordinary(number: int, city: City, days: int, random: Random) -> Told:
    """News that tells of no incident."""
    start = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    title = f"News from {city.name}"
    text = " ".join(one.format(place=city.name) for one in random.sample(ORDINARY, 2))
    publisher = random.choice(OUTLETS)
    published = start + timedelta(minutes=random.randrange(days * 1440))
    article = write_article(f"o{number}", title, text, publisher, published)
    return Told(article, (), read_perfectly(article, []))


def digest(told: list[Told]) -> str:
    """Tells two runs of the generator apart."""
    return hashlib.sha256(b"".join(one.article.to_bytes() for one in told)).hexdigest()[:16]
