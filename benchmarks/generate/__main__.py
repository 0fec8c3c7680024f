"""Prints invented articles; `--hard` with how hard they are, on standard error."""

import argparse
import json
import sys

import benchmarks.generate
from benchmarks.generate import Told, generate, generate_hard
from benchmarks.generate.difficulty import key_score, perfect_score


def main() -> None:
    parser = argparse.ArgumentParser(
        description=benchmarks.generate.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--hard", action="store_true", help="the feed of the fault run, poison included")
    args = parser.parse_args()
    if not args.hard:
        for one in generate(args.count, args.seed, args.days):
            row = one.article.model_dump(mode="json") | {"happenings": one.happenings}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    posts = generate_hard(args.count, args.seed, args.days)
    for post in posts:
        sys.stdout.write((post.record[1] or b"null").decode("utf-8", "replace") + "\n")
    told = [post for post in posts if isinstance(post, Told)]
    print(f"pairwise F1 of the plain key type + city + day: {key_score(told).line()}", file=sys.stderr)
    print(f"pairwise F1 of fusing, read perfectly: {perfect_score(told).line()}", file=sys.stderr)


if __name__ == "__main__":
    main()
