"""Files named in a terminal's line: read where their owner sits, and said plainly where they cannot be."""

from pathlib import Path

import pytest

from bot.typed_files import file_text, with_file
from feeds.errors import RequestError
from handlers.commands import parse


def test_a_path_stands_for_the_text_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "my lists.yaml"
    path.write_text("name: x\nquery: “ICE”\n")

    command = with_file(f'/watch import "{path}" level:digest')

    assert command is not None
    assert command.words == "name: x\nquery: “ICE”\n"
    assert command.option("level") == "digest"


@pytest.mark.parametrize(
    "line", ["/watch import save:no", "/watch import kept:x save:yes", "/watch import help", "/watch", ""]
)
def test_a_line_without_a_path_is_left_as_it_is(line: str) -> None:
    assert with_file(line) is None


def test_text_that_was_typed_is_no_path() -> None:
    assert with_file("/watch import\nname: x\nquery: ICE") is None
    assert with_file('/feeds import <opml version="2.0"><body/></opml>') is None


def test_a_file_that_is_not_there_or_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "huge").write_text("x" * (2 << 20))

    for name, why in (("nothing", "No such file"), ("picture", "not UTF-8"), ("huge", "larger"), ("", "directory")):
        with pytest.raises(RequestError, match=why):
            file_text(tmp_path / name)


def test_a_chat_never_reads_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text("name: secret\nquery: ICE\n")

    command = parse(f"/watch import {path}")

    assert command is not None
    assert command.words == str(path)
