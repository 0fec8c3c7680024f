"""What went wrong, in one line for the person at the terminal, with the exit status it ends in."""

BAD_INPUT = 2
BAD_SETUP = 78
"""EX_CONFIG of sysexits.h: a setting, a topic, a right or a file that must be there first."""


class CommandError(Exception):
    """A command cannot go on; the text says what to do. `status` is the exit status."""

    def __init__(self, text: str, status: int = BAD_INPUT) -> None:
        super().__init__(text)
        self.status = status
