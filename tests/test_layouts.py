"""The pictures of the layouts: there is one of each, they are shown, and what they are drawn from shows all of it."""

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from handlers.message import Line, Link, Message, Quotation, Words
from tests.builders import NOW
from tests.layouts import discord_page, slack_page
from tests.layouts.scenes import LAYOUTS, Scene, scenes

DOCS = Path(__file__).parents[1] / "docs"
PNG = b"\x89PNG\r\n\x1a\n"
LARGEST = 200_000
CHATS = ("slack", "discord")
PAGES = (slack_page.page, discord_page.page)
LOUD = "<script>alert(1)</script> & *bold* _not_ @here"

each_picture = pytest.mark.parametrize("picture", [f"{chat}-{name}.png" for name in LAYOUTS for chat in CHATS])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, ...]:
    """Every scene, from one desk."""
    return tuple(scenes(tmp_path_factory.mktemp("layouts")))


def text_of(page: str) -> str:
    """Return what is read on a page."""
    return re.sub(r"<[^>]*>", "", page.split("</style>")[1])


@each_picture
def test_each_layout_is_shown_in_the_docs(picture: str) -> None:
    assert f"](layouts/{picture})" in (DOCS / "layouts.md").read_text()


@each_picture
def test_each_layout_has_a_picture_of_modest_size(picture: str) -> None:
    content = (DOCS / "layouts" / picture).read_bytes()

    assert content.startswith(PNG)
    assert len(content) <= LARGEST


def test_the_docs_show_nothing_else() -> None:
    kept = {path.name for path in (DOCS / "layouts").iterdir()}
    shown = re.findall(r"\]\(layouts/([^)]+)\)", (DOCS / "layouts.md").read_text())

    assert set(shown) == kept
    assert len(shown) == len(kept)


def test_there_is_a_scene_of_every_layout(drawn: tuple[Scene, ...]) -> None:
    assert tuple(scene.name for scene in drawn) == LAYOUTS


def test_every_quote_and_label_of_a_scene_is_on_both_pages(drawn: tuple[Scene, ...]) -> None:
    for scene in drawn:
        quotes = [block.text for block in scene.message.blocks if isinstance(block, Quotation)]
        labels = [button.label for button in scene.message.buttons]
        for page in PAGES:
            read = text_of(page(scene))

            assert [text for text in (*quotes, *labels) if escape(text) not in read] == []


def test_a_page_loads_nothing(drawn: tuple[Scene, ...]) -> None:
    for scene in drawn:
        for page in PAGES:
            assert not re.search(r"\b(src|href)=|url\(|@import", page(scene))


@pytest.mark.parametrize("page", PAGES)
def test_the_words_of_a_headline_are_text_on_the_page(page: Callable[[Scene], str]) -> None:
    headline = Line((Link(LOUD, "https://times.example/1", strong=True),))
    scene = Scene("alert", Message(LOUD, (headline, Line((Words(LOUD),), small=True))), NOW)

    html = page(scene)
    shown = text_of(html).replace("\u200b", "")

    assert "<script" not in html
    assert shown.count(escape(LOUD)) >= 2


def test_a_private_answer_says_so_on_both_pages(drawn: tuple[Scene, ...]) -> None:
    for scene in drawn:
        private = scene.asked is not None

        assert ("Only visible to you" in slack_page.page(scene)) == private
        assert ("Only you can see this" in discord_page.page(scene)) == private


def test_a_block_that_wiredesk_never_sends_is_refused() -> None:
    with pytest.raises(ValueError, match="carousel"):
        slack_page.drawn({"type": "carousel"})
