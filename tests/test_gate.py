"""The rules of the house, held by tests: doors, sizes, the lock file, the top level, the network guard."""

import ast
import re
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "feeds", "handlers", "storage")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
GENERATED = "storage/migrations/versions"
WRITTEN = [path for path in MODULES if GENERATED not in str(path)]
DOORS = {
    "feedparser": ("feeds/parse",),
    "fastfeedparser": ("feeds/parse",),
    "aiohttp": ("feeds/fetch.py", "bot/slack_", "bot/discord_"),
    "trafilatura": ("feeds/article.py",),
    "protego": ("feeds/robots.py",),
    "brotli": ("feeds/unpack.py",),
    "lxml": ("feeds/text.py",),
    "yarl": ("feeds/fetch.py", "bot/discord_"),
    "spacy": ("feeds/quotes/nlp.py",),
    "sqlmodel": ("storage/",),
    "sqlalchemy": ("storage/",),
    "alembic": ("storage/",),
    "pysqlite3": ("storage/",),
    "apscheduler": ("bot/clock.py",),
    "slack_bolt": ("bot/slack_",),
    "slack_sdk": ("bot/slack_",),
    "discord": ("bot/discord_",),
    "ahocorasick_rs": ("feeds/watchlists/",),
    "tld": ("feeds/stories/owners.py",),
    "snowballstemmer": ("feeds/query/", "feeds/watchlists/"),
    "prompt_toolkit": ("bot/terminal.py",),
    "pydantic_settings": ("bot/settings.py",),
    "typer": ("bot/cli.py",),
}
FIXED_TOP_LEVEL = {
    "bot", "feeds", "handlers", "storage", "tests", "docs", "pyproject.toml", "README.md", "Makefile", "LICENSE",
    "requirements.lock",
}  # fmt: skip
LONGEST_MODULE = 350
LONGEST_FUNCTION = 40


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    importers = [str(path.relative_to(ROOT)) for path in MODULES if library in imports_of(path)]

    assert importers
    assert [path for path in importers if not path.startswith(DOORS[library])] == []


def test_a_module_holds_at_most_350_lines() -> None:
    long = {str(path.relative_to(ROOT)): n for path in WRITTEN if (n := len(path.read_text().splitlines())) > 350}

    assert long == {}


def test_a_function_holds_at_most_40_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in WRITTEN
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def test_there_are_at_least_as_many_lines_of_test_as_of_code() -> None:
    code = sum(len(path.read_text().splitlines()) for path in WRITTEN)
    tests = sum(len(path.read_text().splitlines()) for path in (ROOT / "tests").rglob("*.py"))

    assert tests >= code


def test_every_module_opens_with_a_sentence() -> None:
    silent = [str(path.relative_to(ROOT)) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text()))]

    assert silent == []


def test_the_lock_file_names_no_host_and_pins_every_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pinned = re.findall(r"^[a-z0-9][\w.-]*==", lock, re.MULTILINE)

    assert "://" not in lock
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", lock, re.MULTILINE))
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z0-9])", lock))


def test_the_top_level_is_as_the_user_fixed_it() -> None:
    tracked = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    made_here = {name for name in tracked if name.endswith(".egg-info") or name == "build" or "wiredesk.db" in name}

    assert tracked - made_here <= FIXED_TOP_LEVEL


def test_the_readme_stays_under_120_lines() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) < 120


def test_every_exception_to_a_rule_says_why() -> None:
    unexplained = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*MODULES, *(ROOT / "tests").rglob("*.py")]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"# (noqa: [A-Z0-9, ]+|type: ignore\[[\w, -]+\])\s*$", line)
    ]

    assert unexplained == []


def test_except_exception_stands_only_in_the_loops_that_must_live_on() -> None:
    allowed = {"bot/poller.py", "bot/courier.py", "bot/answering.py", "bot/clock.py"}
    found = {str(path.relative_to(ROOT)) for path in MODULES if "except Exception" in path.read_text()}

    assert found <= allowed


def test_no_test_can_reach_beyond_loopback() -> None:
    with socket.socket() as connection, pytest.raises(RuntimeError, match="may not connect"):
        connection.connect(("192.0.2.1", 80))
