"""Draws every layout as Slack and Discord show it: `python -m tests.layouts docs/layouts`. Needs a Chromium."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.layouts import discord_page, slack_page
from tests.layouts.browser import picture
from tests.layouts.scenes import scenes


def main(target: Path) -> None:
    """Write a picture of each layout on each chat into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        for scene in scenes(Path(folder)):
            for chat, page in (("slack", slack_page.page), ("discord", discord_page.page)):
                drawn = picture(page(scene), Path(folder), f"{chat}-{scene.name}")
                (target / drawn.name).write_bytes(drawn.read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
