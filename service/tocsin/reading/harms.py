"""The figures of one thread: what its frames assert of killed, injured, missing, abducted, detained."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.reading import questions as q
from tocsin.reading.evidence import EvidenceList
from tocsin.reading.frames import Frame
from tocsin.reading.harm_counts import choose
from tocsin.reading.harm_hints import Hints
from tocsin.reading.harm_title import Title, title_of
from tocsin.reading.harm_totals import combine
from tocsin.reading.strands import Part, Sharing, Standing, Thread
from tocsin.types import Candidate, Sentence
from tocsin_schemas.models import MentionHarm

_GIVES = frozenset({Sharing.OWN, Sharing.ALL})
_MOST_QUOTES = 3
_CRIME = "CRI."


@dataclass(frozen=True, slots=True)
class HarmSaid:
    """What an article says of harm as one mention weighs it: of its own happening, and of none in particular."""

    own: tuple[Candidate, ...] = ()
    loose: tuple[Candidate, ...] = ()
    title: Sentence | None = None
    is_alone: bool = False
    """Whether the title can be about no other happening."""
    hints: Hints = field(default_factory=Hints)

    def heading(self) -> Title:
        return Title() if self.title is None else title_of(self.title, self.is_alone)


def said_of(parts: Sequence[Part], loose: tuple[Candidate, ...] = ()) -> HarmSaid:
    """The harm candidates of a thread's parts, with those of no thread beside them."""
    return HarmSaid(tuple(one for part in parts if part.sharing in _GIVES for one in part.frame.harms()), loose)


def _is_own_death(one: Candidate, question: str) -> bool:
    """Whether one who "then shot himself" may be counted there."""
    return question == "harm.killed" and one.question == "harm.injured" and bool(one.value.is_self)


def loose_harms(frames: Sequence[Frame], threads: Sequence[Thread]) -> tuple[Candidate, ...]:
    """Harm told by frames that joined no thread, where the article tells a single happening that it can be about."""
    if sum(thread.standing is Standing.TOLD for thread in threads) != 1:
        return ()
    woven = {id(part.frame) for thread in threads if not _is_adrift(thread) for part in thread.parts}
    return tuple(one for frame in frames if id(frame) not in woven for one in frame.harms())


def _is_adrift(thread: Thread) -> bool:
    """Told as no happening of its own: without a day or a place that sets it apart."""
    return thread.standing is Standing.BACKGROUND and thread.first_day is None and thread.place is None


def is_weighed(event_type: str) -> bool:
    """Whether figures are chosen by weights fitted on news of crime; those of all else are chosen by rules."""
    return event_type.startswith(_CRIME)


def harm_of(said: HarmSaid, event_type: str, evidence: EvidenceList) -> MentionHarm:
    """Assertions by slot, null where the thread is silent; the sentences that give a kept figure are its evidence.

    The title helps to choose among figures; one that it alone gives has no sentence to show.
    """
    harm = choose(said.own, said.loose, said.heading(), said.hints) if is_weighed(event_type) else combine(said.own)
    for question in q.HARM:
        kept = {one.value for one in getattr(harm, question.removeprefix("harm.")) or ()}
        if not kept:
            continue
        every = (*said.own, *said.loose)
        told = [one for one in every if one.question == question]
        told = told or [one for one in every if _is_own_death(one, question)]
        exact = [one for one in told if one.value.value in kept]
        for one in (exact or told)[:_MOST_QUOTES]:
            evidence.add(question, one)
    return harm
