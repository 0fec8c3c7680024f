"""Who claims, denies or blames: responsibility told as somebody's word, with the outlet that carried it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tocsin.reading.rules.claimants import (
    GROUPS,
    body_before,
    by_name,
    described_before,
    group_in,
    is_group,
    led_by,
    letters_before,
    meant,
    named_before,
    own_outlet,
    partners,
    person_before,
    speaker_before,
    spoken_for,
)
from tocsin.reading.rules.denials import BARE, DEED, DENIED, DENIES_DEED, OWN_DEED
from tocsin.reading.rules.outlets import OutletFinder
from tocsin.reading.rules.parties import Party, PartyFinder, without_article
from tocsin.reading.rules.staffs import staff_claims, staff_denials
from tocsin.reading.rules.stems import Stems, lower
from tocsin.types import Candidate, Document, Sentence
from tocsin_schemas.enums import ActorKind, ClaimKind, Stance
from tocsin_schemas.models import Claim

_STEMS = Stems.of(
    "responsib,credit,claim,denied,deny,denies,blam,accus,announce,wrote,posted that,attribut,pinned,said it,said its,"
    "said on,said in,said via,saying,said "
    "they,said their,says it,said that,reject,dismiss,boast,"
    "disavow,nothing to do,no hand,no part,no role,ordered,planted,carried out,behind,confirm,"
    "established,disput,held,declar,stated,admit,acknowledg",
    separator=",",
)
_ADVERB = (
    r"(?:\s+(?:also|later|has|have|had|since|then|already|quickly|immediately|swiftly|went|on|to|which|who|that|"
    r"subsequently|afterwards?|again|publicly|jointly|quickly|promptly|both|is|are|was|were|said|to\s+have))*"
)
_CLAIMED = re.compile(
    r"\b(?:claim(?:ed|s|ing)?|took|takes?|taken|taking|assum(?:ed|es|ing)|accept(?:ed|s|ing)|admitted|admits|"
    r"declared)\s+(?:(?:full|sole|joint|the|public|any)\s+)?(?:responsibility|credit)\b",
    re.IGNORECASE,
)
_CLAIMED_BY = re.compile(
    r"\b(?:responsibility|credit)\b[^.;]{0,60}?\b(?:was|were|has\s+been|had\s+been)\s+(?:\w+ly\s+|"
    r"later\s+)?(?:claimed|taken)\s+by\s+|"
    r"\b(?:attacks?|bombings?|blasts?|strikes?|killings?|assaults?|raids?|explosions?|shootings?|kidnapping|"
    r"it)\s+(?:was|were|has\s+been|have\s+been|had\s+been)\s+(?:\w+ly\s+|later\s+)?claimed\s+by\s+|"
    r"\b(?:was|were|has\s+been|have\s+been|had\s+been)\s+(?:\w+ly\s+|later\s+)?claimed\s+by\s+(?=[^.;]*)|"
    r"\bclaims?\s+of\s+responsibility\s+(?:\w+\s+){0,3}?(?:by|from)\s+|[,(]\s*claimed\s+by\s+",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"\b(?:announc(?:ed|es|ing)|said|says|saying|wrote|posted(?=\s+that\b)|claim(?:ed|s|ing)|boast(?:ed|s)|declar(?:ed|es)|stat(?:ed|"
    rf"es))\s+(?:\w+\s+(?:on\s+)?(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\s+)?"
    rf"(?:in\s+a\s+statement,?\s+)?(?:on\s+\w+\s+)?(?:(?:on|in|via|through|over)\s+(?:[\w'-]+\s+){{1,7}}?(?=that\b))?(?:that\s+)?(?:it|they|we|(?:one|some|several|members|a\s+\w+)\s+of\s+(?:its|their)\s+\w+|its\s+(?:[\"“]?\w+[\"”]?\s+){{1,3}}?|"
    rf"their\s+(?:[\"“]?\w+[\"”]?\s+){{1,3}}?|his\s+(?:movement|group|men|fighters|forces)|the\s+(?:group|movement)|he)\s*(?:had\s+|has\s+|have\s+|was\s+|"
    rf"were\s+)?(?:also\s+|successfully\s+)?[\"“']?{DEED}"
    rf"|\bclaimed\s+(?:to\s+have\s+|(?:the|this|that|both|these|those|an?|another|several|two|"
    rf"three|[\w-]+'s)\s+(?:[\w'-]+\s+){{0,4}}?(?:attacks?|bombings?|strikes?|blasts?|killings?|assaults?|raids?|"
    rf"launch(?:es)?|ambush(?:es)?|kidnappings?|abductions?|explosions?|shootings?|operations?|murders?|hijacking|"
    rf"assassinations?|massacre)\b)",
    re.IGNORECASE,
)
_CLAIMED_DEED = re.compile(
    r"\bclaim(?:ed|s|ing)\s+(?:(?:the|this|both|these|those|[\w-]+'s)\s+(?:[\w'-]+\s+){0,3}?(?:attacks?|bombings?|strikes?|"
    r"blasts?|killings?|assaults?|raids?|ambush(?:es)?|kidnappings?|abductions?|explosions?|shootings?|hijacking|"
    r"assassinations?|massacre|capture|seizure|arson)\b(?!\s+(?:was|were|had|has|is|are|could|would|might|took|came|began)\b)|"
    r"(?:it|them|both)\s+(?:in|on|through|via)\b)",
    re.IGNORECASE,
)
""" "X claimed the ambush", "has claimed it through its outlet": who says so did it, whatever it is called."""
_BLAMED = re.compile(
    r"\b(?:blam(?:ed|es|ing)|accus(?:ed|es|ing)|suspect(?:ed|s)?\s+that)\s+(?!each\s+other)|"
    r"\bheld\s+(?=[^.;]{2,60}\s+responsible\b)|"
    r"\b(?:attribut(?:ed|es|ing)|pinned)\s+(?=[^.;]{2,80}?\b(?:to|on)\b)",
    re.IGNORECASE,
)
_BLAMED_ON = re.compile(
    r"\b(?:blamed|pinned)\s+(?:\w+\s+){0,8}?on\s+|\bwas\s+attributed\s+(?:by\s+[^,.;]{3,40}\s+)?to\s+", re.IGNORECASE
)
_BLAMED_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?(?:blamed|accused)\b", re.IGNORECASE)
_VIOLENT = re.compile(
    r"attack|bomb|kill|shell|strik|struck|fir(?:ed|ing)|launch|raid|assassinat|massacre|carr(?:y|ied)|behind|plot|"
    r"explosion|blast|violence|abduct|violat|target|"
    r"ambush|shoot|plant|drone|missile|rocket|incident|murder|kidnap|deaths?|burn|torch|assault|sabotag|hack|"
    r"incursion|provok|fight|clash|unrest|riot|responsible|bloodshed|crash|fire\b",
    re.IGNORECASE,
)
_OF_DEED = re.compile(
    r"\b(?:of|for)\s+(?:having\s+|(?:being|standing)\s+behind\s+|\w+ly\s+)?(?:start|begin|open|fir(?:ing|ed)|shell|bomb|"
    r"attack|launch|ambush|kill|shoot|raid|target|str(?:iking|uck)|provok|carry|carrie|abduct|kidnap|murder|plant|"
    r"burn|the\s+(?:\w+\s+)?(?:attack|ambush|killing|bombing|blast|shelling|raid|strike|shooting|murder|massacre|riot|"
    r"bloodshed|violence|abduction|fighting))",
    re.IGNORECASE,
)
""" "accused X of shelling the town" names the deed; "of aiding Y" does not."""
_NOBODY = re.compile(
    r"\b(?:no\s+(?:one|group|organi[sz]ation|armed\s+group|party|militant\s+group|individual|claim|"
    r"immediate\s+claim|\w+\s+group|side)|nobody|none|neither|not|n't|never|without|yet\s+to|unclear\s+who|"
    r"whether)\b",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(
    r"(?<!not )\b(?:confirm(?:ed|s)|established)\s+(?:on\s+\w+day\s+)?(?:that\s+)?(?:the\s+)?", re.IGNORECASE
)
_ALLEGED = re.compile(r"\b(?:said|says|believed?|alleged?s?|suspects?)\s+(?:that\s+)?(?:the\s+)?", re.IGNORECASE)
_OF_STATE = frozenset({ActorKind.POLICE, ActorKind.STATE_FORCES, ActorKind.GOVERNMENT})
_MAY_STRIKE = GROUPS | {ActorKind.STATE_FORCES, ActorKind.GOVERNMENT, ActorKind.PRIVATE_COMPANY}
_ARMED_NAME = re.compile(
    r"\b(?:Legion|Front|Army|Brigades?|Battalion|Regiment|Liberation|Resistance|Fighters|Corps|Militia)\b"
)
_DID = re.compile(
    rf"\s+(?:had\s+|has\s+|have\s+)?(?:{DEED}|ordered|(?:was|were|is|are)\s+(?:behind|responsible))", re.I
)
_ACCUSED_NAME = re.compile(r"(?:the\s+)?[A-Z][\w'-]+(?:\s+[\w'-]+){0,3}?\s+(?:of|for)\b")
_NOT_DONE = re.compile(r"\b(?:not|never|n't|neither)\b", re.IGNORECASE)
_FALSELY = re.compile(
    r"\b(?:could|would|may|might|if|often|usually|typically|regularly|routinely|frequently|tends?\s+to)\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|earlier\s+(?:attacks?|this|strikes?)|past|in\s+(?:19|20)\d\d|last\s+(?:year|month)|"
    r"years?\s+ago|months?\s+ago|similar\s+attacks|other\s+attacks|"
    r"series\s+of\s+attacks|dozens\s+of\s+attacks)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"(?:\b(?:the\s+(?:[\w-]+\s+){0,2}?(?:group|movement|militia|organi[sz]ation|faction|rebels|militants|"
    r"insurgents|gang|club|collective|cell|network|outfit|cartel|syndicate)|it|they|which|who|its\s+\w+)\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:\bof|\bby|\bwith|\bto|\bagainst|\bon|\bin|\bfor|\bfrom|\btargeting|\bkilled|\bnear|\bfight|"
    r"\bbetween)\s+(?:the\s+|an?\s+|other\s+|several\s+)?(?:(?:north|south|east|west|central)[\w-]*\s+)?$",
    re.IGNORECASE,
)
_VOICE = re.compile(
    r"\b(?:spokes\w+|speak\w*|spoke|representatives?|leaders?|commanders?|chief|head|members?|arm|wing|branch|"
    r"affiliates?|emir|statements?|messages?|videos?|recordings?|banners?|leaflets?|flyers?|communiqu\w+|notes?|"
    r"pamphlets?|posts?|letters?|calls?|callers?|websites?|sites?|channels?|pages?|tapes?|claims?)\b[^,;.]{0,60}?"
    r"\b(?:for|of|by|from|to|behalf\s+of|with)\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
"""Whose words they are: "a spokesman for", "a statement posted on a website used by", "a banner signed by"."""
_SOME = re.compile(r"(?:the\s+)?(?:two|three|four|five|several|both|rival|some|many|other)\b", re.IGNORECASE)
""" "Two rival groups claimed ..." names nobody."""
_RELATIVE = re.compile(r"\b(?:which|that|who)\b")
_NEW_CLAUSE = re.compile(r"[,;]\s*(?:but|and|while|yet)\s+(?:it|they|he|she)\s", re.IGNORECASE)
_OF = re.compile(r"\bof\s+(?:the\s+)?$", re.IGNORECASE)
_NAMED_WITHIN = 5
"""Sentences within which "the group" is the one named before."""
_OLD = 0.4
"""How far a claim on an earlier attack counts against one on the attack told."""


@dataclass(frozen=True, slots=True)
class _Told:
    stance: Stance
    by: Party | None
    about: Party | None
    start: int
    score: float


class ClaimRules:
    """Answers `claim`; needs the document's order, since "the group" is the one named before."""

    def __init__(self, parties: PartyFinder, outlets: OutletFinder) -> None:
        self._parties = parties
        self._outlets = outlets

    def annotate(self, document: Document) -> Iterable[Candidate]:
        last: Party | None = None
        for sentence in document.sentences:
            if _STEMS.any_in(lower(sentence.text)):
                parties = self._parties.parties(document, sentence)
                before = self._before(document, sentence) or last
                for told in _told(sentence.text, parties, before):
                    yield self._candidate(sentence, told, self._via(document, sentence, told))
                last = next((party for party in reversed(parties) if is_group(party)), last)

    def _before(self, document: Document, sentence: Sentence) -> Party | None:
        """The last group named in the sentences before, known or explained ("X, a gang of ...")."""
        for index in range(sentence.index - 1, max(-1, sentence.index - 1 - _NAMED_WITHIN), -1):
            if index < len(document.sentences):
                one = document.sentences[index]
                found = group_in(one.text, [party for party in self._parties.parties(document, one) if is_group(party)])
                if found is not None:
                    return found
        return None

    def _via(self, document: Document, sentence: Sentence, told: _Told) -> str | None:
        """The outlet that carried it: of its sentence, else the claimant's own, which the next one may name."""
        following = document.sentences[sentence.index + 1 : sentence.index + 2]
        own = own_outlet(sentence.text) or next((own_outlet(one.text) for one in following), None)
        return (own if told.stance is Stance.CLAIMS else None) or self._outlets.reporting(sentence.text)

    def _candidate(self, sentence: Sentence, told: _Told, via: str | None) -> Candidate:
        by = without_article(told.by).name if told.by else None
        about = without_article(told.about).name if told.about else None
        claim = Claim(kind=ClaimKind.RESPONSIBILITY, stance=told.stance, by=by, about=about, via=via)
        end = sentence.text.find(";", told.start)
        span = sentence.locate(told.start, end if end > told.start else len(sentence.text.rstrip()))
        score = told.score * (_OLD if _EARLIER.search(sentence.text) else 1.0)
        return Candidate("claim", claim, span, sentence.index, round(score, 3), "rule:claim")


