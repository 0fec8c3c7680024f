"""Who was killed, hurt, missing, abducted or detained, and how many: figures, lists, single and named people."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from tocsin.reading.questions import HarmAnswer
from tocsin.reading.rules.arrests import arrests
from tocsin.reading.rules.boasts import boasts_in
from tocsin.reading.rules.captives import captives
from tocsin.reading.rules.harm_cues import HURT, Cue, Effect, Voice
from tocsin.reading.rules.harm_doers import holds_doer, is_by_police, is_doer, is_left
from tocsin.reading.rules.harm_none import none_in
from tocsin.reading.rules.harm_sources import source_of
from tocsin.reading.rules.harm_subjects import LINK, people_of
from tocsin.reading.rules.harm_turns import is_own_hand, is_untold, tells_life, tells_more, with_more
from tocsin.reading.rules.harm_words import cues_in, tells_harm
from tocsin.reading.rules.numbers import NUMBER
from tocsin.reading.rules.people import Form, Person, people_in
from tocsin.reading.rules.stems import Openings
from tocsin.reading.rules.tolls import tolls
from tocsin.types import Candidate, Document, Sentence
from tocsin_schemas.enums import Qualifier, Side

_SCORES = {
    Form.COUNTED: 0.9,
    Form.ONE: 0.8,
    Form.NAMED: 0.75,
    Form.DEFINITE: 0.6,
    Form.PRONOUN: 0.5,
}
"""How far a form of telling is to be trusted; order matters more than height (gva, 2026-11-21)."""
_QUOTED = 0.7
_COURT = 0.6
_COURT_WORDS = Openings(
    r"\b(?:charged|accused|convicted|sentenced|pleaded|pled|trial|guilty|indicted|acquitted|jury|suspected of|"
    r"wanted for|"
    r"anniversary|memorial|years? ago|in (?:19|20)\d\d|last (?:year|month)|earlier this (?:year|month)|"
    r"previous(?:ly)?)\b"
)
_SEVERAL = Openings(
    r"\b(?:shootings|stabbings|homicides|slayings|killings|murders|attacks|incidents|crashes|fires|blasts|bombings|"
    r"explosions|raids|weekend|so far|this (?:year|month|week)|across the (?:city|country|county)|statistics|"
    r"according to (?:data|figures|statistics))\b"
)
"""Words of a sentence whose figures may be those of several happenings."""
_SUBSET = re.compile(
    rf"(?:,|\(|\s-)\s*(?:(?:at\s+least\s+|most\s+|some\s+|many\s+|{NUMBER}\s+)of\s+(?:them|whom)|the\s+(?:young|old|eld)est)"
    r"\s+[^,;.()]{2,60}",
    re.IGNORECASE,
)
""" "27 people, six of them children, ..." counts the six among the 27."""
_OF_THE = re.compile(rf"(?:Of|Among)\s+(?:the|those|its)\s+(?:\w+\s+)?{NUMBER}\b[^;.,]*,\s")
_INCLUDING = re.compile(r",\s*including\s+[^,;.()]{2,60}(?=,)", re.IGNORECASE)
_OPENS_LIST = re.compile(r"\s*(?:,|--?|\u2013|\u2014|:|\()\s*(?:both\s+|all\s+)?(?:an?\s+)?", re.IGNORECASE)
_CLOSES_LIST = re.compile(r"\s*(?:,(?!\s*(?:and\s+)?\w+\s+others?\b)|--?|\u2013|\u2014|\)|\.|$)")
_OVER_TIME = Openings(
    r"\b(?:counts|counted|records|recorded|documented|tallied|registered|logged)\b.*\b(?:between\s+(?:jan|feb|mar|apr|may|"
    r"jun|jul|aug|sep|oct|nov|dec)\w*\s+and|since\s+\w+|so\s+far\s+this|this\s+year|last\s+year|in\s+(?:19|20)\d\d)\b"
    r"|\bsince\s+the\s+(?:start|beginning)\s+of\s+(?:the|this|last)\s+(?:year|month|war|conflict|decade)\b"
)
"""Words of a sentence whose figures are those of a year or of months."""
_RUNNING = re.compile(r"\d{1,2}:\d\d\s+(?![ap]\.?m\b)[A-Z]")
""" "1:24 Driver shot at crossing": the title of a film beside the article, with how long it runs."""
_FORCES = re.compile(r"\b(?:army|military|police|troops|soldiers|air force|security forces)\b", re.IGNORECASE)
""" "The army said that it killed 19": its enemies."""
_AT_FIRST = Openings(
    r"\b(?:had|has)\s+(?:\w+\s+){0,2}?(?:reported|spoken|said|put|counted|given)\b[^.;]{0,60}\b(?:at\s+first|initially)\b|"
    r"\b(?:initially|at\s+first|had\s+earlier)\s+(?:been\s+)?(?:reported|said|put|spoke|spoken|counted)\b"
)
""" "Five had been reported wounded at first": a figure that the text itself calls a first one."""
_FIRST_REACH = 40
"""Characters after such words that may hold the figure."""
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied)|dismiss(?:es|ed)|refut(?:es|ed)|scotch(?:es|ed)|reject(?:s|ed))\s(?:[\w'-]+\s){0,4}?"
    r"(?:messages?|posts?|reports?|rumou?rs?|claims?|allegations?)\b",
    re.IGNORECASE,
)
""" "Denied messages which claimed that a student had died": what follows is what is denied."""
_RUMOUR = re.compile(r"\b(?:Telegram|social media|channels?|posts?|messages?|rumou?rs?|online)\b", re.I)
_CALLED_UNTRUE = re.compile(
    r"\b(?:called|calls) (?:that|this|it|them|those|the (?:figure|report|claim)s?) (?:\w+ )?(?:untrue|false|wrong|"
    r"lies?|a lie|nonsense|fake|baseless)\b",
    re.I,
)
""" "Some channels reported that four had died. The spokeswoman called that untrue."."""
_IF = re.compile(r"\b(?:if|unless|whether|in\s+case)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What became of `people`, told at [start, end) of a sentence."""

    effect: Effect
    people: tuple[Person, ...]
    start: int
    end: int
    score: float
    is_alive: bool = False
    is_self: bool = False
    is_also: bool = False
    is_object: bool = False
    is_by_police: bool = False
    holds_doer: bool = False


