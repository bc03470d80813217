"""The starter lists on short, hard articles: namesakes, other countries, slips, and words far from what they tell."""

import pytest

from tests.feeds.watchlists import hard


@pytest.mark.parametrize("name", ["ICE", "deportation", "National Guard"])
def test_a_starter_list_is_right_nine_times_in_ten_on_hard_articles(name: str) -> None:
    score = hard.scores(hard.PARTS, hard.starter_lists())[name]

    assert score.precision >= 0.9
    assert score.recall >= 0.9


@pytest.mark.parametrize("part", hard.PARTS)
def test_every_part_asks_for_each_list_and_for_none(part: str) -> None:
    topics = [topics for _, topics in hard.articles(part)]

    assert {name for each in topics for name in each} == {"ICE", "deportation", "National Guard"}
    assert sum(not each for each in topics) >= len(topics) / 3
