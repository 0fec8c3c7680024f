"""Upper-case copy → ordinary case of the same length."""

import re

_LETTERS = re.compile(r"[^\W\d_]")


def is_upper_case(text: str) -> bool:
    """At least 12 letters, nine in ten of them capitals."""
    letters = _LETTERS.findall(text)
    return len(letters) >= 12 and sum(letter.isupper() for letter in letters) >= 0.9 * len(letters)


def truecase(text: str) -> str:
    lowered = "".join(low if len(low := character.lower()) == 1 else character for character in text)
    return re.sub(r"[a-z]", lambda match: match[0].upper(), lowered, count=1)
