"""Who was killed, hurt, missing, abducted or detained, and how many: figures, lists, single and named people."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tocsin.reading.questions import HarmAnswer
from tocsin.reading.rules.captives import captives
from tocsin.reading.rules.harm_turns import is_own_hand, is_untold, tells_life, tells_more, with_more
from tocsin.reading.rules.harm_words import Cue, Effect, Voice, cues_in, none_in, source_of, tells_harm
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
_LINK = re.compile(r"^\s*,?\s*(?:and|as well as|along with|plus|&)?\s*(?:also\s+)?$", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:including|among them|among whom|such as|like|of|to|with|by|from|near|behind|for|against|into|at|on|in|"
    r"outside|than|"
    r"between|about|toward|towards|beside|inside|them|most of them|mostly|all of them|told|saw|who|whom|"
    r"killing|with a|including a)\s+(?:a|an|the)?\s*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r";|\b(?:said|says|told|but|because|while|although|whose|when|after|before|as)\b", re.IGNORECASE)
_SUBJECT_NEXT = re.compile(
    r"^\s*(?:,[^,]{0,40},)?\s*(?:who\s+)?(?:was|were|is|are|has|have|had|remain\w*|suffered|sustained|died|"
    r"injured|wounded|hurt|dead|missing|"
    r"others?\s+(?:injured|wounded|hurt))\b",
    re.IGNORECASE,
)
_OBJECT_NEXT = re.compile(
    r"\s+(?:an?|the|his|her|their|its|him|them)\s|\s+(?:at\s+least|several|dozens|[A-Z](?!ednes|onday|uesday|hurs|"
    r"riday|atur|unday)|\d)[\w'-]*\s"
)
_SPEAKER_LATER = re.compile(r"[^,;]{0,60}\b(?:said|says|told)\b", re.IGNORECASE)
_SPEAKER_NEXT = re.compile(
    r"^\s*,?\s*(?:\w+\s+)?(?:said|says|told|added|reported|wrote|testified|stated)\b", re.IGNORECASE
)
_SUBSET = re.compile(
    rf"(?:,|\(|\s-)\s*(?:at\s+least\s+|most\s+|some\s+|many\s+|{NUMBER}\s+)of\s+(?:them|whom)\s+[^,;.()]{{2,60}}",
    re.IGNORECASE,
)
""" "27 people, six of them children, ..." counts the six among the 27."""
_OPENS_LIST = re.compile(r"\s*(?:,|--?|\u2013|\u2014|:|\()\s*(?:both\s+|all\s+)?(?:an?\s+)?", re.IGNORECASE)
_CLOSES_LIST = re.compile(r"\s*(?:,(?!\s*(?:and\s+)?\w+\s+others?\b)|--?|\u2013|\u2014|\)|\.|$)")
_OF_THEM = re.compile(r"\s+of\s+(?:whom|them)\b", re.IGNORECASE)
_JOINED_VERB = re.compile(r"\b(?:but|and)\s+(?:\w+ly\s+|later\s+|then\s+|soon\s+)?$", re.IGNORECASE)
_REDUCED = re.compile(
    r"\s+(?:(?:who\s+)?(?:was|were)\s+)?(?:\w+ly\s+)?(?:shot|stabbed|hospitali[sz]ed|wounded|injured|hurt|hit|struck|"
    r"burned|taken|rushed|transported|airlifted|flown)\b",
    re.IGNORECASE,
)
"""What people underwent before the verb that goes on with them: "a woman shot after a party has died"."""
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|from|outside|on|to)\s+$", re.IGNORECASE)
_OVER_TIME = Openings(
    r"\b(?:counts|counted|records|recorded|documented|tallied|registered|logged)\b.*\b(?:between\s+(?:jan|feb|mar|apr|may|"
    r"jun|jul|aug|sep|oct|nov|dec)\w*\s+and|since\s+\w+|so\s+far\s+this|this\s+year|last\s+year|in\s+(?:19|20)\d\d)\b"
)
"""Words of a sentence whose figures are those of a year or of months."""
_IF = re.compile(r"\b(?:if|unless|whether|in\s+case)\s+$", re.IGNORECASE)
_WHO = re.compile(r",?\s*(?:who|whom|that)\s", re.IGNORECASE)
_ALONG = re.compile(r",?\s+(?:along|together)\s+with\s+|,?\s+as\s+(?:was|were)\s+", re.IGNORECASE)
_UNDERGOING = re.compile(r"being\b|found\b", re.IGNORECASE)
""" "Charges for two men found dead", "responsible for four being hurt": theirs, whatever stands before them."""
_HOW = re.compile(r"\b\w+ly\s+$", re.IGNORECASE)
_INCLUDING = re.compile(r"\b(?:including|among them|such as)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)
""" "Five others, including two guards, wounded": five."""
_OBJECT_GAP = re.compile(
    r"\s*(?:[A-Za-z]+ly\s+)?(?:the\s+|his\s+|her\s+|of\s+|both\s+)?"
    r"(?!(?:and|or|in|on|at|after|with|by|for|to|near|when|as|from|but|before|during|while|inside|who|that|"
    r"outside)\b)(?:[\w'-]+\s+)?",
    re.IGNORECASE,
)
_REACH = 110
"""How many characters may lie between people and the verb that tells what became of them."""


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


class HarmRules:
    """Answers `harm.*` from the body's sentences."""

    def annotate(self, document: Document) -> Iterable[Candidate]:
        for sentence in document.sentences:
            yield from harms_in(sentence)


