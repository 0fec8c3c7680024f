"""Which of two readings stands: that of the text, or that of the headline where the text is of something else."""

from dataclasses import replace

from tocsin.reading.reader import Trace
from tocsin_schemas.enums import Outcome, Role
from tocsin_schemas.models import Mention, Report
from tocsin_schemas.taxonomy import family_of

REASON = "the headline alone: the text does not tell of it"


_FAINT = 0.7
"""Confidence below which what a text tells may be another story's (gva, invented sets, 2026-11-26)."""


def is_faint(text: Report) -> bool:
    """Whether what a text tells may be another story's than its headline's: nothing, or nothing firmly."""
    told = _main(text)
    return told is None or told.role is not Role.REPORTED or told.confidence < _FAINT


def outdoes(headline: Report, text: Report) -> bool:
    """Whether the headline tells a happening, and the text none or faintly one of another family: another story's."""
    told, other = _main(headline), _main(text)
    if told is None or not is_faint(text):
        return False
    return other is None or _family(other) != _family(told)


def without_evidence(trace: Trace) -> Trace:
    """A trace of a headline: a title is no evidence, so its mentions have none and stand nowhere in the text."""
    mentions = tuple(one.model_copy(update={"start": 0, "end": 0, "evidence": ()}) for one in trace.report.mentions)
    update = {"mentions": mentions, "reason": REASON, "summary": None}
    return replace(trace, report=trace.report.model_copy(update=update))


def _main(report: Report) -> Mention | None:
    told = report.mentions if report.outcome is Outcome.INCIDENTS else ()
    return next((one for one in told if one.role is not Role.BACKGROUND), None)


def _family(mention: Mention) -> str:
    return family_of(mention.what.event_type)
