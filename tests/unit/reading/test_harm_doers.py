"""Who did it, among those told dead."""

import pytest
from reading_documents import document

from tocsin.reading.rules.harm import HarmRules
from tocsin_schemas.enums import Side


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("The gunman killed one man before he was fatally shot.", {(1, True), (1, False)}),
        ("A former guard was found dead after allegedly killing his wife.", {(1, True), (1, False)}),
        ("The man suspected of shooting a baby died on Tuesday.", {(1, True)}),
        ("The teen who shot four was killed by police.", {(1, True)}),
        ("A man died after a shooting in the harbour.", {(1, False)}),
        ("A woman died after being shot by her husband.", {(1, False)}),
        ("An officer who shot a man was killed.", {(1, False)}),
    ],
)
def test_who_did_it_is_no_victim_of_his_own(text: str, dead: set[tuple[int, bool]]) -> None:
    told = (one.value for one in HarmRules().annotate(document(text)) if one.question == "harm.killed")
    assert {(answer.value, answer.side is Side.ATTACKERS) for answer in told} == dead
