"""What a page adds to its article, and what it must not change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.article import Page
from feeds.completion import as_fed, canonical_of, completed, is_whole
from feeds.model import PageState
from tests.builders import NOW, an_article

ARTICLE = an_article(text="A deportation flight left Port Ansel on Tuesday.", summary="A deportation flight left.")
TEXT = (
    "A deportation flight left Port Ansel on Tuesday with 104 people aboard.\n"
    "“Nobody told the families,” said Karen Bassey, the mayor of Port Ansel.\n"
    "The flight was the third this month."
)
PAGE = Page(TEXT, "Deportation flight leaves Port Ansel", "Imani Brandvold", NOW - timedelta(hours=1), paywalled=False)
AT = "https://times.example/flight"


def test_the_pages_fuller_text_takes_the_place_of_the_summary() -> None:
    after = completed(ARTICLE, PAGE, NOW)

    assert (after.text, after.page) == (TEXT, PageState.READ)
    assert after.as_fed == as_fed(ARTICLE)
    assert (after.title, after.summary, after.published) == (ARTICLE.title, ARTICLE.summary, ARTICLE.published)


def test_a_page_that_holds_back_the_rest_adds_nothing() -> None:
    after = completed(ARTICLE, replace(PAGE, paywalled=True), NOW)

    assert after == replace(ARTICLE, page=PageState.PAYWALLED)


@pytest.mark.parametrize(
    "page",
    [
        replace(
            PAGE, text="We value your privacy. Choose which cookies may be set. " * 20, title="Before you continue"
        ),
        replace(PAGE, text="", title=""),
        replace(PAGE, text="A flight left."),
    ],
    ids=["a consent wall", "no article", "a shorter text"],
)
def test_a_page_that_is_not_fuller_or_not_the_article_changes_no_text(page: Page) -> None:
    after = completed(ARTICLE, page, NOW)

    assert (after.text, after.as_fed, after.page) == (ARTICLE.text, None, PageState.READ)


def test_a_page_dates_an_undated_article_and_names_its_author_but_overrules_nothing() -> None:
    undated = replace(ARTICLE, undated=True, published=NOW)

    after = completed(undated, PAGE, NOW)
    kept = completed(replace(ARTICLE, author="Jane Roe"), PAGE, NOW)

    assert (after.undated, after.published, after.author) == (False, PAGE.date, "Imani Brandvold")
    assert (kept.author, kept.published) == ("Jane Roe", ARTICLE.published)


def test_a_page_dated_in_the_future_is_clamped() -> None:
    page = replace(PAGE, date=NOW + timedelta(days=2))

    assert completed(replace(ARTICLE, undated=True), page, NOW).published == NOW


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("One two three. " * 100, True),
        ("One two three. " * 100 + "…", False),
        ("One two three. " * 100 + "Continue reading", False),
        ("One two three. " * 100 + "Read more »", False),
        ("One two three.", False),
    ],
)
def test_a_feed_that_gives_the_whole_text_needs_no_page(text: str, whole: bool) -> None:
    assert is_whole(replace(ARTICLE, text=text)) is whole


@pytest.mark.parametrize(
    ("named", "at", "url"),
    [
        ("https://www.times.example/2026/flight?utm_source=x", AT, "https://www.times.example/2026/flight"),
        ("/2026/flight", AT, "https://times.example/2026/flight"),
        ("https://agency.example/flight", AT, AT),
        ("https://times.example/", AT, AT),
        ("javascript:alert(1)", AT, AT),
        ("", AT, AT),
        ("https://times.example.evil.example/flight", AT, AT),
        ("https://news.example.co.uk/a", "https://www.example.co.uk/b", "https://news.example.co.uk/a"),
        ("https://other.co.uk/a", "https://www.example.co.uk/b", AT),
    ],
)
def test_a_page_names_its_own_address_within_its_site(named: str, at: str, url: str) -> None:
    assert canonical_of(ARTICLE, replace(PAGE, canonical=named), at) == url


def test_a_page_of_something_else_names_nothing() -> None:
    page = replace(PAGE, text="Cookies.", title="Before you continue", canonical="https://times.example/consent")

    assert canonical_of(ARTICLE, page, AT) == AT
