import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.intake.prepare import Skipped, prepare
from tocsin.intake.sentences import LONGEST
from tocsin.types import Document
from tocsin_schemas.models import Article

BODY = (
    "Gunmen fired on a bus near the town of Lomera on Tuesday, killing three passengers, the police said. "
    "The driver escaped and called for help."
)


def read(text: str | None = None, **fields: object) -> Document:
    result = prepare(Article.model_validate({"article_id": "a", "text": text, **fields}))
    assert isinstance(result, Document), result
    return result


def texts(document: Document) -> list[str]:
    return [sentence.text for sentence in document.sentences]


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=400)
    | st.text(alphabet="Aa.!?\"'\n ()<b>&;1“”…", max_size=200)
)
def test_spans_stand_in_order_and_have_the_length_of_their_text(text: str) -> None:
    result = prepare(Article(article_id="a", text=text, language="en"))
    if isinstance(result, Skipped):
        return
    end = 0
    paragraph = 0
    for index, sentence in enumerate(result.sentences):
        assert sentence.index == index
        assert end <= sentence.span.start < sentence.span.end <= len(text)
        assert len(sentence.text) == sentence.span.end - sentence.span.start
        assert sentence.text.strip() == sentence.text
        assert sentence.paragraph >= paragraph
        end, paragraph = sentence.span.end, sentence.paragraph
    assert result.text == text


def test_typography_is_ascii_letter_by_letter() -> None:
    document = read(
        "“It’s over,” he said\u00a0— the army\u0000 left\u2026 The town was quiet and the people were safe."
    )
    assert texts(document)[0] == '"It\'s over," he said - the army  left.'
    assert document.quote(document.sentences[0].span).startswith("“It’s over,”")


def test_tags_in_a_text_are_blanked_and_offsets_kept() -> None:
    script = "<script>var x = 'They left.';</script>"
    document = read(
        f"<p>Rebels shelled the <b>market</b> of Tamsa.</p>{script}<p>Two people died &amp; nine were hurt.</p>"
    )
    first, second = document.sentences
    assert "<" not in first.text + second.text
    assert document.quote(second.span) == "Two people died &amp; nine were hurt."
    assert second.text == "Two people died &     nine were hurt."
    assert first.paragraph < second.paragraph


def test_html_alone_gives_offsets_into_the_extracted_text() -> None:
    menu = "<nav><a href='/'>Home</a></nav>"
    page = f"<html><body>{menu}<article><h1>Attack on a bus</h1><p>{BODY}</p></article></body></html>"
    document = read(None, html=page)
    assert any("Gunmen fired on a bus" in text for text in texts(document))
    for sentence in document.sentences:
        assert document.quote(sentence.span) == sentence.text


@pytest.mark.parametrize(
    "line",
    [
        "Share",
        "ADVERTISEMENT",
        "Home | News | Sports | Weather",
        "You must enter the characters with black color that stand out from the other characters",
        "Posted: Monday, March 2, 2026 8:18 PM EST Updated: Tuesday, March 3, 2026 7:02 AM EST",
        "AP Photo/Jane Dole",
        "(Photo by Jane Dole)",
        "Copyright 2026 Lomera Herald. All rights reserved.",
        "Follow us on Facebook",
        "Sign up for our newsletter to get the news in your inbox",
        "Comments powered by Disqus",
        "[reader_poll]",
        "Read more: The long road of Lomera",
        "Submit a Correction →",
        "1:09 Procession brings the fallen deputy home",
        "Tags: lomera, bus",
        "Anyone with information is asked to call the police at 555-0100.",
        "Terrible news from the road. #Lomera https://t.co/abcdef — Jane Dole (@janedole) March 3, 2026",
        "March 3, 2026",
        "Associated Press writer Jane Dole contributed to this report.",
        "Correction: an earlier version of this article gave the number of dead as five.",
        "Editor's note: This story has been corrected to say that two people died.",
    ],
)
def test_furniture_is_set_aside(line: str) -> None:
    expected = texts(read(BODY))
    assert texts(read(f"{line}\n\n{BODY}")) == expected
    assert texts(read(f"{BODY}\n\n{line}")) == expected


