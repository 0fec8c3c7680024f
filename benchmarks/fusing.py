"""CPU per mention of linking and fusing at many live incidents: `python -m benchmarks.fusing [--live N] [--memory]`."""

import argparse
import gc
import resource
import statistics
import time
from multiprocessing import get_context
from pathlib import Path

from benchmarks.generate import Told, generate
from tocsin.incidents.replay import Replay
from tocsin.incidents.resolver import Resolver


def fill(live: int, seed: int) -> tuple[Replay, list[Told]]:
    """A run with at least `live` open incidents, and the articles that are left to measure with."""
    told = generate(round(live * 3.4) + 4_000, seed, days=150)
    gc.collect()
    gc.freeze()  # a worker does not hold tens of thousands of reports for the collector to walk
    run = Replay()
    at = 0
    while at < len(told) - 1_000 and run.resolver.live_incidents < live:
        run.feed(told[at].report)
        at += 1
    return run, told[at:]


BATCHES = 5


def measure(run: Replay, told: list[Told]) -> tuple[float, float, int]:
    """(median and best seconds of CPU per mention over the batches, mentions); reports without mentions included."""
    size = len(told) // BATCHES
    costs = []
    for at in range(BATCHES):
        batch = told[at * size : (at + 1) * size]
        start = time.process_time()
        for one in batch:
            run.feed(one.report)
        costs.append((time.process_time() - start) / sum(len(one.report.mentions) for one in batch))
    return statistics.median(costs), min(costs), sum(len(one.report.mentions) for one in told)


def resident_mb() -> float:
    """Memory held by the process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def recovered(table: dict[str, bytes]) -> str:
    """Cost of recovering from a table in memory; run in a fresh process, where freed memory cannot hide the growth."""
    before, start = resident_mb(), time.process_time()
    resolver = Resolver(table)
    resolver.recover(table.items())
    seconds = time.process_time() - start
    return (
        f"{resolver.live_mentions} mentions in {len(table)} records recovered in {seconds:.1f} s CPU, "
        f"grew {resident_mb() - before:.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--live", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--memory", action="store_true", help="recover from the table: seconds and memory of the index")
    args = parser.parse_args()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run, rest = fill(args.live, args.seed)
    live = run.resolver.live_incidents
    if args.memory:
        with get_context("spawn").Pool(1) as fresh:
            print(f"live incidents {live}: {fresh.apply(recovered, (run.table,))}")
        return
    if args.profile:
        import cProfile
        import pstats

        profile = cProfile.Profile()
        profile.runcall(measure, run, rest)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
        return
    median, best, mentions = measure(run, rest)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"live incidents {live}, mentions measured {mentions}: {median * 1000:.3f} ms CPU per mention "
        f"(median of {BATCHES} batches, best {best * 1000:.3f}), process grew {(after - before) / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main()
