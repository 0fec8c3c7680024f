from tocsin.intake.fingerprint import SKETCH_SIZE, fingerprint
from tocsin.intake.prepare import prepare
from tocsin.types import Document
from tocsin_schemas.models import Article

WIRE = [
    "Gunmen on motorbikes opened fire on a market in the northern town of Lomera on Tuesday, killing nine "
    "traders and wounding more than twenty others, the governor said in a statement.",
    "Residents said the attackers arrived shortly before noon, shot in the air and then turned their "
    "rifles on people who were trying to run towards the river.",
    "Soldiers from a nearby barracks chased them into the hills, where an exchange of fire lasted for "
    "about an hour, an army spokesman told reporters.",
    "No group has said that it was behind the raid, but officials blamed a band of cattle thieves that "
    "has plagued the district since the rains failed.",
]
OTHER = [
    "Nine people died when armed men stormed the weekly market of Lomera, the regional hospital reported "
    "on Tuesday evening.",
    "Doctors there treated twenty-three patients for bullet wounds, four of them children, and asked the "
    "public to give blood.",
    "A trader who hid under her stall counted at least fifteen motorcycles and said that the men shouted "
    "in a language she did not understand.",
    "The governor has ordered a curfew and promised the families of the dead a payment from the state.",
]


def sketch(*paragraphs: str, title: str | None = None) -> tuple[int, ...]:
    document = prepare(Article(article_id="a", title=title, text="\n\n".join(paragraphs)))
    assert isinstance(document, Document)
    return fingerprint(document)


def overlap(one: tuple[int, ...], two: tuple[int, ...]) -> float:
    return len(set(one) & set(two)) / min(len(one), len(two))


def test_a_copy_with_another_frame_has_most_of_its_wording() -> None:
    copy = sketch(
        "Share", *WIRE, "Follow us on Facebook", "The town lies 40 kilometres from the border.", title="Market raid"
    )
    assert overlap(sketch(*WIRE, title="Nine die"), copy) >= 0.5


def test_another_article_on_the_same_happening_shares_little() -> None:
    assert overlap(sketch(*WIRE), sketch(*OTHER)) < 0.2


def test_a_sketch_is_small_sorted_and_repeatable() -> None:
    values = sketch(*WIRE)
    assert values == tuple(sorted(set(values))) == sketch(*WIRE)
    assert 0 < len(values) <= SKETCH_SIZE
    assert all(0 <= value < 2**32 for value in values)
    assert sketch("Bomb kills three") == ()
