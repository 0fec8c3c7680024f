"""What must hold after any fault: everything there, everything once, the state that of a run without faults."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from installation import Installation, report_ids
from parts import TitleResolver

from tocsin.audit.evidence import read_evidence
from tocsin.audit.judge import judge
from tocsin.audit.undisturbed import run_undisturbed
from tocsin.incidents.resolver import Resolver
from tocsin_schemas.models import Report


def check_all_there_once(installation: Installation, sent: Iterable[str]) -> None:
    """For the workers of parts.py: each article has a report and stands in one incident, once, so in the state."""
    sent = sorted(sent)
    topics = installation.topics
    assert sorted(report_ids(installation)) == sent
    last = {record.key: json.loads(record.value) for record in installation.read(topics.incidents)}
    assert sorted(one for members in last.values() for one in members) == sent
    assert state_of(installation) == fold(TitleResolver, _reports(installation))


def fold(make_resolver: Callable[[dict[str, bytes]], Any], reports: Iterable[bytes]) -> dict[str, bytes]:
    """The state after these reports where nothing disturbs the resolver."""
    state: dict[str, bytes] = {}
    resolver = make_resolver(state)
    for value in reports:
        for key, written in resolver.resolve(Report.model_validate_json(value)).writes:
            if written is None:
                state.pop(key, None)
            else:
                state[key] = written
    return state


def state_of(installation: Installation) -> dict[str, bytes]:
    """What the changelog holds, as a worker without a local copy would restore it."""
    last = {record.key.decode(): record.value for record in installation.read(installation.topics.state)}
    return {key: value for key, value in last.items() if value is not None}


def check_audit(installation: Installation, expected: Iterable[tuple[bytes, bytes]]) -> None:
    """For real workers: nothing lost, doubled or different from a run that nothing disturbed."""
    evidence = read_evidence(installation.settings)
    audit = judge(evidence, run_undisturbed(evidence.articles), expected=expected)
    assert audit.is_clean, [*audit.lost, *audit.doubled, *audit.differences][:20]
    assert audit.incidents > 0
    assert state_of(installation) == fold(Resolver, _reports(installation))


def _reports(installation: Installation) -> list[bytes]:
    return [record.value for record in installation.read(installation.topics.reports)]
