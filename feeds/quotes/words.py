"""Reads the word lists of this package. It knows no words itself."""


def words(listed: str) -> frozenset[str]:
    """Return the words of a list written as running text."""
    return frozenset(listed.split())
