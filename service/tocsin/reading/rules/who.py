"""People, forces and groups in the role that their sentence gives them."""

import re
from collections.abc import Iterable, Iterator

from tocsin.reading.questions import ActorAnswer
from tocsin.reading.rules.harm import told_in
from tocsin.reading.rules.harm_cues import Effect
from tocsin.reading.rules.harm_words import tells_harm
from tocsin.reading.rules.parties import Party, PartyFinder, described, without_article
from tocsin.reading.rules.people import Form, Person
from tocsin.reading.rules.stems import Stems, lower
from tocsin.types import Candidate, Document, Sentence
from tocsin.world.nations import Nations
from tocsin_schemas.enums import ActorKind, ActorRole, Side

_ATTACKED = (
    r"(?:attack(?:ed|s|ing)?|kill(?:ed|s|ing)?|shot|shoots|shooting|fired|firing|launch(?:ed|es|ing)?|bomb(?:ed|"
    r"ing|s)?|shell(?:ed|ing|s)?|ambush(?:ed|ing)?|raid(?:ed|ing)?|storm(?:ed|ing)?|"
    r"abduct(?:ed|ing)?|kidnap(?:ped|ping|ed)?|struck|strik(?:es|ing)|opened\s+fire|opening\s+fire|detonat(?:ed|"
    r"ing)|target(?:ed|ing|s)|carried\s+out|carrying\s+out|stabb(?:ed|ing)|murder(?:ed|ing)|assassinat(?:ed|ing)|"
    r"execut(?:ed|ing)|massacred|set\s+fire|torch(?:ed|ing)|burn(?:ed|t|ing)|destroy(?:ed|ing)|blew|hijack(?:ed|"
    r"ing)|seized|stole|robb(?:ed|ing)|beat|beheaded|wound(?:ed|ing)|injur(?:ed|ing)|hit|planted|hurled|threw|"
    r"dynamited|machinegunned|used\s+[\w\s-]{0,25}?against|lobbed|clashed|fought|took\s+hostage|looted|rammed|overran|captured|assaulted|"
    r"exploded|staged|hacked|stole|fires)"
)
_DOES = re.compile(
    rf"^(?:\s+\w+ing\s+[\w\s-]{{0,20}}?)?\s*(?:,[^,;]{{0,60}},)?\s*(?:who\s+|that\s+|which\s+|has\s+|have\s+|"
    rf"had\s+|also\s+|then\s+|later\s+|allegedly\s+|reportedly\s+|first\s+|on\s+\w+day\s+|today\s+|yesterday\s+|"
    rf"this\s+morning\s+|"
    rf"early\s+|in\s+(?:the\s+)?[A-Z][\w-]+\s+(?:[A-Z]\w+\s+)?|increasingly\s+|(?:use[ds]?|using|sent|"
    rf"deployed)\s+[\w\s-]{{0,26}}?\s*to\s+|(?:on|from|aboard|of)\s+(?:[\w-]+\s+){{1,4}}?|riding\s+[\w\s]{{0,20}}?|"
    rf"armed\s+with\s+[\w\s-]{{0,24}}?|wearing\s+[\w\s]{{0,20}}?)*{_ATTACKED}\b(?!\s+(?:by|in|to\s+death|dead)\b)",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"\b{_ATTACKED}\b(?:\s+(?!by\b)[\w,'-]+){{0,7}}?\s+by\s+(?:(?:the|a|an|suspected|alleged|unidentified|"
    rf"members?\s+of|fighters\s+from|militants\s+from|forces\s+of|fighters\s+of|elements\s+of|presumed)\s+)*$"
    r"|\b(?:attacks?|strikes?|raids?|bombings?|assaults?|shelling|ambush(?:es)?|killings?|shootings?|kidnappings?|"
    r"launch(?:es|ed)?)\s+(?:(?!claimed|condemned|followed|reported|caused|denied|denounced|"
    r"investigated)\w+\s+){0,3}?by\s+(?:(?:the|a|an|suspected|members?\s+of)\s+)*$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:target(?:ed|ing|s)?|attack(?:ed|ing|s)?(?:\s+on)?|attacks?\s+(?:against|on|targeting)|ambush(?:ed|"
    r"ing)?(?:\s+of)?|struck|strikes?\s+(?:on|against)|str(?:ikes|iking)|hit(?:ting)?|raid(?:ed)?(?:\s+on)?|"
    r"shell(?:ed|ing)(?:\s+of)?|bomb(?:ed|ing)(?:\s+of)?|"
    r"fired\s+(?:at|on|upon|\w+\s+at)|assault(?:ed)?\s+(?:on|against)|aimed\s+at|launched\s+(?:\w+\s+){0,4}?(?:at|"
    r"against|on)|directed\s+(?:at|against)|(?:attack|strike|operation|raid|offensive|assault|fire|"
    r"violence)\w*\s+(?:\w+\s+){0,3}against|open(?:ed|ing)\s+fire\s+(?:on|at))\s+"
    r"(?:(?:an?|the|two|three|several|some|dozens\s+of|a\s+group\s+of|a\s+convoy\s+of|a\s+patrol\s+of|forces\s+of|"
    r"members\s+of|positions\s+of)\s+)*$",
    re.IGNORECASE,
)
_RESPONDS = re.compile(
    r"^\s*(?:,[^,;]{0,60},)?\s*(?:\(\w+\)\s+)?(?:in\s+(?:the\s+)?[A-Z][\w-]+\s+(?:[A-Z]\w+\s+)?)?(?:\w+ly\s+|"
    r"has\s+|have\s+|had\s+|also\s+|successfully\s+|said\s+(?:it|they)\s+(?:had\s+|have\s+)?|says\s+(?:it|"
    r"they)\s+(?:had\s+|have\s+)?)*"
    r"(?:intercept(?:ed|s)?|shot\s+down|shoots?\s+down|down(?:ed|s)|evacuat(?:ed|e|es)|arrest(?:ed|s)?|"
    r"detain(?:ed|s)?|rescu(?:ed|e|es)|respond(?:ed|s)?|cordoned|defus(?:ed|es)|thwart(?:ed|s)?|foil(?:ed|s)?|"
    r"repel(?:led|s)?|"
    r"prevent(?:ed|s)|neutrali[sz]ed|destroyed\s+(?:the|a|two|\w+)\s+(?:drone|missile|rocket)s?|investigat\w+|"
    r"secured|sealed\s+off|freed|apprehended|pursued|deployed|are\s+investigating|is\s+investigating|"
    r"were\s+called|recovered|took\s+\w+\s+into\s+custody)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\b(?:in|of|from|near|with|to|for|between|than|including)\s+(?:the\s+)?$", re.IGNORECASE)
