"""The trained reader: one small encoder over the sentences that the rules point at, weighed against what they say."""
