"""Word lists that are data: a faulty file is refused by its name."""

from collections.abc import Callable
from inspect import unwrap

import pytest

from tocsin.reading.rules import wordlists
from tocsin.reading.rules.harm_lists import harm_lists
from tocsin.reading.rules.person_words import person_words
from tocsin.reading.rules.relevance import departments
from tocsin.reading.rules.weapons import attack_words
from tocsin.reading.strands import shared_words


@pytest.mark.parametrize(
    ("name", "load"),
    [
        ("attack_words.yaml", attack_words),
        ("departments.yaml", departments),
        ("harm_words.yaml", harm_lists),
        ("person_words.yaml", person_words),
        ("shared_words.yaml", shared_words),
    ],
)
@pytest.mark.parametrize("faulty", [{"version": 1}, {"wrods": "shot hit"}], ids=["lacks its lists", "has another list"])
def test_a_faulty_file_is_refused_by_name(
    name: str, load: Callable[[], object], faulty: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = wordlists.read_data(name)
    assert isinstance(shipped, dict)
    given = faulty if "version" in faulty else {**shipped, **faulty}
    monkeypatch.setattr(wordlists, "read_data", {name: given}.__getitem__)
    with pytest.raises(wordlists.DataError, match=name):
        unwrap(load)()