_MEMBERS_OF = re.compile(
    r"\b(?:fighters|members?|militants|guerrillas|gunm[ae]n|rebels|forces|elements|units|soldiers|terrorists|"
    r"insurgents|troops|commandos|men|hitmen|militiamen)\s+(?:of|from)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_RESPONDED_BY = re.compile(
    r"\b(?:intercepted|shot\s+down|downed|thwarted|foiled|repelled|rescued|arrested|detained|defused|"
    r"evacuated)\s+by\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_VIOLENCE = Stems.of(
    "attack kill shot shoot fired firing launch bomb shell ambush raid airstrik airraid gunfire counterattack "
    "firebomb storm abduct kidnap struck strik opened opening detonat target carried carrying "
    "stab murder assassin execut massacr set torch burn destroy blew hijack seiz stole robb beat behead wound "
    "injur hit planted hurled threw dynamit "
    "machinegun lobbed clash fought took loot ramm overran captur assault explod stag hack fires against "
    "intercept thwart foil repel arrest detain "
    "rescu respond evacuat down defus investigat apprehend aimed prevent pursu neutrali recover freed"
)
_AT_STEMS = Stems.of(
    "target attack ambush struck strik hit raid shell bomb fired fire assault aimed launched directed against open"
)
_NAME = re.compile(r"^(?:\w+\s+)*?(?:[a-z0-9][\w-]*\s+)+(?=[A-Z])")
"""What stands before a name: "municipal official Ann Lee", "19-year-old Ann Lee"."""
_RESPONDERS = frozenset({ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.GOVERNMENT})
_STRIKERS = frozenset(
    {
        ActorKind.STATE_FORCES,
        ActorKind.POLICE,
        ActorKind.REBEL_GROUP,
        ActorKind.TERRORIST_GROUP,
        ActorKind.MILITIA,
        ActorKind.CRIMINAL_GROUP,
        ActorKind.UNIDENTIFIED,
        ActorKind.PROTESTERS,
        ActorKind.CIVILIANS,
        ActorKind.GOVERNMENT,
        ActorKind.PRIVATE_COMPANY,
    }
)
_HURT = frozenset({Effect.KILLED, Effect.INJURED, Effect.HIT, Effect.ABDUCTED})


