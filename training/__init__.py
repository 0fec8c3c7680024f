"""Training of the reader's model; never needed at run time."""
