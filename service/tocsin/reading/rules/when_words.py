"""The patterns of date expressions; `when.py` says which day they mean."""

import re

WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
WEEKDAY_SHORT = r"(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)"
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEPT?|OCT|NOV|DEC)\b\.?)"
)
YEAR = r"(?:19|20)\d\d"
_NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
NUMBER = r"(?:\d{1,3}|" + "|".join(_NUMBER_WORDS) + ")"
_NAME_FOLLOWS = (
    r"(?!(?:st|nd|rd|th)? (?:Movement|Street|St\b|Avenue|Ave\b|Road|Boulevard|Brigade|Division|Bridge|Square|Hospital|"
    r"Stadium|Airport|Airfield|University|School|Front|Group|Organi[sz]ation|Park|District|Market|Camp|Revolution)\b)"
)
_PAST_DIGITS = r"(?![\d/:]|,\d{3}|\.\d|-\d| ?%)"

MONTH_DAY = re.compile(
    rf"\b(?P<month>{MONTH}) ?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b{_PAST_DIGITS}{_NAME_FOLLOWS}"
    rf"(?:,? ?(?P<year>{YEAR})\b(?![\d-]))?"
)
DAY_MONTH = re.compile(
    rf"(?<![\d.,:$/-])\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?: of)?[ -](?P<month>{MONTH})\b{_NAME_FOLLOWS}"
    rf"(?:,?[ -](?P<year>{YEAR}|'?[6-9]\d\b|'?\d\d(?= ?(?:[-,.;)\]]|$)))\b)?"
)
ISO_DAY = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?![\d-])")
NUMERIC_DAY = re.compile(
    r"(?<![\d/.-])(?P<one>[0-3]?\d)(?P<mark>[/.-])(?P<two>[0-3]?\d)(?P=mark)(?P<year>(?:19|20)\d\d|\d\d)(?![\d/-])"
)
WEEKDAY_DAY = re.compile(
    rf"\b(?P<before>(?i:this past|this coming|this|last|next|past|coming|following|previous|the) )?"
    rf"(?P<name>{WEEKDAY}|{WEEKDAY_SHORT}\.)(?![a-z])(?! (?i:school|schools|mass|times|league|telegraph|herald|express|"
    rf"tribune|post|mirror|prayers? group|night football)\b)"
)
NAMED_WEEKDAY = re.compile(
    r"\b(?:Black|Good|Bloody|Easter|Palm|Super|Ash|Cyber|Fat|Holy|Ruby|Shrove|every|each|Every|Each)\s$"
)
MONTH_YEAR = re.compile(rf"\b(?P<month>{MONTH})(?:,? of|,)? (?P<year>{YEAR})\b{_PAST_DIGITS}")
MONTH_ALONE = re.compile(
    rf"\b(?i:in|since|during|of|this|last|early|late|mid|until|by|from|around|throughout|back in)[ -]"
    rf"(?i:(?:early|late|mid)[ -])?(?P<month>{MONTH})(?=[ .,;:)]|$|'s|-)(?! \d| [A-Z][a-z])"
)
YEAR_ALONE = re.compile(
    rf"\b(?P<cue>(?i:in|since|of|during|from|until|by|early|late|mid|back in|summer|fall|autumn|winter|"
    rf"spring|around|between|and|the))"
    rf"[ -](?P<year>{YEAR})(?P<decade>s)?\b(?!-\d)(?![-,.:/]\d)(?! (?:block|people|men|women|troops|soldiers|civilians|"
    rf"miles|feet|metres|meters|kilometres|hours|residents|members|families|homes|students|police|officers|dollars)\b)"
)
TODAY = re.compile(
    r"\b(?i:(?P<word>today|yesterday|tonight|tomorrow|overnight|"
    r"(?:early |late |earlier |later )?this (?:morning|afternoon|evening)|"
    r"(?:late |early )?last (?:night|evening)|(?:the )?day before yesterday|earlier in the day))"
    r"(?: (?P<part>(?i:morning|afternoon|evening|night|midday|noon)))?\b(?!'s (?i:youth|world|society|standards))"
)
AGO = re.compile(
    rf"\b(?:(?P<count>(?i:{NUMBER})) )(?i:and a half )?(?P<unit>(?i:minute|hour|day|night|week|month|year|"
    rf"decade))s? (?i:ago|back)\b"
)
AGO_VAGUE = re.compile(
    r"\b(?i:(?:several|a few|some|many|couple of|a couple of|dozens of|about|"
    r"more than \w+) (?P<unit>minute|hour|day|week|month|year|decade)s ago|"
    r"(?P<bare>(?:hour|minute|moment|day|week|month|year|decade)s) ago)\b"
)
SPAN = re.compile(
    r"\b(?i:(?P<which>(?:earlier |later |late |early )?(?:this|last|previous|past|next)|over the|during the|at the) "
    r"(?P<unit>week|weekend|month|year|summer|winter|spring|fall|autumn|decade|century))\b(?!s?-| (?i:of|old))"
)
RECENT = re.compile(
    rf"\b(?i:(?:in|over|during|for|within|throughout) (?:the )?(?:recent|past|last|previous|coming|next|latest)"
    rf"(?: (?P<count>{NUMBER}|few|several|couple of|dozen))? (?P<unit>day|week|month|year|decade|hour)s?|"
    rf"(?:for|over|in over|in more than|in) (?:more than |over |nearly |almost |about )?(?:{NUMBER}|many|"
    rf"several)? ?(?P<unit2>year|month|week|decade)s"
    rf"|over the years|over a year)\b"
)
ANCHOR_STEP = re.compile(
    rf"\b(?i:(?:(?P<count>{NUMBER}|several|few|couple of) )?(?P<unit>minute|hour|day|week|moment|night)s? "
    rf"(?P<way>later|earlier|afterwards?|before that|after that|after|before))\b"
)
ANCHOR_NAMED = re.compile(
    r"\b(?i:(?P<same>(?:on |that )?(?:the )?same (?:day|night|morning|evening|afternoon)|that (?:day|"
    r"same day|night|morning|evening|afternoon)|"
    r"later (?:in the|that) (?:day|night|evening|morning|afternoon))|"
    r"(?P<next>(?:the )?(?:next|following) (?:day|morning|night|evening|afternoon)|the day after)|"
    r"(?P<previous>(?:the )?previous (?:day|night|evening|morning|afternoon)|the (?:day|night|evening) before))\b"
)
PART = re.compile(
    r"\b(?i:(?P<hint>early|late|mid)?[ -]?(?P<part>morning|afternoon|evening|night|midnight|midday|noon|"
    r"dawn|dusk|predawn|"
    r"pre-dawn|nightfall|sunrise|sunset|lunchtime|rush hour|small hours))\b"
)
EARLY_BEFORE = re.compile(r"\b(?i:early|pre-dawn|predawn)(?: on)? $")
LATE_BEFORE = re.compile(r"\b(?i:late)(?: on)? $")
CLOCK = re.compile(
    r"(?<![\d:.$])\b(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?|"
    r"(?<![\d:.$])\b(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:])(?= (?:GMT|UTC|local|hours|"
    r"hrs|on|in|,)|[,.;)]|$)|"
    r"\b(?P<military>[01]\d[0-5]\d|2[0-3][0-5]\d) (?:hours|hrs|local|GMT)\b",
    re.I,
)
FUTURE = re.compile(
    r"\b(?:will|shall|scheduled|slated|expect(?:s|ed)?|forecasts?|due|going to|plans? to|planned|"
    r"upcoming|set (?:to|for)|(?:continued|postponed|rescheduled|adjourned|delayed|moved)(?: \w+){0,3} (?:to|for)|"
    r"is to|are to|would (?:be held|begin|start|resume|open|meet|continue)|"
    r"promis(?:e|es|ed|ing) to|vow(?:s|ed)? to|hop(?:e|es|ing) to|intends? to|"
    r"(?:said|says|replied|added|promised|told \w+)(?: that)? (?:he|she|they|it) would|deadline)\b|"
    r"\b(?:until|till|through)(?: \w+){0,2}\s*$",
    re.I,
)
TURNS_BACK = re.compile(r"\b(?:after|following|recover(?:s|ing)? from)\b", re.I)
"""What follows has happened, whatever the words before look ahead to: "expected to live after being shot Sunday"."""
STAMP_BEFORE = re.compile(
    r"\b(?:posted|updated|published|modified|created|copyright|born|dob|issued|dated|last edited|printed|"
    r"expires?)\b[^.;]{0,30}$",
    re.I,
)
BEGAN_THEN = re.compile(r"'s [a-z]|(?: (?:night|morning|evening|afternoon))?,? when\b", re.I)
SINCE_BEFORE = re.compile(
    r"\b(?:since|prior to|before|as of)(?: the)?(?: (?:early|late|mid|last))? $|"
    r"\bsince (?!he\b|she\b|they\b|it\b|an? )"
    r"(?:(?!\b(?:was|were|is|are|has|had|have|when|police|after)\b)[^,.;]){1,60}$",
    re.I,
)
DATELINE = re.compile(
    rf"^[A-Z][A-Z .'-]{{2,30}}, {WEEKDAY}(?: \([^()]{{2,40}}\))? ?(?:--?|–|—|:)(?= |[A-Z\"])|"
    rf"^[^a-z]?[A-Z][\w .,'/()-]{{1,60}}?,? \(?(?:{WEEKDAY}, )?(?:{MONTH} [0-3]?\d|"
    rf"[0-3]?\d {MONTH})(?:,? (?:{YEAR}|\d\d))?\)?"
    rf"(?: \([^()]{{2,40}}\)| \[[^\]]{{2,40}}\]| ?/[\w ]+/)*[ ,]*(?:--?|:)(?= |[A-Z\"])"
)


def count_of(word: str) -> int | None:
    """`two` → 2, `14` → 14, None for what is no number."""
    return int(word) if word.isdigit() else _NUMBER_WORDS.get(word.lower())
