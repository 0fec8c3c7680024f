"""What can be wrong with the trained reader's files."""


class ModelError(Exception):
    """A file of the model is missing, or is none that this version reads; the message says what to do."""
