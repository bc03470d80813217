"""`/verify`: 50 planted alterations and 50 untouched quotes get the right verdict; marks and spaces never count."""

import re
from dataclasses import replace

import pytest

from handlers.verification import squeezed, verdict_on
from handlers.word_difference import word_difference
from tests.builders import a_quote, a_stored_quote, an_article
from tests.newsroom import Desk, open_newsroom, shown

SPEAKERS = ("Karen Bassey", "Julian Osei", "Teresa Whitlock", "Hector Delgado", "Miriam Castell")
SENTENCES = (
    "Nobody told the {0} families that {1} planes would leave before dawn, and nobody answered the phones",
    "We counted {1} buses outside the {0} gate, and every one of them came back empty on Friday",
    "The {0} council has spent {1} hours on this, and I would gladly spend not one minute more",
    "If the {0} judge wants {1} boxes of paper, then he will have his boxes of paper by Monday",
    "My office asked {1} times for the {0} list, and my office was told to ask again in Spring",
    "They brought {1} soldiers to guard a {0} parking lot that has never had a thief in it",
    "There are {1} people in the {0} cells tonight, and there are beds for half of them at most",
    "The {0} harbor froze {1} years ago, and we crossed it on foot, singing, with the dogs ahead",
    "I have taught {1} children in the {0} school, and not one of them was illegal to me",
    "You cannot run a {0} cannery with {1} empty stools, whatever the Governor says about it",
)
PLACES = ("northern", "southern", "eastern", "western", "central")
QUOTES = [
    (SPEAKERS[(row + column) % 5], sentence.format(place, 12 + 7 * row + column))
    for row, sentence in enumerate(SENTENCES)
    for column, place in enumerate(PLACES)
]


