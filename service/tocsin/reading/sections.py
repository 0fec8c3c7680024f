"""Where a text that tells of several happenings turns to another: "In X, ..." at the head of a paragraph."""

import re
from collections.abc import Iterable

from tocsin.reading import questions as q
from tocsin.reading.dates import own_day
from tocsin.reading.frames import Frame
from tocsin.reading.lie import Relation, is_area, is_placed_there, relation
from tocsin.reading.places import OUTLET, own_place
from tocsin.reading.rules.stems import Openings
from tocsin.reading.section_words import section_patterns
from tocsin.types import Candidate, Document, Span
from tocsin_schemas.enums import PlaceKind

_LEAD = 3
"""Sentences in which a text announces that it tells of several happenings."""
_LATE_DEATH = Openings(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:[\w-]+ ){0,3}?(?:has |had |have )?(?:also )?"
    r"(?:died|dies|succumbed)\b|\b(?:died|die|dies|dying) (?:\w+ )?(?:of|from) (?:his|her|their|its) "
    r"(?:wounds|injuries)\b|"
    r"\bsuccumbed to (?:his|her|their) (?:wounds|injuries)\b"
)
_OPENING = 8
"""Characters before the town or day that opens a sentence: "But in X, ...", "On Friday ..."."""
_OF_TOWN = re.compile(
    r"[- ](?:area )?(?:man|men|woman|women|teen\w*|boy|girl|child|native|residents?|police|officers?|couple|father|"
    r"mother|family|student|mayor|councillor|players?|team)\b",
    re.I,
)
_QUALIFIES = re.compile(r"[A-Z][\w'-]+, $")
""" "Burlington, Washington": the second name says where the first is."""
_LABEL = re.compile(r"\*\*[^*]{3,60}\*\*|[A-Z][A-Z.' ]{2,28}(?::| [-–—]) ")
_HEADING = 4
"""Most words of a heading."""
_REST_OF_LINE = re.compile(r"(?:, [\w' -]{2,30})?")
_OF_IT = re.compile(
    r"(?!.*\b(?:was|were|is|are|has|had|have|left|said|drew|\w+ed)\b)(?:\s[\w\'-]+){0,2}?\s(?:on|in|at|near|outside|"
    r"against|of)\s(?:[\w\'-]+\s){0,4}"
)
"""What stands between "the raid" and the place that tells which raid."""
_THAT_DID = re.compile(
    r"(?:[\w'-]+\s){1,3}?(?:that|which)\s(?:[\w'-]+\s){1,8}?(?:in|at|near|outside)\s(?:[\w'-]+\s){0,3}"
)
""" "The bomb that blew up a truck in X": the clause tells what happened, and where."""


def announces(text: str) -> bool:
    """Whether words say that several happenings are told: "two attacks", "both towns", "on the same day"."""
    return section_patterns().announced.search(text) is not None


def tells_of_several(document: Document) -> bool:
    """Whether the title or the first sentences announce several happenings, or paragraphs stand under labels of their
    own; a title of two clauses may.
    """
    title = document.title.text if document.title is not None else ""
    texts = [title, *(one.text for one in document.sentences[:_LEAD])]
    return ";" in title or _labels(document) > 1 or any(map(announces, texts))


def _labels(document: Document) -> int:
    """How many paragraphs open with a label: "GAZA: ...", "MOZAMBIQUE - ...", "**Six dead off Crete.** ..."."""
    first = {one.paragraph: one for one in reversed(document.sentences)}
    return sum(_LABEL.match(one.text) is not None for one in first.values())


def lists_several(frames: Iterable[Frame]) -> bool:
    """Whether a sentence of the lead lists happenings of more than one kind with their towns."""
    leads = (frame for frame in frames if frame.sentence.index < _LEAD and _lists(frame))
    return any(len({one.value.event_type[:3] for one in frame.triggers() if one.value.noun}) > 1 for frame in leads)


def names_two_towns(title: str, headline: Iterable[Candidate]) -> bool:
    """Whether a title names towns too far apart for one happening: "X mourns, Y counts the damage"."""
    towns = [one for one in headline if one.question == q.WHERE and _is_own_town(one, title)]
    return any(
        relation(town.value.place, towns[0].value.place) is Relation.APART
        and not _QUALIFIES.search(title, 0, town.span.start)
        for town in towns[1:]
    )


def _is_own_town(one: Candidate, title: str) -> bool:
    """Whether something is told of the town itself: not "X man dies", "a man from X"."""
    if one.value.relation in (OUTLET, "adjective", "container", "from") or is_area(one.value.place):
        return False
    return _OF_TOWN.match(title, one.span.end) is None


