"""`make chaos`: exit status 0 where nothing was lost, doubled or different, 1 where something was, 2 where it stuck."""

import argparse
import signal
import sys
from pathlib import Path

import benchmarks.chaos
from benchmarks.chaos.crew import WorkerGone
from benchmarks.chaos.plan import Wanted
from benchmarks.chaos.report import table
from benchmarks.chaos.run import RunStuck, run_chaos
from benchmarks.repository import ROOT
from tocsin.stream.broker import BrokerError


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos", description=benchmarks.chaos.__doc__)
    parser.add_argument("--articles", type=int, default=2_000, help="records sent, poison included")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=6, help="workers killed; half as many reading processes besides")
    parser.add_argument("--broker-kills", type=int, default=1)
    parser.add_argument("--changes", type=int, default=2, help="workers added or removed")
    parser.add_argument("--seed", type=int, default=1, help="of articles and faults")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "chaos", help="folder of report.json and the logs")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends its processes as Ctrl-C does
    wanted = Wanted(args.articles, args.workers, args.kills, args.broker_kills, args.changes, args.seed)
    try:
        outcome = run_chaos(wanted, args.out, lambda line: print(line, flush=True))
    except (RunStuck, WorkerGone, BrokerError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; all processes are ended", file=sys.stderr)
        return 130
    report = outcome.report
    (args.out / "report.json").write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
    for line in report.verdict.examples:
        print(line)
    kept = "" if report.is_clean else f"; Kafka's data and the states stay in {args.out / 'work'}"
    print(f"\nreport and logs: {args.out}{kept}\n\n{table(report)}")
    return 0 if report.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
