import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.text import first_words, plain_text, plain_title


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("One.<br>Two.<br/>Three.", "One.\nTwo.\nThree."),
        ("<p>A <b>bold</b>er <a href='x'>claim</a>.</p>", "A bolder claim."),
        ("<p>wrapped\n   over\tlines</p>", "wrapped over lines"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<pre>Q. Who?\nA. I.</pre>", "Q. Who?\nA. I."),
        ("<div><div><p>Deep.</p></div></div>", "Deep."),
        ("<p>Unclosed <b>bold<p>Next", "Unclosed bold\nNext"),
        ("AT&amp;T &lt;3 &eacute; &#8217; &#x201c;", "AT&T <3 é ’ “"),
        ("no tags\n\nat all", "no tags\nat all"),
        ("one\nwrapped line", "one wrapped line"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("", ""),
        ("  \n ", ""),
        ("<!-- nothing -->", ""),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    "dropped",
    [
        "<script>alert('x')</script>", "<style>p{}</style>", "<noscript>Turn it on</noscript>", "<iframe>x</iframe>",
        "<figure><img alt='y'><figcaption>A pier. Photo: R. Ott</figcaption></figure>", "<svg><title>x</title></svg>",
        "<form><button>Subscribe</button></form>", "<!-- <p>hidden</p> -->", "<template><p>x</p></template>",
    ],
)  # fmt: skip
def test_what_is_no_text_is_dropped(dropped: str) -> None:
    assert plain_text(f"<p>Before.</p>{dropped}<p>After.</p>") == "Before.\nAfter."


@pytest.mark.parametrize(
    "words", ["“We’re done,” she said.", '"Yes," he said.', "‘Ice’ – no — not… 5′ 6″", "a\xa0b", "ﬁ «oui»", "日本語 🗞"]
)
def test_quotation_marks_and_every_other_character_stay_as_published(words: str) -> None:
    assert plain_text(f"<p>{words}</p>") == words
    assert plain_text(words) == words
    assert plain_title(words) == words


def test_windows_characters_in_hiding_become_what_they_were() -> None:
    assert plain_text("<p>it\x92s \x93so\x94 &#146;</p>") == "it’s “so” ’"


def test_control_characters_are_dropped() -> None:
    assert plain_text("<p>a\x00b\x02c\x1fd\x7fe</p>") == "abcde"
    assert plain_title("a\x00b\x0bc\ud800") == "ab c?"


def test_deep_nesting_ends_in_no_crash() -> None:
    assert isinstance(plain_text("<div>" * 100_000 + "deep" + "</div>" * 100_000), str)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_markup_breaks_it(markup: str) -> None:
    for text in (plain_text(markup), plain_text(f"<p>{markup}</p>")):
        assert all(line == line.strip(" ") and line for line in text.split("\n")) or text == ""


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&amp;T"),
        ("AT&T", "AT&T"),
        ("It&#8217;s <i>so</i>", "It’s so"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("I <3 news", "I <3 news"),
        ("Profit < loss", "Profit < loss"),
        ("One<br>two", "One two"),
        ("<p>Title</p>", "Title"),
        ("Vec<T> in <Rust>", "Vec<T> in <Rust>"),
        ("  two\n lines ", "two lines"),
        ("", ""),
    ],
)
def test_a_title_is_one_plain_line(title: str, plain: str) -> None:
    assert plain_title(title) == plain


def test_first_words_are_cut_between_words_and_marked() -> None:
    assert first_words("The harbour was closed, again.\nMore.", 90) == "The harbour was closed, again."
    assert first_words("The harbour was closed, again.", 24) == "The harbour was closed…"
    assert first_words("x" * 50, 10) == "xxxxxxxxx…"
    assert first_words("", 10) == ""
