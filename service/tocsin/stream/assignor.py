"""Divides the partitions among the workers as Faust does, but never without a topic that has become forbidden.

Where the right to see a topic is taken away, Kafka's client divides the group anew without it. A static member that
starts again within the session timeout is handed the last division as it is, so a worker that has its right back would
be ready, have no partition of that topic, and leave it unread for ever.
"""

from collections.abc import Callable, MutableMapping
from functools import partial
from typing import Any

from faust.assignor.partition_assignor import PartitionAssignor

from tocsin.stream.guard import Fatal


class WholeAssignor(PartitionAssignor):
    """The stock assignor; a topic that Kafka forbids to see ends the process before it is left out."""

    def __init__(self, *args: Any, fatal: Fatal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fatal = fatal

    def assign(self, cluster: Any, member_metadata: MutableMapping[str, Any]) -> Any:
        wanted = {topic for member in member_metadata.values() for topic in member.subscription}
        forbidden = sorted(wanted & set(cluster.unauthorized_topics))
        if forbidden:
            self._fatal(f"no partition of {', '.join(forbidden)} can be assigned (TopicAuthorizationFailed)")
        return super().assign(cluster, member_metadata)


def whole_assignor(fatal: Fatal) -> Callable[..., WholeAssignor]:
    """What Faust's setting `PartitionAssignor` takes."""
    return partial(WholeAssignor, fatal=fatal)
