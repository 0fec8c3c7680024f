"""By which means it was done, and to whom by which."""

import pytest

from tocsin.app import open_reader, read_article
from tocsin.reading import questions as q
from tocsin.reading.evidence import EvidenceList
from tocsin.reading.frames import Frame
from tocsin.reading.means import means_of
from tocsin.reading.reader import Reader
from tocsin.reading.strands import Part, Sharing
from tocsin.types import Candidate, Document, Sentence, Span
from tocsin.world.gazetteer import Gazetteer
from tocsin_schemas.enums import MeansKind
from tocsin_schemas.models import Article, Means

TEXT = "Rebels took judge Ana Ruiz away and blew up the power station of the Rio mill."
SENTENCE = Sentence(0, Span(0, len(TEXT)), TEXT, 0)
DOCUMENT = Document("a", "h", TEXT, None, (SENTENCE,), None, None, None, "en")


def told(words: str, kidnapping: float, bombing: float, hit: bool = True) -> Candidate:
    start = TEXT.index(words)
    answer = q.MeansAnswer({"kidnapping": kidnapping, "bombing": bombing}, words if hit else None)
    return Candidate(q.MEANS, answer, Span(start, start + len(words)), 0, 0.9, "model:test")


def part(*candidates: Candidate, sharing: Sharing = Sharing.OWN) -> Part:
    return Part(Frame(SENTENCE, SENTENCE.span, {q.MEANS: list(candidates)}), 1.0, sharing)


def means(*parts: Part, hit: tuple[str, ...]) -> tuple[Means, ...]:
    return means_of(parts, hit, EvidenceList(DOCUMENT))


def test_each_is_hit_by_what_is_told_of_it() -> None:
    ana, station = told("Ana Ruiz", 3.0, 0.0), told("power station", -3.0, 3.0)
    found = means(part(ana, station, told("Rebels", 1.0, 0.0, hit=False)), hit=("Ana Ruiz", "power station"))
    assert {one.kind: one.hit for one in found} == {
        MeansKind.KIDNAPPING: ("Ana Ruiz",),
        MeansKind.BOMBING: ("power station",),
    }
    assert all(0.9 < one.confidence <= 1.0 for one in found)


def test_who_is_told_by_no_surer_means_and_who_is_not_told_go_with_the_first() -> None:
    ana, mill = told("Ana Ruiz", 3.0, 0.0), told("Rio mill", 0.0, 0.2)
    (only,) = means(part(ana, mill), hit=("Ana Ruiz", "Rio mill", "two guards"))
    assert (only.kind, only.hit) == (MeansKind.KIDNAPPING, ("Ana Ruiz", "Rio mill", "two guards"))


def test_a_means_that_hit_nobody_stands_alone_or_not_at_all() -> None:
    rebels, station = told("Rebels", 9.0, 0.0, hit=False), told("power station", 0.0, 4.0)
    assert [one.kind for one in means(part(rebels), hit=())] == [MeansKind.KIDNAPPING]
    assert [one.kind for one in means(part(rebels, station), hit=("power station",))] == [MeansKind.BOMBING]


def test_what_other_happenings_share_says_nothing_and_unread_there_is_none() -> None:
    assert means(part(told("Ana Ruiz", 3.0, 0.0), sharing=Sharing.SUMMARY), hit=("Ana Ruiz",)) == ()
    assert means(part(), hit=("Ana Ruiz",)) == ()


def test_the_words_that_tell_a_means_are_its_evidence() -> None:
    evidence = EvidenceList(DOCUMENT)
    means_of([part(told("Ana Ruiz", 3.0, 0.0))], ("Ana Ruiz",), evidence)
    assert [(one.field, one.quote) for one in evidence.all()] == [("what.means", TEXT)]


@pytest.fixture(scope="module")
def reader(gazetteer: Gazetteer) -> Reader:
    return open_reader()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Gunmen kidnapped judge Eva Soto near Leticia on Tuesday and blew up a power station outside the city.",
            {"kidnapping": {"Eva Soto"}, "bombing": {"power station"}},
        ),
        ("A car bomb exploded outside a bank in Leticia on Friday, killing a guard.", {"bombing": {"guard", "bank"}}),
        ("Rebels attacked a village near Leticia on Friday and killed the teacher Eva Soto.", {"attack": {"Eva Soto"}}),
        ("A flood drowned a lorry driver near Leticia on Friday, police said.", {}),
    ],
)
def test_the_shipped_encoder_tells_them_where_people_fight(
    reader: Reader, text: str, told: dict[str, set[str]]
) -> None:
    article = Article(article_id="a", text=text, published_at="2026-03-05T08:00:00Z")
    (mention,) = read_article(reader, article, None).report.mentions
    assert {one.kind.value: set(one.hit) for one in mention.what.means} == told