def _told(text: str, parties: tuple[Party, ...], before: Party | None) -> Iterator[_Told]:
    seen: set[tuple[Stance, str | None, str | None]] = set()
    for told in (
        *_claims(text, parties, before),
        *_denials(text, parties, before),
        *_accusations(text, parties, before),
        *_confirmations(text, parties),
    ):
        key = (told.stance, told.by.name if told.by else None, told.about.name if told.about else None)
        if key not in seen:
            seen.add(key)
            yield told


def _claims(text: str, parties: tuple[Party, ...], before: Party | None) -> Iterator[_Told]:
    for match in _CLAIMED_BY.finditer(text):
        party = _after(text, parties, match.end()) or by_name(text, match.end())
        if party is not None and (party.kind in GROUPS or _VIOLENT.search(text)):
            yield _Told(Stance.CLAIMS, party, party, match.start(), _weight(party, False))
    for staff in staff_claims(text):
        yield _Told(Stance.CLAIMS, staff, staff, staff.start, 0.85 * _weight(staff, False))
    for pattern, sure in ((_CLAIMED, 1.0), (_CLAIMED_DEED, 0.9), (_SAID, 0.85)):
        for match in pattern.finditer(text):
            clause = text[max(0, match.start() - 60) : match.start()]
            if _NOBODY.search(clause.rsplit(",", 1)[-1]) or _NOT_DONE.search(match[0]) or _FALSELY.search(clause[-25:]):
                continue
            group = spoken_for(text, match.end()) if pattern is not _SAID else None
            if group is not None:
                yield _Told(Stance.CLAIMS, group, group, match.start(), sure * _weight(group, False))
                continue
            subject, is_reference = _subject(text, parties, match.start(), before)
            subject = subject if is_reference else named_before(text, match.start(), subject, pattern is not _SAID)
            subject = subject or (letters_before(text, match.start()) if pattern is not _SAID else None)
            if (
                subject is None
                or (not subject.is_named and _SOME.match(subject.name))
                or (pattern is _SAID and not _may_strike(subject))
            ):
                continue
            start = min(subject.start, match.start()) if not is_reference else match.start()
            start = match.start() if _turns(text, subject.end, match.start()) else start
            yield _Told(Stance.CLAIMS, subject, subject, start, sure * _weight(subject, is_reference))
            for partner in () if is_reference else partners(text, parties, subject):
                yield _Told(Stance.CLAIMS, partner, partner, partner.start, sure * _weight(partner, False))


