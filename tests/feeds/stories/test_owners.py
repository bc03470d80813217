"""Owners are counted, not mastheads: by correction, by the table, by registrable domain, by name."""

from importlib.resources import files

import pytest
import yaml

from feeds.model import Article
from feeds.stories import owners_of, voices_of
from feeds.stories.owners import domains_of, listed_owners, outlet_key, owner_of
from tests.builders import an_article

WIRE = "PORT ANSEL (AP) — The harbour wall gave way at noon, and nobody was near it when it did."
OWN = "The harbour wall gave way at noon. We stood beside it and heard the stones go."


def at(url: str | None, source: str = "Some Outlet", **more: str) -> Article:
    return an_article(url=url, source=source, **{"text": OWN, **more})


@pytest.mark.parametrize(
    ("url", "source", "owner"),
    [
        ("https://www.azcentral.com/story/1", "Arizona Republic", "USA Today Co."),
        ("https://eu.freep.com/story/1", "The Freep", "USA Today Co."),
        ("https://abcnews.go.com/US/1", "ABC News", "The Walt Disney Company"),
        ("https://go.com/else", "Somebody", "go.com"),
        ("https://news.harbour-herald.co.uk/a", "Harbour Herald", "harbour-herald.co.uk"),
        ("https://calder.k12.ca.us/paper", "The Calder Cub", "calder.k12.ca.us"),
        ("https://amp.ledger.example/a", "Ledger", "ledger.example"),
        (None, "The Sacramento Bee", "McClatchy"),
        (None, "Nowhere Gazette", "Nowhere Gazette"),
    ],
)
def test_an_outlet_belongs_to_whom_the_table_or_its_domain_says(url: str | None, source: str, owner: str) -> None:
    assert owner_of(at(url, source)) == owner


@pytest.mark.parametrize(
    "url",
    ["https://news.google.com/a/1", "https://harbour.substack.com/p/1", "http://127.0.0.1:80/a", "http://[::1]/a"],
)
def test_on_a_host_that_many_outlets_share_the_name_counts(url: str) -> None:
    assert owner_of(at(url, "Harbour Notes")) == "Harbour Notes"
    assert owner_of(at(url, "The Miami Herald")) == "McClatchy"


def test_the_domain_says_more_than_a_name_that_two_papers_bear() -> None:
    assert owner_of(at("https://daily-star.example/a", "The Daily Star")) == "daily-star.example"


@pytest.mark.parametrize("typed", ["The Port Ansel  Ledger", "ledger.example", "www.Ledger.example"])
def test_the_newsrooms_word_outweighs_the_table(typed: str) -> None:
    article = at("https://www.ledger.example/a", "Port Ansel Ledger")

    assert owner_of(article, {outlet_key(typed): "Ansel Family"}) == "Ansel Family"


def test_outlets_of_one_company_are_one_owner() -> None:
    articles = [
        at(f"https://{host}/a") for host in ("kansascity.com", "sacbee.com", "ledger.example", "miamiherald.com")
    ]

    assert owners_of(articles) == ("McClatchy", "ledger.example")


def test_copies_of_a_wire_are_one_voice_however_many_run_them() -> None:
    copies = [at(f"https://outlet{number}.example/a", text=WIRE) for number in range(5)]

    assert voices_of([copies]) == ("Associated Press",)
    assert len(owners_of(copies)) == 5


def test_the_wires_own_site_and_an_edited_copy_of_it_are_one_voice() -> None:
    theirs = at("https://apnews.com/a", "AP News")
    edited = at("https://ledger.example/a", text=f"{WIRE} Our harbour master had warned of it for a year.")

    assert voices_of([[theirs], [edited]]) == ("Associated Press",)


def test_an_uncredited_copy_speaks_for_who_had_it_first() -> None:
    first, second = at("https://ledger.example/a"), at("https://courier.example/b")

    assert voices_of([[first, second]]) == ("ledger.example",)


def test_a_report_that_a_wire_only_contributed_to_is_a_voice_of_its_own() -> None:
    text = f"{OWN}\nThe Associated Press contributed to this report."

    assert voices_of([[at("https://ledger.example/a", text=text)]]) == ("ledger.example",)


def test_two_texts_of_one_company_are_one_voice() -> None:
    assert voices_of([[at("https://kansascity.com/a")], [at("https://sacbee.com/b")]]) == ("McClatchy",)


def test_nobody_speaks_where_nobody_carries() -> None:
    assert voices_of([]) == voices_of([[]]) == owners_of([]) == ()


@pytest.mark.parametrize(
    "url", ["https://localhost/a", "https://10.0.0.7/a", "https:///a", "mailto:desk@ledger.example"]
)
def test_what_is_no_domain_name_has_no_domains(url: str) -> None:
    assert domains_of(url) == ()


def test_every_parent_of_a_host_is_named_up_to_the_registrable_domain() -> None:
    assert domains_of("https://www.news.ledger.com.au:443/a?b=c") == ("news.ledger.com.au", "ledger.com.au")


def test_no_domain_stands_under_two_owners() -> None:
    rows = yaml.safe_load(files("feeds.stories").joinpath("owners.yaml").read_text())["owners"]
    domains = [domain for row in rows for domain in row.get("domains", ())]
    names = [outlet_key(name) for row in rows for name in row.get("names", ())]

    assert len(set(domains)) == len(domains)
    assert len(set(names)) == len(names)
    assert len(listed_owners()) == len(rows)
