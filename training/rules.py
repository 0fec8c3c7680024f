"""What the rules of the service say of a snippet, label by label."""

from benchmarks.quality.pipeline import Pipeline
from benchmarks.quality.sets import case_label
from tocsin_schemas.models import Article


class RuleScores:
    """Runs the worker's reader, opened once."""

    def __init__(self) -> None:
        self._pipeline = Pipeline()

    def of(self, text: str) -> dict[str, float]:
        """The best score of each label, as an undated article is read."""
        found: dict[str, float] = {}
        for code, reality, score in self._pipeline.scored_types(Article(article_id="snippet", text=text)):
            label = case_label((code, reality))
            if label is not None:
                found[label] = max(found.get(label, 0.0), round(score, 4))
        return found
