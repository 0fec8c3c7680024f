"""The figures of one thread: what its frames assert of killed, injured, missing, abducted, detained."""

from collections.abc import Sequence

from tocsin.reading import questions as q
from tocsin.reading.evidence import EvidenceList
from tocsin.reading.harm_totals import combine
from tocsin.reading.strands import Part, Sharing
from tocsin_schemas.models import MentionHarm

_GIVES = frozenset({Sharing.OWN, Sharing.ALL})
_MOST_QUOTES = 3


def harm_of(parts: Sequence[Part], evidence: EvidenceList) -> MentionHarm:
    """Assertions by slot, null where the thread is silent; the sentences that give a kept figure are its evidence."""
    said = [one for part in parts if part.sharing in _GIVES for one in part.frame.harms()]
    harm = combine(said)
    for question in q.HARM:
        kept = {one.value for one in getattr(harm, question.removeprefix("harm.")) or ()}
        if not kept:
            continue
        told = [one for one in said if one.question == question]
        exact = [one for one in told if one.value.value in kept]
        for one in (exact or told)[:_MOST_QUOTES]:
            evidence.add(question, one)
    return harm