class HarmRules:
    """Answers `harm.*` from the body's sentences."""

    def annotate(self, document: Document) -> Iterable[Candidate]:
        following = (*(one.text for one in document.sentences[1:]), "")
        for sentence, after in zip(document.sentences, following, strict=False):
            if not (_RUMOUR.search(sentence.text) and _CALLED_UNTRUE.search(after)):
                yield from harms_in(sentence)


def harms_in(sentence: Sentence) -> Iterator[Candidate]:
    """What one sentence, or a title, tells of harm."""
    text = sentence.text
    if not tells_harm(text) or _OVER_TIME.search(text) or _RUNNING.match(text):
        return
    boasts = [sentence.locate(start, end) for start, end in boasts_in(text)]
    for one in _harms(sentence):
        if any(span.start <= one.span.start < span.end for span in boasts):
            side = Side.ATTACKERS if _FORCES.search(one.value.by or "") else one.value.side
            one = replace(one, value=replace(one.value, is_boast=True, side=side))
        yield one


def _harms(sentence: Sentence) -> Iterator[Candidate]:
    text = sentence.text
    by = source_of(text)
    weight = (_QUOTED if sentence.is_quote else 1.0) * (_COURT if _COURT_WORDS.search(text) else 1.0)
    at_first = _AT_FIRST.search(text)
    denied = _DENIED.search(text)
    end = denied.end() if denied else len(text)
    yield from _none_hurt(sentence, by, weight)
    yield from tolls(sentence, by, weight)
    yield from captives(sentence, by, weight)
    yield from arrests(sentence, by, weight)
    nobody = [match.span() for match in none_in(text)]
    for item in told_in(text):
        if item.start >= end or (at_first is not None and _is_outdated(item, at_first.end())):
            continue
        if not any(item.start < last and first < item.end for first, last in nobody):
            yield from _candidates(sentence, item, by, weight)


