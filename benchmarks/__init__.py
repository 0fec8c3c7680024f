"""Speed and quality, measured with one command each: `make bench`, `make quality`."""
