"""The words of deeds that are claimed, and of denying them."""

import re

DEED = (
    r"(?:launch|carr(?:y|ied|ying)\s+out|attack|target|str(?:uck|ike|iking)|fire[ds]?\b|firing|bomb|shell|ambush|"
    r"kill|shot(?!\s+down)|shoot|hit|destroy|detonat|raid|seiz|captur|abduct|kidnap|"
    r"assassinat|execut|conduct|liberat|overran|overrun|sank|sunk|sabotag|stage|perpetrat|plant|explod|blew|blow|"
    r"done\s+(?:it|this|so)|did\s+(?:it|this)|been\s+behind|was\s+behind|were\s+behind|hack|responsible|"
    r"cut\b|sever|burn|torch|set\s+(?:fire|off|alight)|derail|encrypt|stole|damag|cripple|"
    r"(?:laid|placed)\s+(?:the|a|an)\s+(?:[\w-]+\s+)?(?:charge|device|mine|bomb|explosive)s?|"
    r"sen[dt]\s+(?:[\w-]+\s+){0,4}?(?:drones?|missiles?|rockets?))"
)
_DENY = (
    r"(?:den(?:ied|ies|ying)|(?:(?:was|were|is|are)\s+(?:quick|swift|at\s+pains)|rush(?:ed|es)|moved|hasten(?:ed|s)|hurried|"
    r"went\s+on)\s+to\s+deny)(?:\s+on\s+\w+day\s+(?=that\b)|\s+(?:in|on|through|via|over)\s+(?:an?|the|its|his|her|their)\s+(?:[\w'-]+\s+){1,8}?(?=that\b)|\s+)"
)
""" "denied", "was quick to deny", "denied in a note passed to reporters (that)", with the space behind it."""
_OURS = (
    r"(?:(?:he|she|it|they)\s+or\s+any(?:one|body)(?:\s+[\w-]+){0,4}|"
    r"the\s+(?:group|movement|party|gang|militia|company|union)|it|they|he|she|we|officers|soldiers|troops|"
    r"(?:its|their|his|her|any|our)\s+[\w-]+(?:\s+[\w-]+)?)"
)
"""Whose deed it would have been: "it", "his men", "any member"."""
_UNHARMED = (
    r"any\s+[\w-]+(?:\s+[\w-]+)?\s+(?:had\s+|has\s+|have\s+)?(?:been|were|was)\s+"
    r"(?:hit|hurt|harmed|killed|shot|injured|wounded|struck)\b"
)
""" "Denied that any villager had been hit" denies harm, no deed."""
DENIED = re.compile(
    rf"\b(?:{_DENY}|(?:reject(?:ed|s)|dismiss(?:ed|es)|disavow(?:ed|s)|disput(?:ed|es))\s+)(?!(?:that\s+)?{_UNHARMED})"
    r"(?:(?:any|all|[A-Z][\w-]+|"
    r"its|the|these|those|such|their|his|having|being|that|it|they|claims?|of|had|was|were|been|strongly|"
    r"on|in|a|statement|\w+day|group|movement|gang|responsible|any\s+direct|direct|both)\s+){0,8}?"
    r"(?:involve\w*|responsib\w+|role|link\w*|behind|allegations?|accusations?|charges?|carry\w*|carried|"
    r"attack\w*|claims?|fir(?:ed|ing)|launch\w*|target\w*|knowledge|str(?:uck|iking)|hit\w*|shell\w*|bomb\w*|"
    r"kill\w*|complicity|shooting|reports?|hand\s+in|part\s+in)"
    r"|\b(?:said|says|insist\w*|stat\w+)\s+(?:(?:in|on|via|through)\s+an?\s+(?:[\w'-]+\s+){1,6}?(?=that\b))?(?:that\s+)?(?:it|they|its\s+\w+|he|she)\s+(?:was|were|is|are|"
    r"had)\s+(?:not\s+(?:involved|responsible|behind|carried|launched|attacked|fired|set|started|planted|killed)|nothing\s+to\s+do)"
    r"|\bden(?:ied|ies|ying)\s+(?:it|this|that|so)(?=\s*[.,;:\"]|\s+(?:in|on|and|but|to|through|saying|when|within|at|by|late|last)\b|\s*$)"
    rf"|\b{_DENY}(?:that\s+)?(?!{_UNHARMED}){_OURS}\s+(?:(?:had|has|have|were|was)\s+(?:[\w-]+\s+)?)?"
    rf"(?:{DEED}|stopp|start|beg[au]n|provok|brok|order|behind|involved|used|opened|"
    r"(?:been\s+)?(?:at|in|near|there|present)\b)"
    rf"|\b{_DENY}(?:that\s+)?{_OURS}\s+(?:took|(?:had|has|have)\s+taken)\s+(?:any\s+)?part\b"
    rf"|\b{_DENY}(?:having\s+)?(?:anything\s+to\s+do|taking\s+(?:any\s+)?part|(?:any\s+|playing\s+a\s+)part)\b"
    rf"|\b{_DENY}(?:that\s+)?{_OURS}\s+(?:had|has|have)\s+(?:had\s+)?(?:(?:any|a)\s+(?:part|role|hand)\b|anything\s+to\s+do)"
    r"|\b(?:had|has|have)\s+no\s+(?:hand|part|role)\s+in\s+(?:what\s+happened|(?:the|this|that|any|\w+day's)\s+(?:[\w-]+\s+){0,3}?"
    r"(?:attack|bombing|blast|ambush|killing|raid|shooting|explosion|assault|abduction|kidnapping|strike|shelling|violence|fire)s?\b)"
    rf"|\b(?:said|says|insist\w*|stated|wrote)\s+(?:that\s+)?{_OURS}\s+(?:had|has|have)\s+nothing\s+to\s+do\s+with\b"
    r"|\b(?:had|have|has)\s+nothing\s+to\s+do\s+with\b",
    re.IGNORECASE,
)
BARE = re.compile(r"den\w+\s+(?:it|this|that|so)", re.IGNORECASE)
"""What a person denies may be anything, unless the words say what."""
DENIES_DEED = re.compile(
    r"\b(?:part|role|involve\w*|responsib\w+|behind|anything\s+to\s+do|nothing\s+to\s+do|hand|at|in|near|there|present)\b",
    re.IGNORECASE,
)
"""What leaves no doubt that a deed is denied, whoever speaks."""
OWN_DEED = re.compile(r"\bthat\s+(?:he|she)\b", re.IGNORECASE)
""" "denied that he had ...": the speaker's own deed."""
