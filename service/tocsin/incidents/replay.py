"""The whole way from reports to incidents in memory, for `tocsin replay`, benchmarks and tests."""

from collections.abc import Iterable

from tocsin.incidents.decision import Decision
from tocsin.incidents.resolver import Resolver
from tocsin_schemas.models import Incident, Lineage, Report


class Replay:
    """A resolver over a fresh table in memory."""

    def __init__(self, lineage: Lineage | None = None, live_days: int = 180) -> None:
        self.table: dict[str, bytes] = {}
        self.latest: dict[str, bytes] = {}
        self.resolver = Resolver(self.table, lineage, live_days=live_days)

    def feed(self, report: Report) -> Decision:
        """Resolves one report, writes to the table and keeps the last record of each incident."""
        decision = self.resolver.resolve(report)
        for key, value in decision.writes:
            if value is None:
                self.table.pop(key, None)
            else:
                self.table[key] = value
        for one in decision.incident_messages:
            if one.value is not None:
                self.latest[one.incident_id] = one.value
        return decision

    def incidents(self) -> dict[str, Incident]:
        return {name: Incident.model_validate_json(value) for name, value in self.latest.items()}


def replay(reports: Iterable[Report], lineage: Lineage | None = None) -> dict[str, Incident]:
    """The last record of every incident, merged and retracted ones included, by id; reports in the order given."""
    run = Replay(lineage)
    for report in reports:
        run.feed(report)
    return run.incidents()