def _turns(text: str, low: int, high: int) -> bool:
    """Whether a new clause goes on with the same subject: "said it had fired at X, but it denied ..."."""
    return low < high and _NEW_CLAUSE.search(text, low, high) is not None


def _may_strike(party: Party) -> bool:
    return party.kind in _MAY_STRIKE or (party.is_named and _ARMED_NAME.search(party.name) is not None)


def _denials(text: str, parties: tuple[Party, ...], before: Party | None) -> Iterator[_Told]:
    for staff in staff_denials(text):
        yield _Told(Stance.DENIES, staff, staff, staff.start, 0.9 * _weight(staff, False))
    for match in DENIED.finditer(text):
        if _NOBODY.search(text[max(0, match.start() - 20) : match.start()]):
            continue
        subject, is_reference = _subject(text, parties, match.start(), before)
        bare = BARE.fullmatch(match[0]) is not None
        subject = subject if is_reference else named_before(text, match.start(), subject, any_name=not bare)
        if subject is None and not bare:
            subject = speaker_before(text, match.start())
        if subject is None and DENIES_DEED.search(match[0]):
            subject = body_before(text, match.start())
        if subject is None and OWN_DEED.search(match[0]):
            subject = speaker_before(text, match.start())
        if subject is not None:
            subject = led_by(parties, subject)
            start = match.start() if is_reference or _turns(text, subject.end, match.start()) else subject.start
            yield _Told(Stance.DENIES, subject, subject, start, 0.9 * _weight(subject, is_reference))