def test_the_headline_after_a_prompt_goes_with_it_but_a_sentence_stays() -> None:
    assert texts(read(f"Related:\nMinister Opens New Bridge in the North\n\n{BODY}")) == texts(read(BODY))
    kept = texts(read(f"Trending:\n\nThe army sent more soldiers to the town.\n\n{BODY}"))
    assert kept[0] == "The army sent more soldiers to the town."


@pytest.mark.parametrize(
    "sentence",
    [
        "The militants share a border with three states.",
        "Related attacks killed nine people in the spring.",
        "The advertisement said that the group would attack again.",
        "People could not call for help because the network was down.",
        "Witnesses said the gunmen called them one by one.",
        "Follow-up strikes hit the port on Friday.",
        "Photos of the blast showed a crater.",
        "Two people died | nine were hurt.",
        "Updated figures from the ministry put the dead at 40.",
        "Note that no group has claimed the attack.",
        "More than 20 people were killed: eight of them were children.",
        "Police call it murder.",
        "4:05 The army says that its planes hit the depot.",
        "An earlier version of this bomb killed nine people.",
    ],
)
def test_ordinary_sentences_stay(sentence: str) -> None:
    assert sentence in texts(read(f"{BODY}\n\n{sentence}"))


def test_an_inline_advertisement_and_a_date_stamp_leave_their_sentence() -> None:
    document = read("date 2026-03-03 Gunmen fired on a bus in the town. Three of the passengers died. Advertisement")
    assert texts(document) == ["Gunmen fired on a bus in the town.", "Three of the passengers died."]


def test_a_line_said_twice_is_read_once() -> None:
    assert texts(read(f"{BODY}\n\n{BODY}")) == texts(read(BODY))


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (
            "Bei einem Anschlag auf einen Bus starben am Dienstag drei Menschen, wie die Polizei mitteilte.",
            None,
            "de",
        ),
        (
            "Bei einem Anschlag auf einen Bus sind am Dienstag drei Menschen getötet worden, wie die Polizei sagte.",
            "en",
            "de",
        ),
        (
            "Tres personas murieron el martes en un ataque contra un autobús cerca de la ciudad, informó la policía.",
            "es-MX",
            "es",
        ),
    ],
)
def test_other_languages_are_skipped_by_name(text: str, declared: str | None, language: str) -> None:
    result = prepare(Article(article_id="a", text=text, language=declared))
    assert isinstance(result, Skipped)
    assert (result.reason, result.language) == (f"language: {language}", language)


@pytest.mark.parametrize("declared", [None, "en", "en-GB", "EN_us", "de", "not a language"])
def test_english_is_read_whatever_is_declared(declared: str | None) -> None:
    assert read(BODY, language=declared).language == "en"


def test_a_short_text_is_taken_for_english() -> None:
    assert texts(read("Bomb kills 3 in Lomera")) == ["Bomb kills 3 in Lomera"]


def test_nothing_left_is_skipped() -> None:
    result = prepare(Article(article_id="a", text="Share\n\nAdvertisement\n\n***"))
    assert isinstance(result, Skipped)
    assert "no text" in result.reason


def test_of_nothing_but_furniture_the_title_is_left() -> None:
    document = read("0:47 Procession for a fallen deputy\n\n1:09 Ferry sinks off Lomera", title="Deputy dies in Lomera")
    assert document.sentences == ()
    assert document.title is not None


def test_the_title_has_no_span_and_no_site() -> None:
    document = read(BODY, title="GUNMEN ATTACK BUS NEAR LOMERA - Lomera Herald")
    assert document.title is not None
    assert document.title.text == "Gunmen attack bus near Lomera"
    assert (document.title.span.start, document.title.span.end) == (0, 0)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["<!--", "<script>", "<a ", "(@", ".", '"a." ', "a\n", "[a", "March 7 ", "\x00"])
def test_a_hostile_text_costs_no_more_than_a_long_one(piece: str) -> None:
    result = prepare(Article(article_id="a", text=piece * (200_000 // len(piece)), language="en"))
    assert isinstance(result, Skipped) or all(len(sentence.text) <= LONGEST for sentence in result.sentences)