def _is_outdated(item: Told, at: int) -> bool:
    """Whether people are counted before the words at `at` that call a figure a first one, or right after them."""
    return item.start < at or (item.start < at + _FIRST_REACH and item.people[0].form is Form.COUNTED)


def _none_hurt(sentence: Sentence, by: str | None, weight: float) -> Iterator[Candidate]:
    for match in none_in(sentence.text):
        span = sentence.locate(match.start(), match.end())
        words = match[0].lower()
        effects = (
            {Effect.KILLED} if re.search(r"death|dead|kill|fatal|died", words) else {Effect.INJURED, Effect.KILLED}
        )
        if re.search(r"injur|hurt|casualt|wound|victim|harm", words):
            effects.add(Effect.INJURED)
        for effect in sorted(effects):
            answer = HarmAnswer(0, by=by)
            yield Candidate(f"harm.{effect}", answer, span, sentence.index, 0.85 * weight, "rule:harm.none")


@lru_cache(maxsize=512)
def told_in(text: str) -> tuple[Told, ...]:
    """What a sentence tells of people, in order; modal and negated verbs tell nothing."""
    return tuple(_told(text))


def _told(text: str) -> Iterator[Told]:
    cues = [cue for first in cues_in(text) for cue in with_more(text, first)]
    if not cues:
        return
    people = _without_expansions(text, _without_subsets(text, _born(text), cues))
    taken: set[tuple[int, Effect]] = set()
    for cue in cues:
        before = max(0, cue.start - 40)
        if is_untold(text, before, cue.start):
            continue
        doers = _doers(people, taken) if cue.voice is Voice.SELF else people
        group = people_of(text, doers, cue.start, cue.end, cue.voice)
        if cue.voice is Voice.NOBODY:
            form = Form.COUNTED if cue.people > 1 else Form.DEFINITE
            victims = (Person(cue.start, cue.end, form, cue.people),)
            yield Told(cue.effect, victims, cue.start, cue.end, cue.weight, is_self=cue.is_self)
            continue
        group = tuple(person for person in group if (person.start, cue.effect) not in taken)
        group = _of_one_count(text, group, cue) if len(group) > 1 else group
        group = _with_all(text, people, group, cue) if ", including " in text else group
        if group and cue.effect in HURT and _is_share(text, group[0]):
            continue
        if group and not _IF.search(text, max(0, group[0].start - 12), group[0].start):
            taken.update((person.start, cue.effect) for person in group)
            if len(group) == 1 and is_doer(text, cue, group[0]):
                group = (replace(group[0], side=Side.ATTACKERS),)
            yield _told_of(text, cue, group)


def _is_share(text: str, person: Person) -> bool:
    """ "Of the eight others who were shot, three are in hospital": the three are counted among the eight."""
    shared = _OF_THE.match(text)
    return shared is not None and person.start >= shared.end()


def _born(text: str) -> tuple[Person, ...]:
    """The people of a sentence but for "her unborn child", whom registries of victims do not count."""
    people = people_in(text)
    if "nborn" not in text:
        return people
    return tuple(person for person in people if "unborn" not in text[person.start : person.end].lower())


def _doers(people: tuple[Person, ...], taken: set[tuple[int, Effect]]) -> tuple[Person, ...]:
    """Who can have done it to himself: one person, whom nobody else hurt in the same sentence."""
    hurt = {start for start, _ in taken}
    return tuple(person for person in people if person.value == 1 and person.start not in hurt)


def _told_of(text: str, cue: Cue, group: tuple[Person, ...]) -> Told:
    is_object = cue.voice is not Voice.SELF and (group[0].start >= cue.end or is_left(text, group[0].start))
    start, end = min(cue.start, group[0].start), max(cue.end, group[-1].end)
    return Told(
        cue.effect,
        group,
        start,
        end,
        cue.weight,
        is_alive=tells_life(text, cue),
        is_self=is_own_hand(text, cue),
        is_also=tells_more(text, group[-1].end, cue.end),
        is_object=is_object,
        is_by_police=is_by_police(text, cue),
        holds_doer=holds_doer(text, group[-1].end),
    )