def harms_in(sentence: Sentence) -> Iterator[Candidate]:
    """What one sentence, or a title, tells of harm."""
    text = sentence.text
    if not tells_harm(text) or _OVER_TIME.search(text):
        return
    by = source_of(text)
    weight = (_QUOTED if sentence.is_quote else 1.0) * (_COURT if _COURT_WORDS.search(text) else 1.0)
    yield from _none_hurt(sentence, by, weight)
    yield from tolls(sentence, by, weight)
    yield from captives(sentence, by, weight)
    nobody = [match.span() for match in none_in(text)]
    for item in told_in(text):
        if not any(item.start < end and start < item.end for start, end in nobody):
            yield from _candidates(sentence, item, by, weight)


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
    people = _without_expansions(text, _without_subsets(text, people_in(text), cues))
    taken: set[tuple[int, Effect]] = set()
    for cue in cues:
        before = max(0, cue.start - 40)
        if is_untold(text, before, cue.start):
            continue
        doers = _doers(people, taken) if cue.voice is Voice.SELF else people
        group = _people_of(text, doers, cue.start, cue.end, cue.voice)
        if cue.voice is Voice.NOBODY:
            form = Form.COUNTED if cue.people > 1 else Form.DEFINITE
            victims = (Person(cue.start, cue.end, form, cue.people),)
            yield Told(cue.effect, victims, cue.start, cue.end, cue.weight, is_self=cue.is_self)
            continue
        group = tuple(person for person in group if (person.start, cue.effect) not in taken)
        if group and not _IF.search(text, max(0, group[0].start - 12), group[0].start):
            taken.update((person.start, cue.effect) for person in group)
            yield _told_of(text, cue, group)


def _doers(people: tuple[Person, ...], taken: set[tuple[int, Effect]]) -> tuple[Person, ...]:
    """Who can have done it to himself: one person, whom nobody else hurt in the same sentence."""
    hurt = {start for start, _ in taken}
    return tuple(person for person in people if person.value == 1 and person.start not in hurt)


def _told_of(text: str, cue: Cue, group: tuple[Person, ...]) -> Told:
    return Told(
        cue.effect,
        group,
        min(cue.start, group[0].start),
        max(cue.end, group[-1].end),
        cue.weight,
        is_alive=tells_life(text, cue),
        is_self=is_own_hand(text, cue),
        is_also=tells_more(text, group[-1].end, cue.end),
    )


def _without_subsets(text: str, people: tuple[Person, ...], cues: list[Cue]) -> tuple[Person, ...]:
    """Leave out people counted among those before them, unless a verb of their own tells what became of them."""
    if " of them " not in text and " of whom " not in text:
        return people
    asides = [
        match.span()
        for match in _SUBSET.finditer(text)
        if not any(match.start() <= cue.start < match.end() for cue in cues)
    ]
    return tuple(person for person in people if not any(start <= person.start < end for start, end in asides))


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
            if not (_OPENS_LIST.fullmatch(gap) if after == at + 1 else _LINK.match(gap)) or not other.value:
                break
            end, total = other.end, total + other.value
            if total >= person.value:
                if total == person.value and _CLOSES_LIST.match(text, end):
                    dropped.update(range(at + 1, after + 1))
                break
    return tuple(person for at, person in enumerate(people) if at not in dropped) if dropped else people


def _people_of(text: str, people: tuple[Person, ...], start: int, end: int, voice: Voice) -> tuple[Person, ...]:
    if voice is Voice.PASSIVE:
        return _with_later(text, people, _subject(text, people, start), end)
    if voice is Voice.ACTIVE:
        return _object(text, people, end)
    if voice is Voice.SELF:
        himself = tuple(one for one in people if start < one.start and one.end <= end)
        return _subject(text, people, start) or himself[-1:]
    around = next((person for person in people if person.start < start and end < person.end), None)
    if around is not None:
        return (around,)
    found = _object(text, people, end) if voice is Voice.EITHER else ()
    if not found and voice is Voice.EITHER and _OBJECT_NEXT.match(text, end):
        return ()
    return found or _adjacent(text, people, start)


