"""Which language a text is in: function words decide for English, a small model for the rest."""

import re
from functools import lru_cache
from typing import Protocol

from tocsin.intake.words import stops

SAMPLE = 1_000
MIN_LETTERS = 40
ENGLISH = "en"
SURE_WORDS = 0.10  # share of English function words in news text is 0.25 to 0.45; in other languages below 0.05
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*$", re.I)


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


@lru_cache(maxsize=1)
def _identifier() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 0.7 s and 30 MB, needed for the odd text only

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier


def language_of(text: str, declared: str | None) -> str:
    """ISO 639 code of the text; `declared` is trusted where the text is short or does not clearly differ."""
    sample = text[:SAMPLE]
    words = _WORD.findall(sample.lower())
    code = _declared_code(declared)
    if sum(map(len, words)) < MIN_LETTERS:
        return code or ENGLISH
    function_words = stops().function_words
    share = sum(word in function_words for word in words) / len(words)
    if share >= SURE_WORDS:
        return ENGLISH
    if code and code != ENGLISH:
        return code
    found, probability = _identifier().classify(sample.lower())
    if code == ENGLISH and (found == ENGLISH or probability < 0.95 or share >= 0.05):
        return ENGLISH
    return found


def warm() -> None:
    """Load the model now, so that the first text in another language does not wait for it."""
    _identifier().classify("")


def _declared_code(declared: str | None) -> str | None:
    match = _CODE.match(declared.strip()) if declared else None
    if match is None:
        return None
    code = match[1].lower()
    return ENGLISH if code == "eng" else code
