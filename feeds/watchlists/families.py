"""Which words belong to one family: deport, deported, deportation, deportee, but not deportment. The stemmer's door.

Snowball's English stemmer joins too much (deportment, import/important) and too little (deportee) for news; the
corrections stand in `tables/families.yaml`.
"""

from functools import lru_cache
from importlib.resources import files

import snowballstemmer
import yaml

_CORRECTIONS = yaml.safe_load((files("feeds.watchlists") / "tables" / "families.yaml").read_text("utf-8"))
_IRREGULAR: dict[str, str] = {
    form: base for base, forms in _CORRECTIONS["irregular"].items() for form in (base, *forms)
}
_STRANGERS: dict[str, str] = {word: f"{word}!" for word in _CORRECTIONS["strangers"]}
_PERSONAL = ("ees", "ee")
_SHORTEST_ROOT = 4
_SHORT = 3
_SHORTEST_SEED = 2
_PERSON_ENDINGS = ("man", "men", "woman", "women", "sman", "smen", "swoman", "swomen", "members", "member")
_stem = snowballstemmer.stemmer("english").stemWord


@lru_cache(maxsize=1 << 17)
def family(word: str) -> str:
    """Return what all words of the family of a lower-case `word`, and no others, have in common."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    singular = word.removesuffix("s")
    if singular in _STRANGERS:
        return _STRANGERS[singular]
    for ending in _PERSONAL:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ROOT:
            return str(_stem(word[: -len(ending)]))
    stem = str(_stem(word))
    apart = singular.endswith("ment") and not stem.endswith("ment")
    return f"{stem}+ment" if apart else stem


@lru_cache(maxsize=1 << 16)
def seeds(word: str) -> tuple[str, ...]:
    """Return beginnings such that each word of `word`'s family begins with one of them."""
    root = family(word)
    if root in _CORRECTIONS["irregular"]:
        return tuple(sorted({root, *_CORRECTIONS["irregular"][root]}))
    root = root.partition("+")[0].rstrip("!")
    shared = next((at for at, (one, other) in enumerate(zip(root, word, strict=False)) if one != other), len(root))
    seed = root[:shared]
    changes = seed[-1] in "iey" or seed.endswith("bl")
    return (seed[:-1] if changes and len(seed) > _SHORTEST_SEED else seed,)


@lru_cache(maxsize=1 << 16)
def inflections(word: str) -> frozenset[str]:
    """Return the forms the last word of a phrase may take: guard, guards, guardsmen; city, cities; raid, raided."""
    singular = _singular(word)
    forms = {word, singular, f"{singular}s", f"{singular}ed", f"{singular}ing"}
    forms.update(singular + ending for ending in _PERSON_ENDINGS)
    if singular.endswith("e"):
        forms.update((f"{singular}d", f"{singular[:-1]}ing"))
    if singular.endswith("y"):
        forms.update((f"{singular[:-1]}ies", f"{singular[:-1]}ied"))
    if singular.endswith(("s", "x", "z", "ch", "sh")):
        forms.add(f"{singular}es")
    if singular.endswith("man"):
        forms.add(f"{singular[:-3]}men")
    base = _IRREGULAR.get(word)
    if base is not None:
        forms.update((base, *_CORRECTIONS["irregular"][base]))
    return frozenset(forms)


@lru_cache(maxsize=1 << 16)
def inflection_seeds(word: str) -> tuple[str, ...]:
    """Return beginnings such that each inflection of `word` begins with one of them."""
    if word in _IRREGULAR:
        return tuple(sorted(inflections(word)))
    singular = _singular(word)
    if singular.endswith("man") and len(singular) > len("man"):
        return (singular[:-2],)
    return (singular[:-1] if singular[-1] in "ey" and len(singular) > _SHORT else singular,)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > len("ties"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if word.endswith("men") and len(word) > len("women"):
        return f"{word[:-3]}man"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _SHORT:
        return word[:-1]
    return word
