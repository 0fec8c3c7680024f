"""What the rules of the service say of a snippet, type by type."""

from dataclasses import dataclass

from benchmarks.quality.pipeline import Pipeline
from tocsin_schemas.enums import Reality
from tocsin_schemas.models import Article


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """The best score of each type, as an undated article is read; `foiled` = the best of all was prevented."""

    scores: dict[str, float]
    foiled: bool


class RuleScores:
    """Runs the worker's reader by rules alone, opened once."""

    def __init__(self) -> None:
        self._pipeline = Pipeline(model=False)

    def of(self, text: str) -> RuleAnswer:
        found: dict[str, float] = {}
        foiled = False
        for code, reality, score in self._pipeline.scored_types(Article(article_id="snippet", text=text)):
            if not found:
                foiled = reality is Reality.FOILED
            found[code] = max(found.get(code, 0.0), round(score, 4))
        return RuleAnswer(found, foiled)
