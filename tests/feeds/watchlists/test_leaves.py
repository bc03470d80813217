"""How each kind of leaf is found in an article, and how it is not (product §2)."""

from datetime import UTC, datetime

import pytest

from feeds.model import Article, Watchlist, WatchlistId
from feeds.watchlists import compile_watchlists, find_matches


def _article(text: str, title: str = "") -> Article:
    return Article("a1", None, title, "Example Times", datetime(2026, 6, 15, tzinfo=UTC), text)


def _found(query: str, text: str, title: str = "") -> list[str]:
    article = _article(text, title)
    compiled = compile_watchlists((Watchlist(WatchlistId(1), "list", query),))
    return [
        (article.title if mention.part == "title" else article.text)[mention.start : mention.end]
        for match in find_matches(article, compiled)
        for mention in match.mentions
    ]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("ICE", "They met ICE, ICE's head and three ICEs.", ["ICE", "ICE", "ICEs"]),
        ("ICE", "An I.C.E. van, I.C.E.'s own.", ["I.C.E.", "I.C.E."]),
        ("ICE", "Ice, ice, police, notice, ICED and DICE.", []),
        ("ICE", "anti-ICE, ICE-run (ICE) “ICE”", ["ICE", "ICE", "ICE", "ICE"]),
        ("Bass", "Bass said. BASS SAID. Bass’s bass, the Basses.", ["Bass", "BASS", "Bass", "Basses"]),
        ("Bass", "A bass guitar, Bassett.", []),
        ("McDonald", "McDonald and MCDONALD, not Mcdonald.", ["McDonald", "MCDONALD"]),
        ("deportation", "Deported, DEPORTING deportees", ["Deported", "DEPORTING", "deportees"]),
        ("deportation", "Deportivo's deportment was reported.", []),
        ("policy", "Policies of the police", ["Policies"]),
        ("National Guard", "a national  guard", ["national  guard"]),
        ("National Guard", "the National-Guard’s “National” Guards", ["National-Guard", "National” Guards"]),
        ("National Guard", "National\nGuardsmen and National Guardsman", ["National\nGuardsmen", "National Guardsman"]),
        ("National Guard", "It is national. Guard it. National, Guard. The International Guard", []),
        ("US Steel", "U.S. Steel, US Steel and U. S. steel", ["U.S. Steel", "US Steel"]),
        ("St. Louis", "St. Louis and St Louis", ["St. Louis", "St Louis"]),
        ('"Immigration & Customs"', "Immigration & Customs", ["Immigration & Customs"]),
        ('="Ice"', "Ice ICE ice Ices Ice's", ["Ice", "Ice"]),
        ('="ICE Futures"', "ICE Futures, ice futures, ICE\nFutures", ["ICE Futures", "ICE\nFutures"]),
        ("deport*", "deportivo, Deport and airport", ["deportivo", "Deport"]),
        ("Bogota", "Bogotá and BOGOTÁ", ["Bogotá", "BOGOTÁ"]),
        ("Łódź", "in Łódź, not Lodz-like", ["Łódź", "Lodz"]),
        ("Росгвардия", "Служит Росгвардия, не Росгвардей", ["Росгвардия"]),
        ("strike", "They struck; striking workers", ["struck", "striking"]),
        ("ICE", "#StopICE now", ["StopICE"]),
        ("raid", "Tag #ICEraids and @RaidWatch", ["ICEraids", "RaidWatch"]),
        ("ICE OR deport", "İce. ICE deports", ["ICE", "deports"]),
    ],
)
def test_a_leaf_finds_its_words_and_no_others(query: str, text: str, found: list[str]) -> None:
    assert _found(query, text) == found


def test_a_phrase_does_not_reach_from_the_headline_into_the_text() -> None:
    assert _found("National Guard", "Guard the coast.", title="We are national") == []


def test_offsets_hold_behind_characters_of_every_width() -> None:
    text = "😀 “Ünïcödé” — Жара 漢字 ﬁ İstanbul… ICE"

    assert _found("ICE", text, title="😀 ICE") == ["ICE", "ICE"]


@pytest.mark.parametrize(
    ("query", "text", "title", "matches"),
    [
        ("ICE AND raid", "ICE made a raid", "", True),
        ("ICE AND raid", "ICE made an arrest", "", False),
        ("ICE AND NOT sports", "ICE and sports", "", False),
        ('ICE -"ICE Futures"', "ICE Futures fell", "", False),
        ('ICE -"ICE Futures"', "ICE Futures fell; ICE did not", "", True),
        ('ICE -"ice cream"', "Cones", "ICE CREAM FOR ALL", False),
        ('ICE -"ice cream"', "The ice cream man met ICE", "ICE CREAM FOR ALL", True),
        ('"Border Patrol" NEAR/10 Chicago', "Border Patrol agents left for the suburbs of Chicago", "", True),
        ('"Border Patrol" NEAR/10 Chicago', "Chicago " + "word " * 10 + "Border Patrol", "", False),
        ("Bass AND title:deportation", "Bass spoke", "Mayor fights deportations", True),
        ("Bass AND title:deportation", "Bass spoke of deportation", "Mayor fights", False),
        ("(ICE, DHS) -hockey", "ICE hockey", "", False),
        ("raid NEAR/3 ICE", "ICE made a raid", "", True),
        ("raid NEAR/2 ICE", "ICE made a raid", "", False),
        ("raid NEAR/20 ICE", "A raid.", "ICE", False),
        ("title:ICE", "ICE", "Nothing", False),
        ("title:ICE", "", "ICE", True),
        ("body:ICE", "", "ICE", False),
        ("lead:ICE", "ICE\n" + "word " * 80 + "\nDHS", "", True),
        ("lead:DHS", "ICE\n" + "word " * 80 + "\nDHS", "", False),
        ("ICE AND source:times", "ICE", "", True),
        ('ICE AND source:"example times"', "ICE", "", True),
        ("ICE AND -source:times", "ICE", "", False),
        ("source:times", "anything", "", True),
        ("ICE AND lang:en", "ICE said that the man was in the house and that it was his", "", True),
        ("ICE AND lang:fr", "ICE said that the man was in the house and that it was his", "", False),
    ],
)
def test_operators_hold_over_the_article(query: str, text: str, title: str, *, matches: bool) -> None:
    compiled = compile_watchlists((Watchlist(WatchlistId(1), "list", query),))

    assert bool(find_matches(_article(text, title), compiled)) is matches