def _accusations(text: str, parties: tuple[Party, ...], before: Party | None) -> Iterator[_Told]:
    for match in _BLAMED_ON.finditer(text):
        about = _after(text, parties, match.end())
        if about is not None:
            by = _subject(text, parties, match.start(), None)[0]
            if by is not None and _RELATIVE.search(text, by.end, match.start()):
                by = None
            yield _Told(Stance.ACCUSES, by, about, by.start if by else match.start(), 0.75)
    for match in _BLAMED_PASSIVE.finditer(text):
        about, _ = _subject(text, parties, match.start(), None)
        if about is not None and _VIOLENT.search(text, match.end()):
            yield _Told(Stance.ACCUSES, None, about, about.start, 0.5)
    for match in _BLAMED.finditer(text):
        if _BLAMED_PASSIVE.search(text, max(0, match.start() - 12), match.end()) or _BLAMED_ON.match(
            text, match.start()
        ):
            continue
        attributes = match[0].lower().startswith(("attrib", "pinned"))
        linked = re.search(r"\b(?:to|on)\s+", text[match.end() :]) if attributes else None
        about = _after(text, parties, match.end() + linked.end() if linked else match.end())
        if about is None and _ACCUSED_NAME.match(text, match.end()):
            about = by_name(text, match.end())
        if about is None or not _VIOLENT.search(text, match.end()):
            continue
        about = meant(text, parties, about, before)
        by = named_before(text, match.start(), _subject(text, parties, match.start(), before)[0], any_name=True)
        if by is None or by.name == about.name:
            by = person_before(text, match.start())
        if by is not None and by.kind in GROUPS and match[0].rstrip().endswith("ing"):
            by = None  # "Gunmen shot six, officials said, blaming ..."
        yield _Told(
            Stance.ACCUSES,
            by,
            about,
            by.start if by and by.start < match.start() else match.start(),
            (0.88 if _OF_DEED.search(text, match.end()) else 0.8) if by else 0.6,
        )


