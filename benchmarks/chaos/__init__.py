"""The fault run: hard news through several workers while they, their reading processes and the broker are killed.

`make chaos ARTICLES=20000 WORKERS=3 KILLS=20 BROKER_KILLS=5 CHANGES=10 SEED=1`, then an audit of all topics.
"""
