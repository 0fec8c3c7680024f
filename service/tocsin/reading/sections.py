"""Where a text that tells of several happenings turns to another: "In X, ..." at the head of a paragraph."""

import re
from collections.abc import Iterable

from tocsin.reading import questions as q
from tocsin.reading.frames import Frame
from tocsin.reading.lie import is_placed_there
from tocsin.types import Candidate, Document

_LEAD = 3
"""Sentences in which a text announces that it tells of several happenings."""
_HAPPENINGS = (
    r"(?:attacks|strikes|bombings|blasts|explosions|shootings|raids|ambushes|clashes|killings|incidents|assaults|bombs|"
    r"abductions|kidnappings|robberies|fires|airstrikes|air strikes|protests|crashes|stabbings|murders|accidents|"
    r"disasters|tragedies|calamities|catastrophes|outages|cyberattacks|hacks|riots|quakes|earthquakes|floods|storms|"
    r"massacres|operations|events)"
)
_PLACES = r"(?:towns|cities|villages|places|districts|provinces|states|regions|bases|posts|fronts|ends of the country)"
_COUNT = r"(?:two|three|four|both|twin|separate|unrelated|several)"
_ANNOUNCED = re.compile(
    rf"\b{_COUNT} (?:[\w\'-]+ ){{0,3}}?(?:{_HAPPENINGS}|{_PLACES})\b|\b(?:twice|two) in (?:a|one) day\b|"
    r"\bon (?:the same|one) day\b",
    re.I,
)
_LATE_DEATH = re.compile(
    r"\b(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) (?:[\w-]+ ){0,3}?(?:has |had |have )?(?:also )?"
    r"(?:died|dies|succumbed)\b|\b(?:died|die|dies|dying) (?:\w+ )?(?:of|from) (?:his|her|their|its) "
    r"(?:wounds|injuries)\b|"
    r"\bsuccumbed to (?:his|her|their) (?:wounds|injuries)\b",
    re.I,
)
_HEADING = 4
"""Most words of a heading."""
_OF_IT = re.compile(
    r"(?!.*\b(?:was|were|is|are|has|had|have|left|said|drew|\w+ed)\b)(?:\s[\w\'-]+){0,2}?\s(?:on|in|at|near|outside|"
    r"against|of)\s(?:[\w\'-]+\s){0,4}"
)
"""What stands between "the raid" and the place that tells which raid."""


def announces(text: str) -> bool:
    """Whether words say that several happenings are told: "two attacks", "both towns", "on the same day"."""
    return _ANNOUNCED.search(text) is not None


def tells_of_several(document: Document) -> bool:
    """Whether the title or the first sentences announce several happenings."""
    texts = [document.title.text] if document.title is not None else []
    texts += [one.text for one in document.sentences[:_LEAD]]
    return any(map(announces, texts))


def told_paragraphs(frames: Iterable[Frame]) -> frozenset[int]:
    """Paragraphs that tell a happening or people hurt by one."""
    return frozenset(frame.sentence.paragraph for frame in frames if frame.tells() is not None or _counts(frame))


def _counts(frame: Frame) -> bool:
    return any(one.value.value > 0 for question in q.HURT for one in frame.get(question))


def is_told_apart(frame: Frame, trigger: Candidate, place: Candidate) -> bool:
    """Whether a place tells which one is meant: "the raid near X", unlike "the raid", which was told before."""
    if not trigger.value.noun or place.span.start <= trigger.span.end or not is_placed_there(place):
        return False
    start = frame.sentence.span.start
    return _OF_IT.fullmatch(frame.sentence.text[trigger.span.end - start : place.span.start - start]) is not None


def is_late_death(frame: Frame) -> bool:
    """ "A third victim died of her wounds": more of what is known, wherever the hospital is."""
    return _LATE_DEATH.search(frame.sentence.text, frame.span.start - frame.sentence.span.start) is not None


def sums_up(frame: Frame) -> bool:
    """Whether a clause of the lead speaks of several happenings at once."""
    start = frame.sentence.span.start
    text = frame.sentence.text[frame.span.start - start : frame.span.end - start]
    return frame.sentence.index < _LEAD and announces(text)


def is_heading(frame: Frame) -> bool:
    """Whether a sentence is a few words over a section."""
    text = frame.sentence.text.strip()
    return len(text.split()) <= _HEADING and text[-1:] not in ".!?\"':"
