import gzip
import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.article import Page, read_page

SHARED = Path(__file__).parents[2] / "../shared/data/articles"
FIRST = (
    "The harbour commission voted on Tuesday to close the old timber pier until spring, after divers found that a "
    "third of its piles had been eaten away by shipworm."
)
QUOTE = (
    "“We looked at every pile, and we would not let our own children walk out there,” said Maren Holt, who chairs it."
)
LAST = (
    "Fishing crews that land at the pier will move to the north quay. The commission expects the repair to cost four "
    "million dollars, most of which the state has promised to pay."
)


def a_page(body: str = "", head: str = "", paragraphs: tuple[str, ...] = (FIRST, QUOTE, LAST)) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><title>Old pier closes</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Old pier closes</h1>{text}{body}</article><footer>© Harbour Post</footer></body></html>"
    ).encode()


def linked_data(**facts: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **facts})}</script>'


def test_an_article_is_its_paragraphs_and_its_headline_stands_apart() -> None:
    page = read_page(a_page())

    assert page.text == f"{FIRST}\n{QUOTE}\n{LAST}"
    assert page.title == "Old pier closes"
    assert not page.paywalled


def test_quotation_marks_stay_as_published() -> None:
    assert QUOTE in read_page(a_page()).text


@pytest.mark.parametrize(
    "promotion",
    [
        "<p><a href='/x'>Ferry fares rise for the third year</a></p>",
        "<p><strong>Related: <a href='/x'>Ferry fares rise</a></strong></p>",
        "<h3><a href='/x'>DON'T MISS</a></h3>",
        "<ul><li><a href='/x'>Ferry fares rise</a></li><li><a href='/y'>Quay to be widened</a></li></ul>",
    ],
)
def test_a_paragraph_that_is_only_a_link_is_no_text(promotion: str) -> None:
    assert read_page(a_page(promotion)).text == f"{FIRST}\n{QUOTE}\n{LAST}"


def test_a_link_within_a_sentence_is_text() -> None:
    sentence = (
        "The commission published <a href='/r'>the divers' report</a> the same day, with photographs of the piles."
    )

    assert read_page(a_page(f"<p>{sentence}</p>")).text.endswith(re.sub("<[^>]*>", "", sentence))


def test_a_list_is_read_without_dashes_of_ours() -> None:
    body = "<ul><li>The pier closes on Friday at noon.</li><li>The north quay opens on Monday at six.</li></ul>"

    text = read_page(a_page(body)).text

    assert "\nThe pier closes on Friday at noon.\nThe north quay opens on Monday at six." in text


def test_author_and_moment_are_read_from_the_pages_own_facts() -> None:
    facts = linked_data(datePublished="2026-11-24T09:30:00-05:00", author={"@type": "Person", "name": "Jane Roe"})

    page = read_page(a_page(head=facts))

    assert (page.author, page.date) == ("Jane Roe", datetime(2026, 11, 24, 14, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Jane Roe", "Jane Roe"),
        ([{"name": "Jane Roe"}, "R. Ott"], "Jane Roe, R. Ott"),
        (5, None),
        ([None, {"name": 1}], None),
    ],
)
def test_an_author_is_read_in_every_form_it_is_written_in(author: object, name: str | None) -> None:
    assert read_page(a_page(head=linked_data(author=author))).author == name


@pytest.mark.parametrize(
    "head",
    [
        linked_data(isAccessibleForFree=False),
        linked_data(isAccessibleForFree="False"),
        linked_data(hasPart=[{"@type": "WebPageElement", "isAccessibleForFree": False}]),
        '<meta property="article:content_tier" content="locked">',
        linked_data(wordCount=900),
    ],
)
def test_a_page_that_holds_back_the_rest_is_paywalled(head: str) -> None:
    assert read_page(a_page(head=head)).paywalled


@pytest.mark.parametrize(
    "head",
    [
        linked_data(isAccessibleForFree=True),
        linked_data(wordCount=90),
        linked_data(wordCount="many"),
        '<meta property="article:content_tier" content="free">',
        '<script type="application/ld+json">{broken</script>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
    ],
)
def test_a_page_that_shows_all_is_not(head: str) -> None:
    page = read_page(a_page(head=head))

    assert (page.paywalled, FIRST in page.text) == (False, True)


def test_what_a_paywall_hides_in_its_facts_is_never_taken() -> None:
    head = linked_data(isAccessibleForFree=False, articleBody="The hidden rest of it, in full. " * 40)

    assert "hidden" not in read_page(a_page(head=head)).text


@pytest.mark.parametrize(
    "page", [b"", b" ", b"plain words", b"<html></html>", b"\x00\xff", b"<" * 5000, b"<div>" * 20_000]
)
def test_what_is_no_article_has_no_text(page: bytes) -> None:
    assert read_page(page) == Page("", "", None, None, paywalled=False)


@given(st.binary(max_size=300))
def test_no_bytes_break_it(junk: bytes) -> None:
    assert isinstance(read_page(a_page().replace(b"<article>", b"<article>" + junk)), Page)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the labelled pages are not here: they are their publishers'")
def test_real_pages_are_read_as_well_as_people_read_them() -> None:
    gold = json.loads((SHARED / "pages.json").read_text())
    scores = []
    for key, page in gold.items():
        found = words(read_page(gzip.decompress((SHARED / f"pages/{key}.html.gz").read_bytes())).text)
        wanted = words(page["articleBody"])
        scores.append(2 * (found & wanted).total() / max(1, found.total() + wanted.total()))

    assert sum(scores) / len(scores) >= 0.955
