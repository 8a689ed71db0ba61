"""The word lists of the catalogs: `patterns` are their lines as written, `lexicon` looks a text up in all at once."""
