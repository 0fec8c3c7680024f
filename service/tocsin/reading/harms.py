"""The figures of one thread: what its frames assert of killed, injured, missing, abducted, detained."""

from collections.abc import Sequence

from tocsin.reading import questions as q
from tocsin.reading.evidence import EvidenceList
from tocsin.reading.threads import Part, Sharing
from tocsin.types import Candidate
from tocsin_schemas.models import HarmAssertion, MentionHarm

_GIVES = frozenset({Sharing.OWN, Sharing.ALL})


def harm_of(parts: Sequence[Part], evidence: EvidenceList) -> MentionHarm:
    """Assertions by slot, null where the thread is silent."""
    slots: dict[str, tuple[HarmAssertion, ...] | None] = {}
    for question in q.HARM:
        said = [one for part in parts if part.sharing in _GIVES for one in part.frame.get(question)]
        slots[question.removeprefix("harm.")] = _assertions(question, said, evidence)
    return MentionHarm(**slots)


def _assertions(question: str, said: list[Candidate], evidence: EvidenceList) -> tuple[HarmAssertion, ...] | None:
    found: dict[HarmAssertion, Candidate] = {}
    for one in said:
        answer: q.HarmAnswer = one.value
        assertion = HarmAssertion(value=answer.value, qualifier=answer.qualifier, by=answer.by, side=answer.side)
        found.setdefault(assertion, one)
    for one in found.values():
        evidence.add(question, one)
    return tuple(found) or None
