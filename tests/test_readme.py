"""The README tells the truth: its transcript runs, and its list of commands is the table's."""

import os
import re
import subprocess
import sys
from pathlib import Path

from handlers.commands import TABLE

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def command_list() -> str:
    """Return the README's list of commands as the table has it: a row a command, with what it can do."""
    rows = []
    for name in dict.fromkeys(entry.name for entry in TABLE.values()):
        entries = [entry for entry in TABLE.values() if entry.name == name]
        (first, *_), actions = entries, ", ".join(f"`{entry.action}`" for entry in entries if entry.action)
        rows.append(f"| `/{name}` | {actions or first.summary} |")
    return "\n".join(("| command | what it does (`/COMMAND help` tells more) |", "|---|---|", *rows))


def transcript() -> list[tuple[str, list[str]]]:
    """Return every command of the README's console blocks with the lines it is said to print."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    steps: list[tuple[str, list[str]]] = []
    for line in "".join(blocks).splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line)
    return steps


def test_the_transcript_prints_what_the_readme_says(tmp_path: Path) -> None:
    (tmp_path / "wiredesk").write_text(f'#!/bin/sh\nexec {sys.executable} -c "from bot.cli import main; main()" "$@"\n')
    (tmp_path / "wiredesk").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}

    for command, expected in transcript():
        run = subprocess.run(  # noqa: S602 (the README's own lines, as a reader would type them)
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

        printed = run.stdout.rstrip("\n")
        lines = "\n".join(expected).strip().splitlines()
        pattern = r"\n".join(re.escape(line).replace("…", r"[\s\S]*") for line in lines)
        assert re.fullmatch(pattern, printed), f"{command}\n{printed}\n{run.stderr}"


def test_the_list_of_commands_is_the_tables() -> None:
    listed = README.split("<!-- commands -->")[1].split("<!-- /commands -->")[0]

    assert listed.strip() == command_list()
