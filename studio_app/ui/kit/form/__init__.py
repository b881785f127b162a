"""Questions and their answers: declared, shown, read back, kept while they are typed."""
