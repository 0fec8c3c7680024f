"""Memory with a backlog of 100,000 articles and some of 4 MB between them: `make limits`.

A real worker on an own Kafka drains the backlog while the memory of its two processes is sampled; the exit status is
1 where it ever reached the limit, or where a large article was neither read nor set aside.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from benchmarks.generate import generate
from benchmarks.vitals import Counts, Memory, Watch
from tocsin.cli.demo.stage import Stage
from tocsin.stream.rights import open_reader
from tocsin.stream.runtime import prepare_runtime
from tocsin.stream.topics import Topics
from tocsin_schemas.models import Article

LIMIT_MB = 900
SAMPLE_SECONDS = 0.2
TELL_SECONDS = 10.0
LARGE_DAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
Record = tuple[bytes, bytes]
"""Key and value of articles.v1."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many small articles, how many of them differ (the rest repeats them under other ids), where large ones lie.

    Large ones stand at the head, `head` of them, and one after every `every` small articles.
    """

    small: int
    distinct: int
    every: int
    head: int = 9

    def records(self) -> Iterator[Record]:
        told = [one.article for one in generate(self.distinct, seed=7, days=180)]
        for number in range(self.head):
            yield large(number)
        for number in range(self.small):
            article = told[number % len(told)]
            if number >= len(told):
                article = article.model_copy(update={"article_id": f"{article.article_id}-{number // len(told)}"})
            yield article.article_id.encode(), article.to_bytes()
            if number % self.every == self.every - 1:
                yield large(self.head + number // self.every)

    @property
    def large(self) -> int:
        return self.head + self.small // self.every

    @property
    def count(self) -> int:
        return self.small + self.large


def large(number: int) -> Record:
    """The n-th article of about 4 MB: by turns one that is read, one that is set aside, a page, and so on."""
    name, kinds = f"{LARGE}{number}", _large_ones()
    return name.encode(), kinds[number % len(kinds)].replace(NAMELESS, name.encode(), 1)


LARGE, NAMELESS = "large-", b"large-?"
LONGEST = 1_990_000
"""Code points of a text just below intake's limit."""


@cache
def _large_ones() -> tuple[bytes, ...]:
    return tuple(
        Article(article_id=NAMELESS.decode(), title="News", text=text, html=html, published_at=LARGE_DAY).to_bytes()
        for text, html in _bodies()
    )