def _confirmations(text: str, parties: tuple[Party, ...]) -> Iterator[_Told]:
    """ "Police confirmed that the X group was behind the attack"; what they only say of it accuses."""
    for pattern, stance in ((_CONFIRMED, Stance.CONFIRMS), (_ALLEGED, Stance.ACCUSES)):
        for match in pattern.finditer(text):
            by = _subject(text, parties, match.start(), None)[0]
            about = _after(text, parties, match.end())
            if by is None or about is None or about.kind not in GROUPS or not _DID.match(text, about.end):
                continue
            if stance is Stance.CONFIRMS or (about.is_named and by.kind in _OF_STATE):
                yield _Told(stance, by, about, by.start, 0.85 if stance is Stance.CONFIRMS else 0.75)


def _subject(text: str, parties: tuple[Party, ...], at: int, before: Party | None) -> tuple[Party | None, bool]:
    """The party that a verb at `at` belongs to, and whether it was found through "the group" or "it"."""
    named = described_before(text, parties, at)
    if named is not None:
        return named, False
    chosen: Party | None = None
    owner: Party | None = None
    for position in range(len(parties) - 1, -1, -1):
        party = parties[position]
        if party.end > at or at - party.end > 140:
            continue
        if _ASIDE.search(text, max(0, party.start - 30), party.start) and not (
            party.kind in GROUPS and _VOICE.search(text, max(0, party.start - 80), party.start)
        ):
            owner = owner or (party if _OF.search(text, max(0, party.start - 8), party.start) else None)
            continue
        chosen = party
        previous = parties[position - 1] if position else None
        if (
            previous is not None
            and not party.is_named
            and text[previous.end : party.start].strip() in {",", ", an", ", a", "-", ", the"}
        ):
            chosen = previous
        break
    chosen = chosen or owner
    gap = text[chosen.end if chosen else 0 : at]
    reference = None if chosen and len(gap) < 6 else _REFERS.search(gap)
    if (
        reference is not None
        and before is not None
        and (chosen is None or re.search(r",\s*$|\bbut\b|\balthough\b|\bwhile\b|\bafter\b", gap[: reference.start()]))
    ):
        return (chosen, True) if chosen and chosen.kind in GROUPS and chosen.is_named else (before, True)
    if chosen is None and before is not None and _REFERS.match(text.lstrip(" \"'")):
        return before, True
    if chosen is not None and (other := meant(text, parties, chosen, before)) is not chosen:
        return other, True
    return chosen, False


def _after(text: str, parties: tuple[Party, ...], at: int) -> Party | None:
    for party in parties:
        if party.end > at:
            return party if len(text[at : max(at, party.start)]) <= 20 else None
    return None


def _weight(party: Party, is_reference: bool) -> float:
    if is_reference:
        return 0.7
    if party.actor_id is not None:
        return 0.95
    if not party.is_named:
        return 0.5
    return 0.75 if party.kind in {ActorKind.GOVERNMENT, ActorKind.STATE_FORCES, ActorKind.POLICE} else 0.88
