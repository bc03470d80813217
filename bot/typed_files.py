"""Files named in a terminal's line: read here, where their owner sits; a path typed in a chat is never followed."""

from dataclasses import replace
from pathlib import Path

from feeds.errors import RequestError
from handlers.commands import TABLE, parse
from handlers.request import Command
from handlers.watchlist_files import MOST_CHARACTERS


def with_file(line: str) -> Command | None:
    """Return the command of a line that names a file, with the file's text in the place of its path; else None.

    Raises:
        RequestError: the file cannot be read.
    """
    command = parse(line)
    entry = TABLE.get((command.name, command.action)) if command else None
    if command is None or entry is None or not entry.verbatim:
        return None
    path = command.words.strip().strip('"')
    if not path or path.startswith("<") or "\n" in path or path in {"help", "?"}:
        return None
    return replace(command, words=file_text(Path(path).expanduser()))


def file_text(path: Path) -> str:
    """Return the text of a file that is to be imported.

    Raises:
        RequestError: it cannot be read, is too large, or is no text.
    """
    try:
        if path.stat().st_size > 4 * MOST_CHARACTERS:
            raise RequestError(f"{path} is larger than {MOST_CHARACTERS // 1024} kB")
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise RequestError(f"{path}: it is not UTF-8 text") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise RequestError(f"{path}: {why or 'it cannot be read'}") from None