def _bodies() -> tuple[tuple[str, str | None], ...]:
    """Text and html of each kind."""
    opening = "A car bomb exploded near a market in Mosul, Iraq, on Monday, killing 3 people, police said.\n\n"
    story = opening + _sentences(LONGEST - len(opening))
    paragraphs = "".join(f"<p>“—…{line}…—”</p>\n" for line in _sentences(1_700_000).split("\n\n"))
    return (
        (story, f"<html><body><p>{story[: LONGEST - 100]}</p></body></html>"),  # as long as may be, twice
        (story * 2, None),  # too long: set aside
        (
            " " * 1_400_000,
            "<html><body>" + paragraphs[: LONGEST - 100],
        ),  # a page in signs of three bytes
        ("Взрыв на рынке, сообщает полиция. " * (LONGEST // 34), None),  # a language that is not read
        (" " * 1_500_000, "<html><body>" + "<p>…</p>" * (LONGEST // 8 - 10)),  # more tags than words
    )


def _sentences(length: int) -> str:
    """Ordinary news without an incident, one sentence a paragraph."""
    words = ("market", "street", "council", "harvest", "budget", "river", "school", "evening", "museum", "garden")
    chance, lines, size = random.Random(1), [], 0
    while size < length:
        lines.append(" ".join(chance.choices(words, k=12)).capitalize() + ".")
        size += len(lines[-1]) + 2
    return "\n\n".join(lines)[:length]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run showed; `highest` is the sample with the largest sum."""

    seconds: float
    samples: int
    highest: Memory
    counts: Counts


def fill(stage: Stage, backlog: Backlog) -> int:
    """Put the backlog on the articles topic; bytes sent."""
    return asyncio.run(_fill(stage, backlog))


async def _fill(stage: Stage, backlog: Backlog) -> int:
    """By aiokafka: kafka-python reckons the checksum of 4 MB in seconds."""
    from aiokafka import AIOKafkaProducer

    topic, sent, size = Topics.of(stage.settings).articles, [], 0
    async with AIOKafkaProducer(
        bootstrap_servers=stage.settings.broker, linger_ms=5, max_request_size=topic.max_message_bytes
    ) as producer:
        for key, value in backlog.records():
            sent.append(await producer.send(topic.name, value, key))
            size += len(value)
        await asyncio.gather(*sent)
    return size


def drain(stage: Stage, backlog: Backlog, seconds: float | None, least: int = 0) -> Outcome:
    """Start a worker and sample it until the backlog is done, or for `seconds` of processing and `least` articles."""
    stage.start_worker()
    watch, highest, samples = Watch(stage), Memory(0, 0), 0
    began = told = time.monotonic()
    counts = Counts(0, 0, 0, 0, 0, 0)
    while True:
        time.sleep(SAMPLE_SECONDS)
        stage.check_worker()
        now = watch.memory()
        if now is not None:
            samples += 1
            highest = max(highest, now, key=lambda one: one.total_mb)
        if samples % 10:
            continue
        counts = watch.counts() or counts
        if counts.taken == 0:
            began = time.monotonic()
        passed = time.monotonic() - began
        if time.monotonic() - told > TELL_SECONDS:
            told = time.monotonic()
            print(f"{passed:5.0f} s  {counts.taken:,} of {backlog.count:,} taken  {_tell(now or highest)}", flush=True)
        is_enough = seconds is not None and passed > seconds and counts.read + counts.rejected >= least
        if is_enough or (counts.taken >= backlog.count and counts.lag == 0):
            return Outcome(passed, samples, highest, counts)


def accounted(stage: Stage) -> set[str]:
    """Ids of the large articles that are in a report or in the dead letters."""
    topics, found = Topics.of(stage.settings), set[str]()
    for topic in (topics.reports, topics.rejected):
        with open_reader(stage.settings, topic.name) as reader:
            found |= {
                record.key.decode() for record in reader.held() if record.key and record.key.startswith(LARGE.encode())
            }
    return found


def _tell(memory: Memory) -> str:
    return f"worker {memory.worker_mb:.0f} + reading {memory.reading_mb:.0f} = {memory.total_mb:.0f} MB"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make limits", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--articles", type=int, default=100_000, help="small articles in the backlog (100000)")
    parser.add_argument("--distinct", type=int, help="how many of them differ (all)")
    parser.add_argument("--every", type=int, default=500, help="small articles between two of 4 MB (500)")
    parser.add_argument("--seconds", type=float, help="end after so long a time of processing, not when all is done")
    parser.add_argument("--partitions", type=int, default=12, help="partitions of the articles topic (12)")
    args = parser.parse_args(arguments)
    backlog = Backlog(args.articles, args.distinct or args.articles, args.every)
    with Stage(prepare_runtime(), partitions=args.partitions) as stage:
        size = fill(stage, backlog)
        print(f"{backlog.count:,} articles on the topic, {size / 1e6:.0f} MB", flush=True)
        outcome = drain(stage, backlog, args.seconds)
        lost = 0 if args.seconds else backlog.large - len(accounted(stage))
    counts, highest = outcome.counts, outcome.highest
    print(
        f"highest of {outcome.samples} samples: {_tell(highest)} (limit {LIMIT_MB}); {outcome.seconds:.0f} s, taken"
        f" {counts.taken:,}, rejected {counts.rejected}, left {counts.lag:,}, live mentions {counts.live_mentions:,}"
    )
    if lost:
        print(f"{lost} of {backlog.large} large articles are neither in a report nor in the dead letters")
    return 0 if highest.total_mb < LIMIT_MB and not lost else 1


if __name__ == "__main__":
    sys.exit(main())
