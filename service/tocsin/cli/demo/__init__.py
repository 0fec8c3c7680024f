"""The demo: a story played through an own Kafka and an own worker, and the audit of what came out."""
