"""Parties known by a name as hits of the word lists, so that the rules see a side where only its name tells it."""

from dataclasses import replace

from tocsin.reading.rules.lexicon import Hit, Lexicon, Scan
from tocsin.reading.rules.parties import Party, PartyFinder
from tocsin.types import Document
from tocsin_schemas.enums import ActorKind

_LISTS = {
    ActorKind.REBEL_GROUP: ("rebel", "war_word"),
    ActorKind.TERRORIST_GROUP: ("rebel", "war_word"),
    ActorKind.MILITIA: ("rebel", "war_word"),
    ActorKind.STATE_FORCES: ("state", "war_word"),
    ActorKind.POLICE: ("police",),
}


class NamedSides:
    """Puts one hit of its side in the place of a party's name."""

    def __init__(self, parties: PartyFinder, words: Lexicon) -> None:
        self._parties = parties
        self._silent = words.bit("cyber") | words.bit("rebel")
        self._bits = {kind: tuple((name, words.bit(name)) for name in names) for kind, names in _LISTS.items()}

    def marked(self, document: Document, scan: Scan) -> Scan:
        """The scan with the named parties of its sentence; words inside a name say nothing of their own.

        A sentence that names its rebels by a word, or tells of malware, stays as it is.
        """
        if scan.mask & self._silent:
            return scan
        named = [
            party
            for party in self._parties.groups(document, scan.sentence)
            if party.is_named and party.kind in self._bits
        ]
        if not named:
            return scan
        hits = [hit for hit in scan.hits if not any(_is_inside(hit, party) for party in named)]
        for party in named:
            hits.extend(Hit(name, bit, party.start, party.end) for name, bit in self._bits[party.kind])
        hits.sort(key=lambda hit: hit.start)
        mask = 0
        for hit in hits:
            mask |= hit.bit
        return replace(scan, hits=tuple(hits), mask=mask)


def _is_inside(hit: Hit, party: Party) -> bool:
    return party.start <= hit.start and hit.end <= party.end
