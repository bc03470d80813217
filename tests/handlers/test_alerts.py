"""The alert card: what, who and when, words, actions; and nothing that is not certain enough."""

from dataclasses import replace
from datetime import timedelta

from feeds.model import Level, QuoteKind
from handlers.alerts import Story, attribution, card, chosen_quotes, distinct, follow_up, headline
from handlers.message import Line, Link, Message, Quotation, Words
from storage.model import Change, StoredQuote
from tests.builders import NOW, a_quote, a_stored_quote, an_article, stored


def a_story(*quotes: StoredQuote, **changes: object) -> Story:
    story = Story((stored(),), quotes, ("Deportation",))
    return replace(story, **changes)  # type: ignore[arg-type]  # any field of a Story


def text_of(message: Message) -> list[str]:
    lines = [block for block in message.blocks if isinstance(block, Line)]
    return ["".join(getattr(part, "text", "<time>") for part in line.inlines) for line in lines]


def quotations(message: Message) -> list[str]:
    return [block.text for block in message.blocks if isinstance(block, Quotation)]


def test_a_card_says_level_lists_headline_outlet_and_time_in_that_order() -> None:
    message = card(a_story(lists=("National Guard", "Deportation"), level=Level.FLASH), NOW)

    assert text_of(message) == [
        "🔴 FLASH · National Guard · Deportation",
        "Deportation flight leaves Port Ansel",
        "Example Times · <time> (6 min ago)",
    ]


def test_the_lock_screen_line_says_level_lists_and_headline() -> None:
    assert card(a_story(), NOW).summary == "🟠 ALERT · Deportation: Deportation flight leaves Port Ansel"


def test_a_card_says_how_many_outlets_carry_it_and_how_many_the_same_copy() -> None:
    told = (
        stored(1),
        stored(2, copies="key-1", source="Port Ansel Ledger"),
        stored(3, source="Tahoma Public Radio"),
    )

    message = card(a_story(articles=told), NOW)

    assert "first of 3 outlets (2 carry the same copy)" in text_of(message)[2]


def test_a_card_names_the_wire_whose_copy_it_is() -> None:
    text = "PORT ANSEL (AP) — A deportation flight left on Tuesday."
    told = (stored(1, text=text), stored(2, copies="key-1", source="Port Ansel Ledger", text=text))

    message = card(a_story(articles=told), NOW)

    assert "(2 carry the same Associated Press copy)" in text_of(message)[2]


def test_a_corrected_story_says_so_with_the_time() -> None:
    lead = replace(stored(), change=Change.CORRECTION, changed_at=NOW)

    assert text_of(card(a_story(articles=(lead,)), NOW))[2].endswith(" · corrected <time>")


def test_a_withdrawn_story_is_struck_through() -> None:
    lead = replace(stored(), change=Change.WITHDRAWN, changed_at=NOW)

    shown = headline(lead)

    assert isinstance(shown, Link)
    assert shown.struck


def test_a_headline_without_a_link_is_words() -> None:
    assert headline(stored(url=None)) == Words("Deportation flight leaves Port Ansel", strong=True)


def test_an_undated_article_says_when_it_was_first_seen() -> None:
    message = card(a_story(articles=(stored(undated=True),)), NOW)

    assert text_of(message)[2] == "Example Times · undated, first seen <time>"


def test_only_full_confident_quotes_of_named_speakers_are_on_a_card() -> None:
    story = a_story(
        a_stored_quote(a_quote("A fragment", kind=QuoteKind.PARTIAL)),
        a_stored_quote(a_quote("Somebody's words", speaker=None)),
        a_stored_quote(a_quote("Perhaps hers", confidence=0.84)),
        a_stored_quote(a_quote("Certainly hers", confidence=0.85)),
    )

    assert quotations(card(story, NOW)) == ["Certainly hers"]


def test_a_card_has_at_most_two_quotes_one_a_speaker() -> None:
    story = a_story(
        a_stored_quote(a_quote("First", start=1)),
        a_stored_quote(a_quote("Second", start=2)),
        a_stored_quote(a_quote("Another's", speaker="Julian Osei", start=3)),
        a_stored_quote(a_quote("A third's", speaker="Teresa Whitlock", start=4)),
    )

    assert [quote.quote.text for quote in chosen_quotes(story)] == ["First", "Another's"]


def test_a_quote_that_holds_the_lists_words_comes_first() -> None:
    story = a_story(
        a_stored_quote(a_quote("The weather held", start=1)),
        a_stored_quote(a_quote("A deportation is not a parade", speaker="Julian Osei", start=2)),
        spoken=frozenset({"deportation"}),
    )

    assert quotations(card(story, NOW)) == ["A deportation is not a parade", "The weather held"]


def test_a_long_quote_is_cut_on_a_card() -> None:
    story = a_story(a_stored_quote(a_quote("They came before dawn and " * 20)))

    shown = next(block for block in card(story, NOW).blocks if isinstance(block, Quotation))

    assert shown.cut
    assert len(shown.text) <= 280


def test_doubt_is_said_in_words() -> None:
    sure, likely, unsure = (a_stored_quote(a_quote(confidence=value)) for value in (0.9, 0.7, 0.5))

    shown = ["".join(getattr(part, "text", "") for part in attribution(quote)) for quote in (sure, likely, unsure)]

    assert shown == [
        "Karen Bassey, said",
        "probably Karen Bassey, said",
        "Karen Bassey, said (speaker not certain)",
    ]


def test_where_it_was_said_follows_the_cue() -> None:
    quote = a_stored_quote(a_quote(cue="wrote", medium="Truth Social"))

    assert "".join(getattr(part, "text", "") for part in attribution(quote)) == "Karen Bassey, wrote on Truth Social"


def test_the_same_wording_counts_once_whatever_its_marks() -> None:
    quotes = (
        a_stored_quote(a_quote("Nobody told us."), number=1),
        a_stored_quote(a_quote("nobody told us"), number=2),
        a_stored_quote(a_quote("Nobody told me."), number=3),
    )

    assert [quote.id for quote in distinct(quotes)] == [1, 3]


def test_a_follow_up_says_what_kind_of_change_and_what_changed() -> None:
    changed = replace(stored(), change=Change.CORRECTION, changed_at=NOW + timedelta(minutes=2))

    message = follow_up(changed, "number: 480 → 408")

    assert text_of(message)[0].startswith("CORRECTED · Deportation flight leaves Port Ansel · Example Times")
    assert text_of(message)[1] == "number: 480 → 408"


def test_a_card_never_shows_words_of_its_own_about_the_news() -> None:
    article = an_article()

    shown = "\n".join(text_of(card(a_story(), NOW)))

    assert article.title in shown
    assert article.text not in shown
