"""Before a worker starts: is everything there that Faust would miss silently?

With a missing topic or right Faust says that it is ready and consumes nothing, for ever; with a missing output it
loses events. So everything is asked first, and each problem is one line.
"""

from tocsin.settings import Settings
from tocsin.stream.connection import ConnectionProblem, open_admin
from tocsin.stream.topics import check_topics


def find_problems(settings: Settings) -> tuple[str, ...]:
    """One line for each thing that keeps a worker from starting; empty where all is well."""
    try:
        problems = tuple(problem.text for problem in check_topics(settings))
        return problems + _group_problems(settings)
    except ConnectionProblem as error:
        return (str(error),)


def _group_problems(settings: Settings) -> tuple[str, ...]:
    from kafka.errors import GroupAuthorizationFailedError, KafkaError

    admin = open_admin(settings)
    try:
        admin.list_group_offsets(settings.app_id)
    except GroupAuthorizationFailedError:
        return (f"consumer group {settings.app_id}: this user may not read it (ACL READ on the group)",)
    except KafkaError:
        return ()  # a group that does not exist yet, a coordinator that is still moving: no reason not to start
    finally:
        admin.close()
    return ()
