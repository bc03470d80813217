from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Article, Change
from feeds.stories import class_of_change

TEXT = (
    "HARBOR CITY — Police arrested 40 people on Monday after a march through the old port, officials said.\n"
    "Mayor Jane Ashdown said the city would review the arrests.\n"
    "“We will look at every single case,” Ashdown said. “Nobody is above the law.”\n"
    "The march was the third this month. Organizers said they would not stop until the council votes on the plan, "
    "which has been delayed twice since the spring and is opposed by dock workers."
)
BEFORE = Article(
    guid="1",
    url="https://example.com/1",
    title="Police arrest 40 at port march",
    source="Example Times",
    published=datetime(2026, 3, 2, tzinfo=UTC),
    text=TEXT,
)


def rewritten(old: str, new: str) -> Article:
    assert old in TEXT
    return replace(BEFORE, text=TEXT.replace(old, new))


def titled(title: str, text: str = TEXT) -> Article:
    return replace(BEFORE, title=title, text=text)


def with_more(*paragraphs: str) -> Article:
    return replace(BEFORE, text="\n".join((TEXT, *paragraphs)))


def test_an_unchanged_article_has_a_cosmetic_change_without_words() -> None:
    assert class_of_change(BEFORE, BEFORE) == (Change.COSMETIC, "")


@pytest.mark.parametrize(
    "after",
    [
        rewritten("officials said", "officials say"),
        rewritten("“We will look at every single case,”", '"We will look at every single case,"'),
        rewritten("HARBOR CITY — Police", "HARBOR CITY - Police"),
        replace(BEFORE, text="\n".join(reversed(TEXT.split("\n")))),
        titled("REFILE-Police arrest 40 at port march"),
    ],
)
def test_a_word_or_a_mark_is_cosmetic(after: Article) -> None:
    change, _ = class_of_change(BEFORE, after)

    assert change is Change.COSMETIC


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        (rewritten("40 people", "4 people"), "number: 40 → 4"),
        (rewritten("the third this month", "the second this month"), "number: third → second"),
        (rewritten("Mayor Jane Ashdown", "Mayor June Ashdown"), "name: Jane → June"),
        (rewritten("every single case", "each and every case"), "quote: “We will look at every single case,” →"),
        (rewritten("would not stop", "would stop"), "wording: not → (nothing)"),
    ],
)
def test_a_fact_put_in_anothers_place_is_a_correction(after: Article, shown: str) -> None:
    change, difference = class_of_change(BEFORE, after)

    assert change is Change.CORRECTION
    assert shown in difference


@pytest.mark.parametrize(
    "after",
    [
        titled("CORRECTED-Police arrest 40 at port march"),
        titled("Correction: Police arrest 40 at port march"),
        titled("CORRECTED-UPDATE 1-Police arrest 40 at port march"),
        with_more("Editor’s note: The day of the march has been changed."),
        with_more("An earlier version of this article misstated the day of the march."),
        with_more("This story has been corrected to show that the march was on Monday."),
        titled(BEFORE.title, f"(Corrects the day in paragraph one)\n{TEXT}"),
    ],
)
def test_a_correction_is_what_the_source_calls_one(after: Article) -> None:
    change, _ = class_of_change(BEFORE, after)

    assert change is Change.CORRECTION


@pytest.mark.parametrize(
    "after",
    [
        titled("UPDATE 1-Police arrest 44 at port march", TEXT.replace("40", "44")),
        with_more("A second march is planned for Friday.", "It will begin at noon at the old customs house."),
        rewritten("would review the arrests", "would look again into what its officers did on the quay"),
        with_more(*(f"Witness {name} said the quay was calm until the horses came." for name in ("Ada", "Bo", "Cy"))),
    ],
)
def test_what_goes_on_is_an_update(after: Article) -> None:
    change, _ = class_of_change(BEFORE, after)

    assert change is Change.UPDATE


def test_a_toll_that_rises_as_the_story_grows_is_an_update() -> None:
    grown = " ".join(f"The {part} of the port was cleared by dusk." for part in ("north", "south", "west", "east"))

    change, difference = class_of_change(BEFORE, replace(BEFORE, text=f"{TEXT.replace('40', '52')}\n{grown}"))

    assert change is Change.UPDATE
    assert "number: 40 → 52" in difference


