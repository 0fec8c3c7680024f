"""Predictions of the worker's own reading path over labelled sets, in the formats of the sets' scorers."""
