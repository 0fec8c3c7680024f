"""The contract of Tocsin: message models, JSON Schemas, taxonomy, topic manifest and a small typed consumer."""
