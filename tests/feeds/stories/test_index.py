from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.stories import Document, Placement, StoryIndex, fold

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
BRIDGE = (
    "The Larkfield bridge was closed on Monday after inspectors found cracks in two of its steel girders, the "
    "county said. Drivers were sent over the older crossing at Mill Lane, where queues reached three miles by "
    "noon. Engineers will weld plates over the cracks this week, and lorries above ten tonnes may have to stay "
    "away until autumn. The bridge carries twenty thousand vehicles a day and was last painted nine years ago. A "
    "councillor for the eastern ward, Petra Valdane, asked why the cracks had not been seen in the spring, when a "
    "diver looked at the piers. The county answered that the girders are examined every second year and that "
    "nothing had been put off."
)
BRIDGE_OWN_WORDS = (
    "Commuters face weeks of delays because Larkfield bridge has cracks in its girders. The county shut the "
    "crossing and pointed drivers to Mill Lane. Petra Valdane, who sits on the council, demanded to know how "
    "inspectors missed the damage in spring. Welding of steel plates over the girders starts this week; lorries "
    "must wait longer."
)
ORCHARD = (
    "Growers in the Tarn valley expect the smallest apple harvest in a decade after frost killed the blossom in "
    "April. The cooperative at Oldmere said its presses would run for four weeks instead of nine. Cider makers "
    "have begun to buy fruit from the coast, and prices for juice apples doubled within a month. Beekeepers, "
    "whose hives stand in the orchards during bloom, reported losses as well. The farm ministry promised loans, "
    "but the cooperative's chair said loans would not grow apples."
)
APPEAL = (
    "Sign up for our morning letter and read what happened while you slept. Our reporters work for you every day "
    "of the year, and a subscription costs less than one coffee a week. Tap the bell to hear of breaking news "
    "first."
)


def a_document(name: str, text: str, title: str = "", source: str = "", hours: float = 0) -> Document:
    return Document(name, title or f"Headline {name}", text, source or name, MONDAY + timedelta(hours=hours), None)


def an_index_of(*documents: Document) -> StoryIndex:
    index = StoryIndex()
    for document in documents:
        index.keep(document, index.place(document))
    return index


def test_the_first_document_founds_its_own_story() -> None:
    placement = StoryIndex().place(a_document("a", BRIDGE))

    assert placement == Placement("a", "a")


def test_the_same_text_in_another_outlet_is_a_copy() -> None:
    index = an_index_of(a_document("a", BRIDGE))

    assert index.place(a_document("b", BRIDGE + " Read more on our site.")) == Placement("a", "a")


def test_a_copy_of_a_copy_names_the_founder() -> None:
    index = an_index_of(a_document("a", BRIDGE), a_document("b", BRIDGE))

    assert index.place(a_document("c", BRIDGE)).copies == "a"


def test_a_rewritten_lead_leaves_a_copy_a_copy() -> None:
    index = an_index_of(a_document("a", BRIDGE))
    rewritten = "Chaos reigned on the roads east of town. " + BRIDGE.split(". ", 1)[1]

    assert index.place(a_document("b", rewritten)).copies == "a"


def test_own_words_on_the_same_event_are_the_same_story_but_no_copy() -> None:
    index = an_index_of(a_document("a", BRIDGE, "Cracks close Larkfield bridge"))

    placement = index.place(a_document("b", BRIDGE_OWN_WORDS, "Larkfield bridge closed by cracks"))

    assert placement == Placement("a", "b")


def test_another_event_is_another_story() -> None:
    index = an_index_of(a_document("a", BRIDGE))

    assert index.place(a_document("b", ORCHARD)) == Placement("b", "b")


def test_the_same_text_a_month_later_is_no_copy() -> None:
    index = an_index_of(a_document("a", BRIDGE))

    assert index.place(a_document("b", BRIDGE, hours=24 * 30)).copies == "b"


def test_what_a_page_says_under_every_article_makes_no_copies() -> None:
    pages = [
        a_document(f"p{at}", f"{town} voted on a {thing} today. {APPEAL}", source="Example Times")
        for at, (town, thing) in enumerate(
            [("Ashby", "pool"), ("Brent", "tram"), ("Corby", "school"), ("Dover", "harbour"), ("Elgin", "park")]
        )
    ]
    index = StoryIndex()
    for page in pages[:4]:
        index.keep(page, Placement(page.id, page.id))

    assert index.place(pages[4]).copies == "p4"


def test_short_texts_are_copies_by_their_title_alone() -> None:
    index = an_index_of(a_document("a", "Read more.", "Bridge closed"))

    same = index.place(a_document("b", "Full story inside.", "Bridge closed"))
    other = index.place(a_document("c", "Read more.", "Bridge open again"))

    assert (same.copies, other.copies) == ("a", "c")


@pytest.mark.parametrize("text", ["", "  \n ", "…", "a", "the of and"])
def test_a_document_without_words_stands_alone(text: str) -> None:
    index = an_index_of(a_document("a", text, title="-"))

    assert index.place(a_document("b", text, title="?")) == Placement("b", "b")
    assert index.place(a_document("c", BRIDGE)) == Placement("c", "c")


