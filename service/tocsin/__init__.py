"""Turns a stream of news articles into right, deduplicated, explained incident messages."""
