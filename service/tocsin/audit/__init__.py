"""The audit: what became of every article, by what the topics hold; shared by the demo, the fault run and the tests."""