def altered(number: int, speaker: str, text: str) -> tuple[str, str]:
    """Return the quote with one planted alteration, of five kinds in turn, and who it is said to be by."""
    parts = text.split()
    match number % 5:
        case 0:
            return speaker, " ".join([*parts[:4], *parts[5:]])
        case 1:
            return speaker, " ".join([*parts[:5], "quietly", *parts[6:]])
        case 2:
            return speaker, re.sub(r"\d+", lambda found: str(int(found[0]) + 100), text)
        case 3:
            other = QUOTES[(number + 7) % 50][1].split()
            return speaker, " ".join([*parts[:9], *other[-6:]])
        case _:
            return SPEAKERS[(SPEAKERS.index(speaker) + 1) % 5], text


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk that has read fifty quotes in five articles."""
    desk = open_newsroom(tmp_path_factory.mktemp("spoken"))
    feed = desk.watches()
    told = [
        an_article(
            guid=f"a{first}",
            url=f"https://times.example/{first}",
            title=f"Day {first} of the hearing",
            text="\n".join(f"“{text},” said {speaker}." for speaker, text in QUOTES[first : first + 10]),
        )
        for first in range(0, 50, 10)
    ]
    desk.receives(feed, *told)
    return desk


@pytest.mark.parametrize("number", range(50))
def test_an_untouched_quote_is_never_called_altered(spoken: Desk, number: int) -> None:
    speaker, text = QUOTES[number]

    reply = spoken.types(f'/verify "{text}" by:"{speaker}"')

    assert shown(reply.message).splitlines()[0] in {"Verbatim.", "A verbatim fragment."}


@pytest.mark.parametrize("number", range(50))
def test_a_planted_alteration_is_found(spoken: Desk, number: int) -> None:
    speaker, text = altered(number, *QUOTES[number])

    reply = spoken.types(f'/verify "{text}" by:"{speaker}"')

    first = shown(reply.message).splitlines()[0]
    assert first == "Altered." if number % 5 != 4 else f"but they are not {speaker}'s" in first


def test_marks_spaces_and_line_breaks_never_count() -> None:
    stored = a_stored_quote(a_quote("Nobody told us — not one word: “go home.”"))

    assert verdict_on("nobody told us", (stored,)).kind == "altered"
    assert verdict_on('Nobody  told us - not one word, "go home"', (stored,)).kind == "verbatim"


def test_capitals_and_digits_count() -> None:
    stored = a_stored_quote(a_quote("The Guard sent 40 people to the port"))

    assert verdict_on("The guard sent 40 people to the port", (stored,)).altered
    assert verdict_on("The Guard sent 4 people to the port", (stored,)).altered


def test_part_of_a_quote_is_a_verbatim_fragment() -> None:
    stored = a_stored_quote(a_quote("The Guard sent 40 people to the port"))

    assert verdict_on("sent 40 people", (stored,)).kind == "a verbatim fragment"


def test_what_nobody_said_is_not_found(spoken: Desk) -> None:
    assert "Not found in what is stored." in shown(spoken.types('/verify "purple elephants dance upon marble"').message)


def test_words_outside_quotation_marks_are_told_apart(desk: Desk) -> None:
    desk.receives(desk.watches(), an_article())

    reply = desk.types('/verify "deportation flight left Port Ansel"')

    assert "but not as somebody's quote" in shown(reply.message)


@pytest.mark.parametrize("typed", ["", '"two words"', "word " * 401])
def test_too_few_or_too_many_words_are_refused(desk: Desk, typed: str) -> None:
    assert desk.types(f"/verify {typed}").refused


def test_the_difference_is_shown_word_by_word() -> None:
    assert word_difference("We have 40 beds", "We had 40 spare beds") == "We [-have-] [+had+] 40 [+spare+] beds"


def test_squeezed_keeps_letters_digits_and_capitals() -> None:
    assert squeezed("“Él dijo: 40 – no!”") == "Éldijo40no"


def test_two_of_one_surname_are_told_apart() -> None:
    stored = a_stored_quote(a_quote("The Guard sent 40 people to the port", "Hillary Vance"))

    wrong = verdict_on("The Guard sent 40 people to the port", (stored,), "Bill Vance")
    right = verdict_on("The Guard sent 40 people to the port", (stored,), "Hillary R. Vance")

    assert "not Bill Vance's" in wrong.kind
    assert (right.kind, verdict_on("The Guard sent 40 people to the port", (stored,), "Vance").kind) == (
        "verbatim",
    ) * 2


def test_a_quote_is_found_however_many_newer_ones_share_its_common_words(desk: Desk) -> None:
    feed = desk.watches()
    told = "We will not be moved from the harbor by the men of the council"
    desk.receives(feed, an_article(text=f"“{told},” said Karen Bassey."))
    for first in range(0, 320, 40):
        more = [
            f"“There was {n} of the men of the sea by the wall,” said Otto Vale{n}." for n in range(first, first + 40)
        ]
        desk.receives(feed, an_article(guid=f"m{first}", url=f"https://times.example/m{first}", text="\n".join(more)))

    altered_reply = desk.types(f'/verify "{told.replace("harbor", "house")}"')

    assert shown(desk.types(f'/verify "{told}"').message).startswith("Verbatim.")
    assert "[-harbor-] [+house+]" in shown(altered_reply.message)


def test_a_verdict_tells_the_other_outlets_and_a_withdrawal(desk: Desk) -> None:
    text = "“Nobody told the families that the planes would leave,” said Karen Bassey, the mayor."
    desk.receives(desk.watches(), an_article(text=text))
    herald = desk.watches("https://herald.example/rss", "Herald")
    copy = an_article(guid="h", url="https://herald.example/h", text=text, source="Herald")
    desk.receives(herald, copy)
    desk.receives(herald, replace(copy, title="WITHDRAWN: Deportation flight leaves Port Ansel"))

    reply = shown(desk.types('/verify "Nobody told the families that the planes would leave"').message)

    assert "also in 1 outlet · same wording in all" in reply
    assert "withdrawn by Herald" in reply


def test_words_of_an_earlier_version_are_told_as_such(desk: Desk) -> None:
    feed = desk.watches()
    desk.receives(feed, an_article(text="“We counted forty buses at the gate that night,” said Karen Bassey."))
    desk.receives(feed, an_article(text="CORRECTED. “Nobody saw a single thing there at all,” said Karen Bassey."))

    reply = shown(desk.types('/verify "We counted forty buses at the gate that night"').message)

    assert reply.startswith("Verbatim, but in an earlier version only: the article was changed.")


def test_a_link_is_answered_with_how_others_word_its_quotes(desk: Desk) -> None:
    text = "“Nobody told the families that the planes would leave,” said Karen Bassey, the mayor."
    desk.receives(desk.watches(), an_article(text=text))
    other = an_article(guid="h", url="https://herald.example/h", text=text.replace("planes", "buses"))
    desk.receives(desk.watches("https://herald.example/rss", "Herald"), other)

    reply = shown(desk.types("/verify https://times.example/flight").message)

    assert "1 quote, 1 also elsewhere, 1 worded otherwise somewhere" in reply
    assert "2 wordings" in reply
    assert desk.types("/verify https://nowhere.example/").refused
