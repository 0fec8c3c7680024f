"""The article as it was read: its text with the words behind each field marked, and who found them."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from tocsin.app import open_reader, read_article
from tocsin.cli import show
from tocsin.cli.inputs import InputRecord
from tocsin.intake.decode import decode
from tocsin.reading.explain import Note, explain
from tocsin.types import Reject

STYLES = ("bold black on yellow", "bold black on cyan", "bold black on green", "bold white on magenta")
"""One a mention, in turn."""


def print_explained(records: Iterable[InputRecord], out: Console) -> None:
    """Each article's mentions, marked text and notes."""
    reader = open_reader()
    for record in records:
        article = decode(record.value, record.key, record.received_at)
        if isinstance(article, Reject):
            out.print(show.reject_line(record.origin, article))
            continue
        done = read_article(reader, article, record.received_at)
        out.rule(f"{article.article_id}  {article.title or ''}", align="left", characters="-", style="dim")
        for mention in done.report.mentions:
            out.print(Text(show.mention_summary(mention), style=STYLES[mention.ordinal % len(STYLES)]))
        if not done.report.mentions or done.report.reason:
            out.print(show.report_summary(done.report), markup=False)
        if done.document is None or done.trace is None:
            continue
        notes = explain(done.trace, done.document)
        out.print(marked(done.document.text, notes, brackets=not out.is_terminal), soft_wrap=not out.is_terminal)
        for note in notes:
            out.print(
                note_line(note),
                markup=False,
                no_wrap=True,
                overflow="ellipsis" if out.is_terminal else "ignore",
                crop=False,
            )
        out.print()


def marked(text: str, notes: Iterable[Note], brackets: bool) -> Text:
    """The text with the notes' words in colour, or in [brackets] where colour cannot be seen."""
    spans = _merged([(note.span.start, note.span.end, note.mention) for note in notes])
    found = Text()
    place = 0
    for start, end, mention in spans:
        found.append(text[place:start])
        words = text[start:end]
        found.append(f"[{words}]" if brackets else words, style=STYLES[mention % len(STYLES)])
        place = end
    found.append(text[place:])
    return found


def _merged(spans: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Overlapping spans as one, under the first one's mention."""
    joined: list[tuple[int, int, int]] = []
    for start, end, mention in sorted(spans):
        if joined and start < joined[-1][1]:
            before, last_end, owner = joined[-1]
            joined[-1] = (before, max(last_end, end), owner)
        else:
            joined.append((start, end, mention))
    return joined


def note_line(note: Note) -> str:
    """Such as `  #0 harm.killed  "killing three people"  rule:harm.count 0.90`."""
    words = " ".join(note.words.split())
    return f'  #{note.mention} {note.field:16s} "{words}"  {note.by} {note.score:.2f}'
