"""Reports in, incidents out: which mentions tell of one happening, and what they say together (pure)."""