def _without_subsets(text: str, people: tuple[Person, ...], cues: list[Cue]) -> tuple[Person, ...]:
    """Leave out people counted among those before them, unless a verb of their own tells what became of them."""
    if " of them " not in text and " of whom " not in text and "est " not in text:
        return people
    asides = [
        match.span()
        for match in _SUBSET.finditer(text)
        if not any(match.start() <= cue.start < match.end() for cue in cues)
    ]
    return tuple(person for person in people if not any(start <= person.start < end for start, end in asides))


def _of_one_count(text: str, group: tuple[Person, ...], cue: Cue) -> tuple[Person, ...]:
    """ "Shot nine people, two of them fatally": what stands in the aside is told of the two, all else of the nine."""
    for match in _SUBSET.finditer(text, group[0].end):
        inner = tuple(person for person in group if match.start() <= person.start < match.end())
        if inner and len(inner) < len(group):
            within = match.start() <= cue.start < match.end()
            return inner if within else tuple(person for person in group if person not in inner)
    return group


def _with_all(text: str, people: tuple[Person, ...], group: tuple[Person, ...], cue: Cue) -> tuple[Person, ...]:
    """ "12 people, including two children, were killed": what follows the aside is told of the twelve."""
    for match in _INCLUDING.finditer(text):
        within = group and match.start() <= group[0].start < match.end() <= cue.start
        before = [person for person in people if person.end <= match.start() + 1]
        if within and before:
            return (before[-1],)
    return group


def _without_expansions(text: str, people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Leave out a list that spells out the count before it: "four others, three women and a man, were hurt"."""
    dropped: set[int] = set()
    for at, person in enumerate(people):
        if person.form is not Form.COUNTED or at in dropped:
            continue
        end, total = person.end, 0
        for after in range(at + 1, len(people)):
            other = people[after]
            gap = text[end : other.start]
            if not (_OPENS_LIST.fullmatch(gap) if after == at + 1 else LINK.match(gap)) or not other.value:
                break
            end, total = other.end, total + other.value
            if total >= person.value:
                if total == person.value and _CLOSES_LIST.match(text, end):
                    dropped.update(range(at + 1, after + 1))
                break
    return tuple(person for at, person in enumerate(people) if at not in dropped) if dropped else people


def _candidates(sentence: Sentence, found: Told, by: str | None, weight: float) -> Iterator[Candidate]:
    sides: dict[Side, list[Person]] = {}
    for person in found.people:
        if person.value:
            sides.setdefault(person.side, []).append(person)
    attackers = sides.pop(Side.ATTACKERS, None)
    groups = [people for people in (([p for people in sides.values() for p in people]), attackers) if people]
    for people in groups:
        value = sum(person.value for person in people)
        qualifier = next((p.qualifier for p in people if p.qualifier is not Qualifier.EXACTLY), Qualifier.EXACTLY)
        side = people[0].side if len({person.side for person in people}) == 1 else Side.VICTIMS
        first, last = min(p.start for p in people), max(p.end for p in people)
        answer = HarmAnswer(
            value,
            qualifier,
            by,
            side,
            who=sentence.text[first:last],
            form=_form(people),
            is_other=found.is_also or all(person.is_other for person in people),
            is_hit=found.effect is Effect.HIT,
            is_alive=found.is_alive,
            is_self=found.is_self,
            is_sum=_SEVERAL.search(sentence.text) is not None,
            is_object=found.is_object,
            is_by_police=found.is_by_police,
            holds_doer=found.holds_doer,
        )
        effect = Effect.INJURED if found.effect is Effect.HIT else found.effect
        score = min(_SCORES[person.form] for person in people) * found.score * weight
        name = "hit" if found.effect is Effect.HIT else _form(people)
        yield Candidate(
            f"harm.{effect}",
            answer,
            sentence.locate(found.start, found.end),
            sentence.index,
            score,
            f"rule:harm.{name}",
        )


def _form(people: list[Person]) -> str:
    return "counted" if len(people) > 1 or people[0].value > 1 else people[0].form.value