def told_paragraphs(frames: Iterable[Frame]) -> frozenset[int]:
    """Paragraphs that tell a happening or people hurt by one."""
    return frozenset(frame.sentence.paragraph for frame in frames if frame.tells() is not None or _counts(frame))


def _counts(frame: Frame) -> bool:
    return any(one.value.value > 0 for question in q.HURT for one in frame.get(question))


def is_told_apart(frame: Frame, trigger: Candidate, place: Candidate) -> bool:
    """Whether a place tells which one is meant: "the raid near X", unlike "the raid", which was told before."""
    if not trigger.value.noun or place.span.start <= trigger.span.end or not is_placed_there(place):
        return False
    return _is_of_it(frame, trigger, place) or is_told_by_clause(frame)


def is_told_by_clause(frame: Frame) -> bool:
    """Whether a clause of its own tells what happened and where, whatever is said of it: "denied the bomb that ..."."""
    trigger, place = frame.best("past"), own_place(frame)
    if trigger is None or place is None or not is_placed_there(place):
        return False
    start = frame.sentence.span.start
    return _THAT_DID.fullmatch(frame.sentence.text[trigger.span.start - start : place.span.start - start]) is not None


def _is_of_it(frame: Frame, trigger: Candidate, place: Candidate) -> bool:
    start = frame.sentence.span.start
    return _OF_IT.fullmatch(frame.sentence.text[trigger.span.end - start : place.span.start - start]) is not None


def is_late_death(frame: Frame) -> bool:
    """ "A third victim died of her wounds": more of what is known, wherever the hospital is.

    Not where it says of which one: "the toll of the fire in X rose when a nurse died of her burns".
    """
    start = frame.sentence.span.start
    death = _LATE_DEATH.search(frame.sentence.text, frame.span.start - start)
    if death is None:
        return False
    trigger, place = frame.best("past"), own_place(frame)
    if trigger is None or place is None or trigger.span.overlaps(Span(start + death.start(), start + death.end())):
        return True
    return not _is_of_it(frame, trigger, place)


def sums_up(frame: Frame) -> bool:
    """Whether a clause of the lead speaks of several happenings at once, in such words or by a list of their towns."""
    if frame.sentence.index >= _LEAD:
        return False
    start = frame.sentence.span.start
    text = frame.sentence.text[frame.span.start - start : frame.span.end - start]
    return announces(text) or _lists(frame)


def _lists(frame: Frame) -> bool:
    """ "A shooting in X, a robbery in Y and a fire in Z": as many nouns for happenings as towns far apart."""
    nouns = {one.span.start for one in frame.triggers() if one.value.noun}
    towns = [one.value.place for one in frame.get(q.WHERE) if is_placed_there(one)]
    if min(len(nouns), len(towns)) < 2:
        return False
    return all(relation(town, towns[0]) is Relation.APART for town in towns[1:])


def turns_away(frame: Frame) -> bool:
    """Whether a sentence opens with words that may lead to another happening: "Hours later", "In X", "On Friday"."""
    if frame.span.start != frame.sentence.span.start:
        return False
    if section_patterns().turn.match(frame.sentence.text):
        return True
    place, day = own_place(frame), own_day(frame)
    start = frame.sentence.span.start
    if day is not None and day.span.start - start <= _OPENING:
        return True
    return place is not None and place.span.start - start <= _OPENING and is_placed_there(place)


def is_town_line(frame: Frame) -> bool:
    """Whether a sentence is a town's name, alone or with its country, over what is told there: "MUEDA. Five ..."."""
    place = own_place(frame)
    if place is None or not is_placed_there(place) or place.span.start != frame.sentence.span.start:
        return False
    text = frame.sentence.text.strip().rstrip(".:")
    return _REST_OF_LINE.fullmatch(text, place.span.end - place.span.start) is not None


def is_land_line(frame: Frame) -> bool:
    """Whether a sentence is a country's name alone, over what is told of it: "BRAZIL. The governor ..."."""
    text = frame.sentence.text.strip().rstrip(".:")
    return any(one.value.place.kind is PlaceKind.COUNTRY and one.value.name == text for one in frame.get(q.WHERE))


def lists_lands(frames: Iterable[Frame]) -> bool:
    """Whether a text goes from one country to another under their names."""
    return sum(map(is_land_line, frames)) > 1


def is_heading(frame: Frame) -> bool:
    """Whether a sentence is a few words over a section."""
    text = frame.sentence.text.strip()
    return len(text.split()) <= _HEADING and text[-1:] not in ".!?\"':"