@pytest.mark.parametrize(
    "after",
    [
        titled("KILL: Police arrest 40 at port march"),
        titled("WITHDRAWN: Police arrest 40 at port march", ""),
        titled("Retraction: Police arrest 40 at port march"),
        titled(BEFORE.title, "This story has been withdrawn."),
        titled(BEFORE.title, "Editor's note: This article has been retracted after a review."),
    ],
)
def test_withdrawn_is_what_the_source_says(after: Article) -> None:
    change, _ = class_of_change(BEFORE, after)

    assert change is Change.WITHDRAWN


@pytest.mark.parametrize("title", ["Kill Bill returns to cinemas", "Lead found in port water", "Police correct course"])
def test_a_headlines_own_words_are_no_label(title: str) -> None:
    after = titled(title)

    change, _ = class_of_change(replace(after, title=title + " now"), after)

    assert change is Change.COSMETIC


def test_a_label_that_stood_there_before_is_not_told_again() -> None:
    labelled = titled("CORRECTED-Police arrest 40 at port march")

    change, _ = class_of_change(labelled, replace(labelled, text=TEXT.replace("officials said", "officials say")))

    assert change is Change.COSMETIC


def test_a_vanished_number_is_never_cosmetic() -> None:
    change, _ = class_of_change(BEFORE, rewritten("arrested 40 people", "arrested people"))

    assert change is Change.UPDATE


def test_the_difference_shows_the_headline_before_and_after() -> None:
    _, difference = class_of_change(BEFORE, titled("Dozens held at port march"))

    assert difference.startswith("headline: “Police arrest 40 at port march” → “Dozens held at port march”")


def test_a_long_quote_is_cut_and_says_so() -> None:
    long = "We " + "really " * 80 + "will look at it"
    before, after = (replace(BEFORE, text=f"Ashdown said: “{long} {when}.”") for when in ("today", "tomorrow"))

    _, difference = class_of_change(before, after)

    assert difference.count("[cut]") == 2


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=30))
def test_any_two_texts_can_be_compared(old: str, new: str, title: str) -> None:
    change, difference = class_of_change(replace(BEFORE, text=old), replace(BEFORE, text=new, title=title))

    assert change in Change
    assert "\n" not in difference or "\n" in title


@given(st.text(max_size=300))
def test_no_text_differs_from_itself(text: str) -> None:
    article = replace(BEFORE, text=text)

    assert class_of_change(article, article) == (Change.COSMETIC, "")


def test_a_long_page_that_was_replaced_is_an_update() -> None:
    old, new = (". ".join(f"Line {at} of the {side} page" for at in range(1_500)) for side in ("former", "latter"))

    change, _ = class_of_change(replace(BEFORE, text=old), replace(BEFORE, text=new))

    assert change is Change.UPDATE


def test_an_endless_sentence_that_was_replaced_is_an_update() -> None:
    old, new = (" ".join([word] * 30_000) for word in ("former", "latter"))

    change, _ = class_of_change(replace(BEFORE, text=old), replace(BEFORE, text=new))

    assert change is Change.UPDATE


@pytest.mark.parametrize(
    "after",
    [
        titled("BC-Port March-KILL"),
        titled("BC-Port March, MANDATORY KILL"),
        with_more("EDITORS: Please kill this story. It was sent in error."),
        with_more("Attention desks: disregard the story on the port march."),
    ],
)
def test_a_slug_that_ends_in_kill_or_an_advisory_to_the_desks_withdraws(after: Article) -> None:
    change, _ = class_of_change(BEFORE, after)

    assert change is Change.WITHDRAWN


def test_a_story_about_killing_a_story_is_not_withdrawn() -> None:
    change, _ = class_of_change(BEFORE, with_more("The mayor had asked two editors to kill the story, a witness said."))

    assert change is Change.UPDATE


def test_a_refile_that_says_it_corrects_is_a_correction() -> None:
    after = titled("REFILE-Police arrest 40 at port march", f"(Refiles to correct a name in paragraph two)\n{TEXT}")

    change, difference = class_of_change(BEFORE, after)

    assert change is Change.CORRECTION
    assert difference.startswith("note: “(Refiles to correct a name in paragraph two)”")
