"""What each field rests on and who found it."""

from datetime import UTC, datetime

from tocsin.app import open_reader, read_article
from tocsin.reading.explain import explain
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.models import Article


def test_every_field_names_its_words_and_who_found_them(gazetteer: Gazetteer) -> None:
    text = (
        "A bomb exploded in Basra, Iraq, on Wednesday, killing five people. The Islamic State claimed responsibility."
    )
    article = Article(article_id="a", text=text, published_at=datetime(2024, 5, 16, tzinfo=UTC))
    read = read_article(open_reader(), article, None)
    assert read.trace is not None
    assert read.document is not None
    notes = explain(read.trace, read.document)
    fields = {note.field for note in notes if note.mention == 0}
    assert {"what.event_type", "where", "when", "harm.killed", "claims[0]"} <= fields
    assert all(
        note.by.startswith(("rule:", "model:")) and text[note.span.start : note.span.end] == note.words
        for note in notes
    )
    assert [note.span for note in notes] == sorted(note.span for note in notes)