def test_an_empty_document_an_editor_put_into_a_story_does_no_harm() -> None:
    index = an_index_of(a_document("a", BRIDGE))
    index.keep(a_document("b", "", title="-"), Placement("a", "b"))

    assert index.place(a_document("c", BRIDGE_OWN_WORDS)).story == "a"


def test_placing_changes_nothing() -> None:
    index = an_index_of(a_document("a", ORCHARD))

    first = index.place(a_document("b", BRIDGE))

    assert first == index.place(a_document("b", BRIDGE)) == Placement("b", "b")


def test_an_editors_merge_sticks_for_what_comes_later() -> None:
    index = an_index_of(a_document("a", ORCHARD), a_document("b", BRIDGE))
    index.keep(a_document("b", BRIDGE), Placement("a", "b"))

    assert index.place(a_document("c", BRIDGE)) == Placement("a", "b")


def test_an_editors_split_sticks_for_what_comes_later() -> None:
    index = an_index_of(a_document("a", BRIDGE), a_document("b", BRIDGE_OWN_WORDS))
    index.keep(a_document("b", BRIDGE_OWN_WORDS), Placement("b", "b"))

    assert index.place(a_document("c", BRIDGE_OWN_WORDS)).story == "b"


def test_a_revision_is_not_compared_with_what_it_replaces() -> None:
    index = an_index_of(a_document("a", BRIDGE))

    assert index.place(a_document("a", BRIDGE)) == Placement("a", "a")
    index.keep(a_document("a", ORCHARD), Placement("a", "a"))

    assert index.place(a_document("b", BRIDGE)).copies == "b"
    assert index.place(a_document("c", ORCHARD)).copies == "a"


def test_what_is_forgotten_leaves_no_trace() -> None:
    index = an_index_of(a_document("a", BRIDGE), a_document("b", ORCHARD, hours=48))
    index.forget_before(MONDAY + timedelta(hours=24))

    assert index.place(a_document("c", BRIDGE, hours=49)) == Placement("c", "c")
    assert index.place(a_document("d", ORCHARD, hours=49)) == Placement("b", "b")


def test_an_undated_document_is_forgotten_with_the_first_sweep() -> None:
    index = StoryIndex()
    index.keep(Document("a", "T", BRIDGE, "S", None, None), Placement("a", "a"))
    index.forget_before(MONDAY)

    assert index.place(a_document("b", BRIDGE)).copies == "b"


def test_a_story_outlives_its_founder() -> None:
    index = an_index_of(a_document("a", BRIDGE), a_document("b", BRIDGE, hours=48))
    index.forget_before(MONDAY + timedelta(hours=24))

    assert index.place(a_document("c", BRIDGE, hours=49)) == Placement("a", "a")


_WORDS = sorted(set((BRIDGE + ORCHARD).lower().replace(",", "").replace(".", "").split()))
_TEXTS = st.lists(st.sampled_from(_WORDS), min_size=0, max_size=70).map(" ".join)
_STREAMS = st.lists(
    st.tuples(st.one_of(_TEXTS, st.sampled_from([BRIDGE, BRIDGE_OWN_WORDS, ORCHARD])), st.integers(0, 72)), max_size=14
).map(lambda rows: [a_document(f"d{at}", text, hours=hours) for at, (text, hours) in enumerate(rows)])


@settings(max_examples=40, deadline=None)
@given(_STREAMS, st.integers(0, 72), st.data())
def test_a_restart_changes_nothing(stream: list[Document], hours: int, data: st.DataObject) -> None:
    stop = data.draw(st.integers(0, len(stream)))
    oldest = MONDAY + timedelta(hours=hours)
    unbroken, rows = StoryIndex(), []
    for document in stream[:stop]:
        placement = unbroken.place(document)
        unbroken.keep(document, placement)
        rows.append((document, placement))
    unbroken.forget_before(oldest)
    rebuilt = StoryIndex()
    for document, placement in rows:
        if document.published is not None and document.published >= oldest:
            rebuilt.keep(document, placement)

    for document in stream[stop:]:
        placement = unbroken.place(document)

        assert rebuilt.place(document) == placement
        unbroken.keep(document, placement)
        rebuilt.keep(document, placement)


@settings(max_examples=40, deadline=None)
@given(_STREAMS)
def test_every_place_names_a_document_that_came_before_or_the_document_itself(stream: list[Document]) -> None:
    seen: set[str] = set()
    founders: set[str] = set()
    for name, placement in fold(stream):
        seen.add(name)
        founders |= {name} if placement.copies == name else set()

        assert placement.story in seen
        assert placement.copies in founders


@settings(max_examples=25, deadline=None)
@given(_STREAMS, st.data())
def test_keeping_a_document_again_leaves_the_index_as_it_was(stream: list[Document], data: st.DataObject) -> None:
    once, twice = StoryIndex(), StoryIndex()
    places = dict(fold(stream))
    for document in stream:
        once.keep(document, places[document.id])
        twice.keep(document, places[document.id])
    for document in data.draw(st.permutations(stream)):
        twice.keep(document, places[document.id])

    for text in (BRIDGE, BRIDGE_OWN_WORDS, ORCHARD):
        assert once.place(a_document("new", text)) == twice.place(a_document("new", text))
