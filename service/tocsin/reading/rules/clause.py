"""Who acts and what is acted on, guessed from the order of words around a verb or noun of happening."""

import re

from tocsin.reading.rules.lexicon import Hit, Scan

_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be|got|get)(?:\s+\w+ly)?\s+$")
_PASSIVE_REACH = 24
_BY = re.compile(r"\bby\b")
_OTHER_VERB = re.compile(
    r"\s(?:\w+ed|held|run|led|known|taken(?: over)?|overrun|built|made|given|sent|lost|won)(?: recently)?\s$"
)
_AGENT_REACH = 110
_BY_REACH = 60
_OBJECT_REACH = 90
_NEXT_REACH = 60
_OF = re.compile(r"(?:against|from|on|targeting|near|with|of|between)\s+(?:[\w'\-]+\s+){0,2}$")
_JOINED = re.compile(r",? (?:and|along with|backed by|together with)\b[\w \-]*$")
_JOINED_REACH = 40
_NAME = re.compile(r"\s+(?:the\s+)?(?:\w+\s+)?[A-Z][a-z]")

_HOLDER = re.compile(r"[\s\-](?:held|controlled|run|occupied|ruled|dominated|besieged|infested)\b")
""" "Rebel-held": whose the place is, not who acts there."""
_NAME_BEFORE = re.compile(r"[A-ZÀ-Þ][\w'’-]+,?\s+(?:\w+\s+){1,3}$")


def tells_holder(scan: Scan, trigger: Hit) -> bool:
    """Whether the trigger is part of a word such as "army-occupied", which says whose a place is."""
    return (
        scan.lower[trigger.start - 1 : trigger.start] == "-"
        and _HOLDER.match(scan.lower, trigger.start - 1) is not None
    )


def is_passive(scan: Scan, trigger: Hit) -> bool:
    before = scan.lower[max(0, trigger.start - _PASSIVE_REACH) : trigger.start]
    return _PASSIVE.search(before) is not None


def agents(scan: Scan, trigger: Hit, mask: int) -> int:
    """The classes of the nearest actor that does it: after `by`, else the nearest before; 0 where none is named."""
    passive = is_passive(scan, trigger)
    by = _BY.search(scan.lower, trigger.end, trigger.end + _AGENT_REACH)
    if by is not None and (passive or not _OTHER_VERB.search(scan.lower, trigger.end, by.start())):
        return _first(scan, by.end(), by.end() + _BY_REACH, mask)
    if passive:
        return 0
    return _last(scan, trigger.start - _AGENT_REACH, trigger.start, mask)


def objects(scan: Scan, trigger: Hit, mask: int) -> int:
    """The classes of the first thing acted on: before a passive verb, else after it."""
    if is_passive(scan, trigger):
        return _last(scan, trigger.start - _AGENT_REACH, trigger.start, mask)
    found = _first(scan, trigger.start + 1, trigger.end + _OBJECT_REACH, mask)
    return found or _first(scan, trigger.start, trigger.end, mask)


def following(scan: Scan, trigger: Hit, mask: int) -> int:
    """The classes of the side that is named first after it: "fell to the rebels", "drove the army out"."""
    return _first(scan, trigger.start + 1, trigger.end + _NEXT_REACH, mask)


def acts_on_name(scan: Scan, trigger: Hit) -> bool:
    """Whether a capitalised word stands where the thing acted on stands, such as the place that was seized."""
    text = scan.sentence.text
    if is_passive(scan, trigger) and _NAME_BEFORE.search(text, 0, trigger.start):
        return True
    return _NAME.match(text, trigger.end) is not None


def _first(scan: Scan, start: int, end: int, mask: int) -> int:
    found = 0
    at = -1
    for hit in scan.hits:
        if hit.bit & mask and start <= hit.start < end:
            if at >= 0 and hit.start > at:
                break
            at = hit.start
            found |= hit.bit
    return found


def _last(scan: Scan, start: int, end: int, mask: int) -> int:
    """Classes of the subject: the last actor before `end` that no preposition makes an object, else the last at all."""
    best: Hit | None = None
    fallback: Hit | None = None
    for hit in scan.hits:
        if hit.start >= end:
            break
        if hit.bit & mask and hit.start >= start and hit.end <= end:
            fallback = hit
            if _HOLDER.match(scan.lower, hit.end):
                continue
            if not _OF.search(scan.lower, max(0, hit.start - 30), hit.start):
                best = hit
    chosen = best or fallback
    if chosen is None:
        return 0
    return _together(scan, chosen, mask)


def _together(scan: Scan, chosen: Hit, mask: int) -> int:
    """The classes of the longest phrase at `chosen`, with those of a word before it that names the side, or is joined
    to it: "rebel forces", "Kurdish militia fighters", "the army and allied fighters"."""
    longest = chosen
    for hit in scan.hits:
        if hit.bit & mask and hit.start <= chosen.start < hit.end and hit.end - hit.start > longest.end - longest.start:
            longest = hit
    found = 0
    for hit in scan.hits:
        if not hit.bit & mask or hit.start > longest.start:
            continue
        if (hit.start, hit.end) == (longest.start, longest.end):
            found |= hit.bit
        elif hit.end < longest.start:
            between = scan.lower[hit.end : longest.start]
            if not between.strip(" -'"):
                return _together(scan, hit, mask)
            if len(between) < _JOINED_REACH and _JOINED.match(between):
                found |= _together(scan, hit, mask)
    return found
