import pytest

from feeds.stories.sentences import folded, sentences_of, written_words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One came. Two left.", ("One came.", "Two left.")),
        ("Sen. Ada Holm spoke. Mr. Bo left.", ("Sen. Ada Holm spoke.", "Mr. Bo left.")),
        ("“Go,” she said. “Now!” He went.", ("“Go,” she said.", "“Now!”", "He went.")),
        ("The U.S. Senate met on Jan. 6 at noon.", ("The U.S. Senate met on Jan. 6 at noon.",)),
        ("It cost 1.5 million. Nobody paid.", ("It cost 1.5 million.", "Nobody paid.")),
        ("A line\nAnother line", ("A line", "Another line")),
        ("  \n\n", ()),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text: str, sentences: tuple[str, ...]) -> None:
    assert sentences_of(text) == sentences


def test_a_figure_keeps_its_points_and_commas() -> None:
    assert written_words("It cost 1,250.50 dollars, not 3.") == ("It", "cost", "1,250.50", "dollars", "not", "3")


def test_folded_words_know_no_case_and_no_shape_of_apostrophe() -> None:
    assert folded(written_words("Don’t GO")) == folded(written_words("don't go"))
