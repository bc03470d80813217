"""The word that attributes a quote, and the head of whoever it attributes it to."""

import pytest

from feeds.quotes import Nlp
from feeds.quotes.cue_words import LEMMAS, WEIGHTS
from feeds.quotes.cues import best_cue, find_cues


def attributed(sentence: str, nlp: Nlp) -> tuple[str, str] | None:
    """Return the cue and the speaker of the first quote of a sentence."""
    (tree,) = nlp.parse([sentence])
    start = sentence.index('"')
    quote = tree.within(start, sentence.index('"', start + 1) + 1)
    best = best_cue(tree, find_cues(tree, [quote]), [quote], 0)
    return (tree.words[best[0].word], tree.words[best[0].speaker]) if best else None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ('"Yes," she said.', ("said", "she")),
        ('"Yes," said the mayor of Dunmore.', ("said", "mayor")),
        ('Brandt said: "Yes."', ("said", "Brandt")),
        ('According to Brandt, "the pool is closed."', ("According", "Brandt")),
        ('Brandt left early, writing on Facebook: "Yes."', ("writing", "Brandt")),
        ('Brandt, who runs the pool, told reporters, "Yes."', ("told", "Brandt")),
        ('Said Brandt: "Yes."', ("Said", "Brandt")),
        ('Brandt said it was too early to tell but added, "Yes."', ("added", "Brandt")),
    ],
)
def test_the_speaker_is_found_wherever_they_stand(sentence: str, expected: tuple[str, str], nlp: Nlp) -> None:
    found = attributed(sentence, nlp)

    assert found == expected


def test_a_sentence_about_a_thing_attributes_nothing(nlp: Nlp) -> None:
    found = attributed('The lamp costs forty dollars and is rather "smart" for its size.', nlp)

    assert found is None


def test_who_is_asked_is_not_who_asks(nlp: Nlp) -> None:
    found = attributed('Brandt was asked, "Yes?"', nlp)

    assert found is None or found[1] != "Brandt"


def test_every_form_of_a_verb_leads_to_its_lemma() -> None:
    forms = ["said", "writes", "written", "replied", "cries", "admitted", "arguing", "told"]

    found = [LEMMAS[form] for form in forms]

    assert found == ["say", "write", "write", "reply", "cry", "admit", "argue", "tell"]


def test_there_are_as_many_verbs_as_the_field_uses() -> None:
    assert len(WEIGHTS) > 190
