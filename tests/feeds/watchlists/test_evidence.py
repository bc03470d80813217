"""Strong, presumed, weak and anchored forms; context, blockers and senses, weighed by distance over the article."""

from datetime import UTC, datetime

import pytest

from feeds.model import Article, Forms, Salience, Watchlist, WatchlistId
from feeds.watchlists import compile_watchlists, explain, find_matches, starter_watchlists

_FAR = "\n" + "and so on it went. " * 40 + "\n"


def _article(text: str, title: str = "") -> Article:
    return Article("a1", None, title, "Example Times", datetime(2026, 6, 15, tzinfo=UTC), text)


def _matches(forms: Forms, text: str, title: str = "") -> bool:
    compiled = compile_watchlists((Watchlist(WatchlistId(1), "ICE", "", forms),))
    return bool(find_matches(_article(text, title), compiled))


def _starter_matches(name: str, article: Article) -> bool:
    file = next(each for each in starter_watchlists() if each.name == name)
    return bool(find_matches(article, compile_watchlists((file.watchlist(WatchlistId(1)),))))


_ICE = Forms(
    strong=("Immigration and Customs Enforcement",),
    presumed=("ICE agent",),
    weak=("ICE",),
    anchored=('="Ice"',),
    context=("migrant", "raid"),
    blockers=("ICE Futures", "hockey", "exchange"),
)


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("Immigration and Customs Enforcement played hockey at the exchange.", True),
        ("ICE was there.", False),
        ("ICE held a migrant.", True),
        ("ICE Futures bought the migrant a raid.", False),
        ("ICE hockey", False),
        ("ICE hockey. A migrant watched the raid.", False),
        ("A migrant was held by ICE on the way home with his two sons from a hockey match.", True),
        ("An ICE agent spoke.", True),
        ("An ICE agent played hockey.", False),
        ("Ice held a migrant.", False),
        ("The migrant met Immigration and Customs Enforcement. Ice said so. ICE hockey.", True),
    ],
)
def test_each_strength_has_its_own_need(text: str, *, matches: bool) -> None:
    assert _matches(_ICE, text) is matches


def test_a_context_word_in_the_headline_reaches_the_whole_article() -> None:
    text = f"{_FAR}ICE was there."

    assert _matches(_ICE, text, title="Raid")
    assert not _matches(_ICE, text, title="Picnic")


def test_what_stands_near_outweighs_what_stands_far() -> None:
    forms = Forms(weak=("ICE",), context=("migrant",), blockers=("hockey",))

    assert _matches(forms, f"The migrant feared ICE.{_FAR}Hockey.")
    assert not _matches(forms, f"Hockey on ICE.{_FAR}A migrant.")


def test_after_a_strong_form_the_abbreviation_counts_without_context() -> None:
    forms = Forms(strong=("Immigration and Customs Enforcement",), weak=("ICE",))
    article = _article(f"Immigration and Customs Enforcement spoke.{_FAR}ICE declined. ICE left.")

    (match,) = find_matches(article, compile_watchlists((Watchlist(WatchlistId(1), "ICE", "", forms),)))

    assert [mention.form for mention in match.mentions][1:] == ["ICE", "ICE"]


def test_a_mention_that_is_a_part_of_another_name_never_counts() -> None:
    forms = Forms(weak=("Guard troop",), context=("Texas",), blockers=("Coast Guard",))

    assert not _matches(forms, "Texas Coast Guard troops, Texas, Texas.")
    assert _matches(forms, "Texas Guard troops met the Coast Guard.")


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("Officials said the law firm asked Ice to free the migrant.", True),
        ("Ice hid the migrant.", False),
        ("“Ice hid the migrant.”", False),
        ("The migrant saw Vanilla Ice.", False),
        ("The migrant saw the Ice Castle.", False),
        ("The raid, Ice told the migrant, went well.", True),
    ],
)
def test_a_capital_counts_only_where_it_is_not_due_to_its_place(text: str, *, matches: bool) -> None:
    forms = Forms(weak=('="Ice"',), context=("migrant", "raid"))

    assert _matches(forms, text) is matches


def test_in_a_line_of_capitals_the_letters_may_be_a_common_word() -> None:
    forms = Forms(weak=("ICE",), context=("@immigration",), blockers=("@ice-senses",))

    assert not _matches(forms, "ICE MELTS AS MIGRANTS CROSS")
    assert _matches(forms, "ICE HOLDS MIGRANTS AT SCHOOL")


def test_a_name_that_spells_the_letters_is_what_they_stand_for() -> None:
    forms = Forms(strong=("Immigration and Customs Enforcement",), weak=("ICE",), context=("raid",))

    assert not _matches(forms, "The Imperial College Ensemble (ICE) made a raid on the bar, and the crowd loved it.")
    assert _matches(forms, "Police made a raid with ICE. The Imperial Guard played.")


def test_a_presumed_form_needs_evidence_once_unknown_names_stand_in_the_story() -> None:
    forms = Forms(presumed=("National Guard",), context=("Texas",))

    assert _matches(forms, "The National Guard came on Monday.")
    assert not _matches(forms, "The National Guard came to Uribana.")
    assert _matches(forms, "The National Guard came to Uribana, Texas.")


def test_in_a_long_story_about_both_the_mention_is_left_in_doubt() -> None:
    forms = Forms(presumed=("National Guard",), context=("@united-states",), blockers=("@national-guards",))
    watchlist = Watchlist(WatchlistId(1), "Guard", "", forms)
    abroad = "The Venezuelan National Guard came. "
    at_home = "Washington and the White House told the Americans of Texas. "
    short = find_matches(_article(abroad + at_home), compile_watchlists((watchlist,)))

    (long,) = find_matches(_article(abroad + at_home + "so it went " * 120), compile_watchlists((watchlist,)))

    assert short == ()
    assert long.salience is Salience.PASSING
    assert "long" in explain(_article(abroad + at_home + "so it went " * 120), watchlist).found[0].because


def test_a_query_beside_the_forms_matches_by_itself() -> None:
    watchlist = Watchlist(WatchlistId(1), "ICE", "deportation", _ICE)

    matches = find_matches(_article("A deportation."), compile_watchlists((watchlist,)))

    assert [mention.form for mention in matches[0].mentions] == ["deportation"]


def test_a_name_that_holds_the_form_tells_what_it_is_short_for_elsewhere() -> None:
    plain = _article("Ice told a court in Los Angeles that it was late.")
    after_a_name = _article("Ice Cube has sued his label. Ice told a court in Los Angeles that it was late.")

    assert _starter_matches("ICE", plain)
    assert not _starter_matches("ICE", after_a_name)


def test_a_capital_that_its_place_explains_needs_the_topic_and_not_just_a_place() -> None:
    of_a_place = _article("The pond is in Duluth, Minnesota. Ice has to be tested, Ann Lee of Chicago said.")
    of_the_topic = _article("Ice has to be watched, said the immigration lawyer. Migrants are in detention.")

    assert not _starter_matches("ICE", of_a_place)
    assert _starter_matches("ICE", of_the_topic)


def test_two_capitals_by_a_slip_make_no_word_of_a_hashtag() -> None:
    slip = _article("Migrants and immigration lawyers in Chicago mourned under #NIce on Friday.")
    tag = _article("Migrants and immigration lawyers in Chicago marched under #NoICE on Friday.")

    assert not _starter_matches("ICE", slip)
    assert _starter_matches("ICE", tag)
