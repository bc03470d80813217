"""The quote of a headline."""

from feeds.quotes import Nlp, read_quotes


def test_a_headline_that_repeats_a_quote_has_its_speaker(nlp: Nlp) -> None:
    text = (
        "‘They told me to smile’: she walks off\n\nNobody had hit her. “Three of them told me to smile, one after "
        "the other,” Aoife Bren said. “We say it to everyone,” said Declan Roe."
    )

    headline = read_quotes(text, nlp)[0]

    assert headline.speaker == "Aoife Bren"
    assert "headline" in headline.how


def test_a_headline_in_words_of_its_own_has_the_only_speaker_at_low_confidence(nlp: Nlp) -> None:
    text = "‘It was bedlam in there’: a night at the mart\n\n“Cows everywhere,” Pat Noone said. “I hid,” Noone said."

    headline = read_quotes(text, nlp)[0]

    assert headline.speaker == "Pat Noone"
    assert headline.confidence < 0.85


def test_a_headline_that_two_could_have_said_stays_unknown(nlp: Nlp) -> None:
    text = "‘It was bedlam in there’: a night at the mart\n\n“Cows everywhere,” Pat Noone said. “I hid,” Una Daly said."

    headline = read_quotes(text, nlp)[0]

    assert headline.speaker is None
    assert headline.confidence == 0.0
