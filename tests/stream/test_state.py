"""The state: lost from the disk it comes back from the changelog, and is what the reports make of it."""

import shutil

from installation import REAL, Installation, article, wait_until, wait_until_done
from verdict import check_all_there_once, check_audit

from benchmarks.generate import generate


def test_a_lost_store_of_the_real_resolver_comes_back_from_the_changelog(installation: Installation) -> None:
    told = [(one.article.article_id.encode(), one.article.to_bytes()) for one in generate(80, seed=5)]
    installation.produce(told[:40])
    worker = installation.start(program=REAL)
    wait_until(lambda: installation.size(installation.topics.reports) >= 20, 90, "half of the half", worker)
    worker.kill()
    shutil.rmtree(worker.folder / "faust")
    installation.produce(told[40:])
    again = installation.start(program=REAL)
    wait_until_done(installation, again)
    check_audit(installation, told)
    assert again.stop() == 0


def test_another_worker_goes_on_where_a_killed_one_with_its_folder_was(installation: Installation) -> None:
    installation.produce(article(f"a{number}", f"t{number % 3}") for number in range(60))
    worker = installation.start("one", session_timeout=6)
    wait_until_done(installation, worker)
    worker.kill()
    installation.produce(article(f"b{number}", f"t{number % 3}") for number in range(30))
    other = installation.start("two", session_timeout=6)
    wait_until_done(installation, other)
    check_all_there_once(installation, [*(f"a{number}" for number in range(60)), *(f"b{n}" for n in range(30))])


def test_term_while_it_starts_and_restores_repeats_nothing(installation: Installation) -> None:
    names = [f"a{number}" for number in range(40)]
    installation.produce(article(name, f"t{name[-1]}") for name in names)
    worker = installation.start()
    wait_until_done(installation, worker)
    assert worker.stop() == 0
    installation.produce(article(f"b{number}") for number in range(40))
    for moment in ("worker.lock", "state restored"):
        shutil.rmtree(worker.folder)
        life = installation.start()
        wait_until(
            lambda life=life, moment=moment: (life.folder / moment).exists() or moment in life.log,  # type: ignore[misc]
            60,
            moment,
            life,
        )
        assert life.stop() in (0, -15)  # before its handlers stand, TERM ends it as it ends any program
    last = installation.start()
    wait_until_done(installation, last)
    assert last.stop() == 0
    assert installation.lag() == 0
    check_all_there_once(installation, [*names, *(f"b{number}" for number in range(40))])
    assert installation.size(installation.topics.reports) == 80
