"""Seen from outside: every metric name in one table, health with reasons, and the small server for both."""