class ActorRules:
    """Answers `actor`: perpetrators, targets, responders among the parties, victims among the people."""

    def __init__(self, parties: PartyFinder, nations: Nations | None = None) -> None:
        self._parties = parties
        self._nations = nations or Nations.load()

    def annotate(self, document: Document) -> Iterable[Candidate]:
        for sentence in document.sentences:
            if _VIOLENCE.any_in(lower(sentence.text)):
                for party in self._parties.parties(document, sentence):
                    yield from self._roles(sentence, party)
            if tells_harm(sentence.text):
                yield from self._victims(sentence)

    def _roles(self, sentence: Sentence, party: Party) -> Iterator[Candidate]:
        text = sentence.text
        before, after = text[max(0, party.start - 90) : party.start], text[party.end : party.end + 110]
        certainty = 0.9 if party.actor_id else 0.75 if party.is_named else 0.65
        nearby = lower(before[-60:])
        if _AT_STEMS.any_in(nearby) and _AT.search(before):
            yield self._candidate(sentence, party, ActorRole.TARGET, certainty)
        elif " by " in nearby[-40:] and _BY.search(before):
            yield self._candidate(sentence, party, ActorRole.PERPETRATOR, certainty)
        elif nearby.rstrip().endswith(("by", "by the")) and _RESPONDED_BY.search(before) and party.kind in _RESPONDERS:
            yield self._candidate(sentence, party, ActorRole.RESPONDER, certainty)
        elif _INSIDE.search(before[-14:]) and not _MEMBERS_OF.search(before[-28:]):
            return
        elif _RESPONDS.match(after) and party.kind in _RESPONDERS:
            yield self._candidate(sentence, party, ActorRole.RESPONDER, certainty)
        elif _DOES.match(after) and party.kind in _STRIKERS:
            yield self._candidate(sentence, party, ActorRole.PERPETRATOR, 0.9 * certainty)

    def _candidate(self, sentence: Sentence, party: Party, role: ActorRole, score: float) -> Candidate:
        told = without_article(party)
        country = told.country or self._nations.country_in(told.name)
        answer = ActorAnswer(role, told.name, told.actor_id, told.kind, country)
        span = sentence.locate(party.start, party.end)
        return Candidate("actor", answer, span, sentence.index, score, f"rule:actor.{role}")

    def _victims(self, sentence: Sentence) -> Iterator[Candidate]:
        for told in told_in(sentence.text):
            if told.effect not in _HURT:
                continue
            for person in told.people:
                if person.form is Form.PRONOUN or (not person.head and person.form is not Form.NAMED):
                    continue
                if person.head in {"other", "body", "life", "fatality", "casualty"} or person.side is Side.ATTACKERS:
                    continue
                yield self._victim(sentence, person)

    def _victim(self, sentence: Sentence, person: Person) -> Candidate:
        name = described(sentence.text, person)
        if person.form is Form.NAMED:
            name = _NAME.sub("", name)
            name = re.sub(r",\s*(?:aged\s+|age\s+)?\d{1,3}\b.*$", "", name).strip(" ,")
        else:
            name = re.sub(r"^(?:the|an?)\s+", "", name, flags=re.IGNORECASE)
        kind = ActorKind.PERSON if person.form is Form.NAMED else person.kind
        answer = ActorAnswer(ActorRole.VICTIM, name, None, kind, self._nations.country_in(name))
        span = sentence.locate(person.start, person.end)
        score = 0.8 if person.form in {Form.NAMED, Form.COUNTED, Form.ONE, Form.PLURAL} else 0.5
        return Candidate("actor", answer, span, sentence.index, score, "rule:actor.victim")
