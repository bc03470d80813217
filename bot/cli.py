"""The command line: `wiredesk run`, one question, the readers as filters, and the doctor."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from feeds.errors import QueryError, RequestError, SettingsError, StoreError, WiredeskError

app = typer.Typer(
    name="wiredesk",
    help="Watches the news for a newsroom: alerts, digests and quotes in Slack, Discord or this terminal.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
outbox = typer.Typer(help="What is to be sent, and what could not be.", no_args_is_help=True)
app.add_typer(outbox, name="outbox")

AsJson = Annotated[bool, typer.Option("--jsonl", help="JSON lines in and out instead of plain text.")]
TextFile = Annotated[str, typer.Argument(help="A text file, or - for standard input.")]


def main() -> None:
    """Run the command line; every expected failure is one line on stderr and exit code 2."""
    try:
        app()
    except (SettingsError, StoreError, RequestError, QueryError, WiredeskError) as error:
        print(f"wiredesk: {error}", file=sys.stderr)  # noqa: T201 (the command line speaks here)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)


@app.command()
def run(
    opml: Annotated[Path | None, typer.Option(help="Add the feeds of this OPML file first.")] = None,
) -> None:
    """Poll feeds, alert, and answer commands: in the chats that are configured, and in this terminal."""
    from bot.app import run_wiredesk
    from bot.settings import load_settings

    run_wiredesk(load_settings(), opml)


@app.command()
def ask(line: Annotated[str, typer.Argument(help='One command, as "/quotes Trump".')]) -> None:
    """Answer one command against the stored desk."""
    from bot.app import ask_wiredesk
    from bot.settings import load_settings

    if ask_wiredesk(load_settings(), line).refused:
        raise typer.Exit(1)


lists = typer.Typer(name="lists", help="Watchlists as YAML files.", no_args_is_help=True)
app.add_typer(lists)


@lists.command(name="export")
def export_lists(name: Annotated[str, typer.Argument(help="One watchlist; without it all.")] = "") -> None:
    """Print watchlists as YAML, with their test sentences."""
    from bot.app import ask_wiredesk
    from bot.settings import load_settings

    reply = ask_wiredesk(load_settings(), f"/watch export {name}", show=False)
    if reply.download is None:
        raise typer.Exit(1)
    sys.stdout.write(reply.download.content)


@lists.command(name="import")
def import_lists(
    file: Annotated[Path, typer.Argument(help="A YAML file of watchlists.")],
    *,
    save: Annotated[bool, typer.Option("--save", help="Save at once; without it a preview is shown.")] = False,
) -> None:
    """Show what the lists of a file would change, or save them."""
    from bot.app import ask_wiredesk
    from bot.settings import load_settings

    line = f'/watch import "{file}"{" save:yes" if save else ""}'
    if ask_wiredesk(load_settings(), line).refused:
        raise typer.Exit(1)


@app.command()
def quotes(file: TextFile = "-", *, jsonl: AsJson = False) -> None:
    """Print the quotes of a text; with --jsonl of documents {"doc_id","text"}, a line a quote."""
    from bot import filters

    if jsonl:
        _emit(filters.quotes_as_json(_lines(file)))
        return
    _emit(filters.quotes_as_text(_text(file)))


@app.command()
def match(
    file: TextFile = "-",
    *,
    lists: Annotated[str, typer.Option(help="`starter`, or a YAML file of watchlists.")] = "starter",
    jsonl: AsJson = False,
) -> None:
    """Say which watchlists a text matches; with --jsonl of documents {"id","title","text"}, a line a document."""
    from bot import filters

    watchlists = filters.named_lists(lists)
    if jsonl:
        _emit(filters.matches_as_json(_lines(file), watchlists))
        return
    _emit(filters.matches_of(_text(file), watchlists))


@app.command()
def parse(
    files: Annotated[list[str], typer.Argument(help="Feed files, plain or .gz.")], *, jsonl: AsJson = False
) -> None:
    """Print the entries of feed files; with --jsonl a line a file. A file that is no feed is said, the rest goes on."""
    from bot import filters

    bad = 0
    for line, good in filters.parsed_as_json(files) if jsonl else filters.parsed_as_text(files):
        bad += not good
        _emit((line,))
    if bad:
        raise RequestError(f"{bad} of {len(files)} could not be read as a feed")


@app.command(name="fold")
def fold_documents(file: TextFile = "-", *, jsonl: AsJson = False) -> None:
    """Fold documents {"id","title","text","date","source","url"} into copies and stories, a line of JSON each."""
    from bot import filters

    if not jsonl:
        raise RequestError("fold reads JSON lines: add --jsonl")
    _emit(filters.folded_as_json(_lines(file)))


@app.command()
def text(
    files: Annotated[list[str], typer.Argument(help="Pages, HTML plain or .gz.")], *, jsonl: AsJson = False
) -> None:
    """Print the article in each page; with --jsonl a line a page."""
    from bot import pages

    _emit(pages.pages_as_json(files) if jsonl else pages.pages_as_text(files))


@app.command()
def reread(
    *,
    since: Annotated[str | None, typer.Option(help="Only articles first seen since: 30d, mon, 2026-06-15.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Also those the present reader has read.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
) -> None:
    """Read the quotes of stored articles again, after an upgrade. Corrections by people stay; it can be resumed."""
    from bot.rereading import reread_articles
    from bot.settings import load_settings

    _emit(reread_articles(load_settings(), since, everything=everything, rehearsal=dry_run))


@app.command()
def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="One JSON array instead of lines.")] = False
) -> None:
    """Check what Wiredesk needs, a line each with its cure; exit code 1 when something is wrong."""
    from bot.doctor import as_array, examine
    from bot.settings import load_settings

    findings = []
    for finding in examine(load_settings()):
        findings.append(finding)
        _emit(() if as_json else (str(finding),))
    _emit((as_array(findings),) if as_json else ())
    if any(finding.cure for finding in findings):
        raise typer.Exit(1)


@app.command()
def backup(
    to: Annotated[Path | None, typer.Option(help="The folder it goes to; else BACKUP_FOLDER.")] = None,
) -> None:
    """Copy the database as it stands now, check the copy, and delete the oldest of those kept. Safe while it runs."""
    from bot.backups import taken
    from bot.settings import load_settings

    _emit(taken(load_settings(), to))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup file; `wiredesk backup` prints its name.")],
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Only try it, aside: nothing is replaced.")] = False,
) -> None:
    """Put a backup in the database's place; what stood there is moved aside. Stop Wiredesk first."""
    from bot.backups import restored, verified
    from bot.settings import load_settings

    _emit(verified(file) if verify else restored(load_settings(), file))


@outbox.command(name="list")
def list_outbox() -> None:
    """Show what could not be sent, what is being sent and what waits, a line each."""
    from bot.outbox import listed
    from bot.settings import load_settings

    _emit(listed(load_settings()))


@outbox.command()
def retry(which: Annotated[str, typer.Argument(help="A number from `wiredesk outbox list`, or all.")]) -> None:
    """Send again what could not be sent; that is written down in the audit log."""
    from bot.outbox import retried
    from bot.settings import load_settings

    _emit((retried(load_settings(), which),))


def _emit(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _lines(file: str) -> Iterable[str]:
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # stdin is a text file
        return sys.stdin
    try:
        return Path(file).open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise RequestError(f"{file}: {error.strerror or 'it cannot be read'}") from None


def _text(file: str) -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8", "replace") if file == "-" else Path(file).read_text("utf-8")
    except UnicodeDecodeError:
        raise RequestError(f"{file}: it is not UTF-8 text") from None
    except OSError as error:
        raise RequestError(f"{file}: {error.strerror or 'it cannot be read'}") from None
