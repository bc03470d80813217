"""Reads the word lists of this package. It knows no words itself."""

import unicodedata


def words(listed: str) -> frozenset[str]:
    """Return the words of a list written as running text."""
    return frozenset(listed.split())


def unaccented(word: str) -> str:
    """Return a word without the accents of its letters ("Núria" is "Nuria")."""
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
