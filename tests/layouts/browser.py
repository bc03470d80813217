"""A page as a picture, by a headless Chromium on the PATH; it loads nothing, and its profile is new each time."""

import re
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
_WIDTH = 704
_FIRST_HEIGHT = 300
_MEASURE = "<script>document.title = document.querySelector('main').offsetHeight</script>"
_HEIGHT = re.compile(r"<title>(\d+)</title>")
_PATIENCE = 60  # seconds


def picture(html: str, folder: Path, name: str) -> Path:
    """Draw `html` to `folder/name.png`, as high as what it shows, and return that path.

    Raises:
        FileNotFoundError: there is no Chromium here.
        subprocess.SubprocessError: it failed, or took longer than a minute.
    """
    page, target = folder / f"{name}.html", folder / f"{name}.png"
    page.write_text(f"{html}{_MEASURE}", encoding="utf-8")
    try:
        seen = _run(folder, page, _FIRST_HEIGHT, "--dump-dom")
        height = _HEIGHT.search(seen)
        assert height is not None, "the page did not say how high it is"
        _run(folder, page, int(height[1]), f"--screenshot={target}")
    finally:
        page.unlink()
    return target


def _run(folder: Path, page: Path, height: int, what: str) -> str:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise FileNotFoundError("install Chromium to draw the layouts")
    profile = folder / "profile"
    size = f"--window-size={_WIDTH},{height}"
    command = [program, *_SWITCHES, f"--user-data-dir={profile}", size, what, page.absolute().as_uri()]
    try:
        run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE)  # noqa: S603 (found on the PATH, our own page)
    finally:
        shutil.rmtree(profile, ignore_errors=True)
    return run.stdout
