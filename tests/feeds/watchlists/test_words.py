"""Families and inflections of words, tables of senses, the language of a text, and names that spell letters."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import QueryError
from feeds.model import Article
from feeds.watchlists.families import family, inflection_seeds, inflections, seeds
from feeds.watchlists.initials import names_spelled
from feeds.watchlists.language import language_of
from feeds.watchlists.page import Page, fold
from feeds.watchlists.tables import read_table, shipped_tables

_ROOTS = (
    "deport",
    "raid",
    "immigr",
    "possib",
    "vi",
    "t",
    "polic",
    "run",
    "strik",
    "govern",
    "den",
    "detain",
    "credib",
    "guard",
)
_ENDINGS = (
    "",
    *("s", "es", "ed", "ing", "er", "ers", "ation", "ations", "ee", "ees", "able", "ability", "ible", "ibility", "y"),
    *("ies", "ied", "ying", "ment", "ments", "e", "ly", "al", "ation's", "ant", "ants", "ning", "ner", "man", "men"),
)


@pytest.mark.parametrize(
    ("word", "relatives", "strangers"),
    [
        (
            "deportation",
            ("deport", "deports", "deported", "deporting", "deportations", "deportee", "deportees"),
            ("deportment", "deportivo", "deportes", "depot"),
        ),
        ("immigration", ("immigrant", "immigrants", "immigrate"), ("migration", "emigrant")),
        ("government", ("governments",), ("govern", "governor")),
        ("import", ("imports", "imported"), ("important", "importance")),
        ("strike", ("struck", "striking", "strikes"), ("stripe",)),
        ("deny", ("denied", "denies", "denying"), ("den",)),
        ("tie", ("tied", "tying"), ("tile",)),
        ("army", ("armies",), ("arm", "arms", "armed")),
    ],
)
def test_a_family_has_its_relatives_and_no_strangers(
    word: str, relatives: tuple[str, ...], strangers: tuple[str, ...]
) -> None:
    assert {family(other) for other in relatives} == {family(word)}
    assert family(word) not in {family(other) for other in strangers}


@given(st.sampled_from(_ROOTS), st.sampled_from(_ENDINGS), st.sampled_from(_ENDINGS))
def test_every_word_of_a_family_begins_with_a_seed_of_every_other(root: str, ending: str, other: str) -> None:
    word, relative = root + ending, root + other

    if family(word) == family(relative):
        assert relative.startswith(seeds(word))


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("guard", ("guards", "guardsmen", "guardsman", "guarding")),
        ("agent", ("agents",)),
        ("city", ("cities",)),
        ("flights", ("flight", "flights")),
        ("agency", ("agencies",)),
        ("raid", ("raided", "raids")),
        ("watch", ("watches", "watched")),
        ("force", ("forces", "forced", "forcing")),
        ("man", ("men",)),
    ],
)
def test_the_last_word_of_a_phrase_inflects(word: str, forms: tuple[str, ...]) -> None:
    assert inflections(word).issuperset(forms)
    assert all(form.startswith(inflection_seeds(word)) for form in inflections(word))


@given(st.text(max_size=40))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_shipped_tables_can_be_read_and_name_their_senses() -> None:
    tables = shipped_tables()

    assert {"immigration", "united-states", "ice-senses", "national-guards", "other-guards"} <= set(tables)
    assert all(sense.cues for senses in tables.values() for sense in senses)


def test_a_line_of_a_table_holds_cues_parted_by_commas() -> None:
    (sense,) = read_table(
        "the train:\n  shares: [immigration]\n  cues: ['Bahn, ICE train']\n  hints: [rail]\n  faint: [station]"
    )

    assert [(cue.text, cue.weight) for cue in sense.cues] == [
        ("Bahn", 1.0),
        ('"ICE train"', 1.0),
        ("rail", 0.5),
        ("station", 0.25),
    ]
    assert sense.shares == ("immigration",)


def test_what_every_sense_of_a_table_has_in_common_stands_once() -> None:
    senses = read_table(
        "every sense: {yields_in_long_stories: true}\nA: [x-ray]\nB: {cues: [b], yields_in_long_stories: false}"
    )

    assert [sense.yields_in_long_stories for sense in senses] == [True, False]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a", "a mapping"),
        ("A: 3", "A: needs a list of cues"),
        ("A: {cues: [a], weight: 3}", "A: “weight” is no setting"),
        ("A: ['(a']", "A: a bracket is not closed"),
    ],
)
def test_a_table_that_cannot_be_read_says_which_sense(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read_table(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The man said that he was in the house with his dog and it was late.", "en"),
        ("El hombre dijo que la casa de los padres se vende por una suma en el centro.", "es"),
        ("L'homme a dit que la maison des parents est dans le centre et qui se vend pour une somme.", "fr"),
        ("Der Mann sagte, das Haus der Eltern sei nicht zu verkaufen und die Stadt ist auf dem Berg.", "de"),
        ("ICE", None),
    ],
)
def test_the_language_of_a_text_is_told_by_its_commonest_words(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Imperial College Ensemble played.", ["Imperial College Ensemble"]),
        ("The Institution of Civil Engineers met.", ["Institution of Civil Engineers"]),
        ("the Inter-Church Emergency fund", ["Inter-Church Emergency"]),
        ("Immigrants cheer Europe.", []),
        ("The Imperial College Ensemble Choir sang.", []),
    ],
)
def test_capitalised_words_may_spell_the_letters(text: str, names: list[str]) -> None:
    page = Page(Article("a1", None, "", "Example Times", datetime(2026, 6, 15, tzinfo=UTC), text))

    assert [page.full[start:end] for start, end in names_spelled(page, "ICE")] == names