def _with_later(text: str, people: tuple[Person, ...], group: tuple[Person, ...], end: int) -> tuple[Person, ...]:
    """Those told after their verb: "a boy was hurt, along with two others"."""
    along = _ALONG.match(text, end) if group else None
    return group if along is None else (*group, *(one for one in people if one.start == along.end()))


def _object(text: str, people: tuple[Person, ...], end: int) -> tuple[Person, ...]:
    """The people told right after `end`, with those linked to them."""
    group: list[Person] = []
    at = end
    for person in people:
        if person.start < at:
            continue
        gap = text[at : person.start]
        if not group:
            if len(gap) > 24 or not _OBJECT_GAP.fullmatch(gap):
                break
        elif not gap.strip() or not _LINK.match(gap) or _begins_anew(text, gap, person):
            break
        elif gap.strip() == "," and _is_apposition(group[-1], person):
            at = person.end
            continue
        if person.form is not Form.PRONOUN or not group:
            group.append(person)
        at = person.end
    return tuple(group)


def _begins_anew(text: str, gap: str, person: Person) -> bool:
    """Whether people in a list of objects are the subject of what comes next: "killed a guard, and two were hurt"."""
    following = text[person.end :]
    if _OF_THEM.match(following) or _SUBJECT_NEXT.match(following):
        return True
    closed = "and" in gap and (text[person.end - 1] == "," or following.startswith(","))
    if _SPEAKER_NEXT.match(following) and not closed:
        return True
    return gap.strip() == "," and _SPEAKER_LATER.match(following) is not None


def _is_apposition(first: Person, second: Person) -> bool:
    """ "his daughter, Mya" and "John Doe, a guard" are one person."""
    return first.value == second.value == 1 and (first.form is Form.NAMED) != (second.form is Form.NAMED)


def _adjacent(text: str, people: tuple[Person, ...], start: int) -> tuple[Person, ...]:
    """The people right before `start`: "leaving two dead", "12 injured", "a man and two boys dead"."""
    for person in reversed(people):
        if person.end > start:
            continue
        gap = _HOW.sub("", text[person.end : start]).strip(" ,")
        aside = _INCLUDING.search(text, max(0, person.start - 24), person.start) if gap == "" else None
        if aside is None:
            near = gap in {"", "people", "were", "others", "reported", "confirmed", "still", "still reported"}
            return _with_linked(text, people, person) if near else ()
        start = aside.start()
    return ()


def _subject(text: str, people: tuple[Person, ...], start: int) -> tuple[Person, ...]:
    """The people that a verb at `start` speaks of: the nearest that are no aside, with those linked to them."""
    chosen: Person | None = None
    for person in reversed(people):
        if person.end > start or start - person.end > _REACH:
            continue
        gap = text[person.end : start]
        if gap.strip() and "," not in gap and _is_cut_off(gap):
            break
        if ";" in gap:
            break
        is_own = _WHO.match(gap) or (gap == " " and _UNDERGOING.match(text, start))
        if not is_own and _ASIDE.search(text, max(0, person.start - 24), person.start):
            continue
        chosen = person
        break
    if chosen is None:
        return ()
    return _with_linked(text, people, chosen)


def _is_cut_off(gap: str) -> bool:
    """Whether a new clause begins between people and a verb; "was flown to a hospital but died" goes on with them."""
    found = [match[0].lower() for match in _CLAUSE.finditer(_JOINED_VERB.sub("", gap))]
    if _REDUCED.match(gap):
        found = [word for word in found if word not in {"after", "before", "when", "while", "as"}]
    return bool(found)


def _with_linked(text: str, people: tuple[Person, ...], last: Person) -> tuple[Person, ...]:
    group = [last]
    if _OF_THEM.match(text, last.end):
        return (last,)
    before = [person for person in people if person.end <= last.start]
    for person in reversed(before):
        gap = text[person.end : group[0].start]
        if not _LINK.match(gap) or not gap.strip():
            break
        if person.form is Form.NAMED and _PLACE_BEFORE.search(text, max(0, person.start - 9), person.start):
            break
        if gap.strip() == "," and len(group) == 1 and last.value == 1 and person.value <= 1:
            group[0] = last if last.form is Form.NAMED else person
            continue
        group.insert(0, person)
    return tuple(group)


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
            is_other=found.is_also or any(person.is_other for person in people),
            is_hit=found.effect is Effect.HIT,
            is_alive=found.is_alive,
            is_self=found.is_self,
            is_sum=_SEVERAL.search(sentence.text) is not None,
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
