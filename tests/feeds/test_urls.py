from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.urls import absolute_url, canonical_url, host_of


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Example.ORG/Path", "https://example.org/Path"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://jane:pw@example.org/a", "https://example.org/a"),
        ("https://example.org/a#comments", "https://example.org/a"),
        ("https://example.org/#!/story/1", "https://example.org/#!/story/1"),
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://example.org/../a", "https://example.org/a"),
        ("https://example.org/%7Ejane/%e2%82%ac", "https://example.org/~jane/%E2%82%AC"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/café", "https://example.org/caf%C3%A9"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
    ],
)
def test_one_spelling_for_one_address(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "noise",
    [
        "utm_source=rss",
        "utm_medium=x&utm_campaign=y",
        "fbclid=1",
        "UTM_Source=1",
        "gclid=a&mc_cid=b",
        "mtm_kwd=1",
        "at_medium=RSS",
    ],
)
def test_tracking_goes_and_the_rest_keeps_its_order(noise: str) -> None:
    assert canonical_url(f"https://example.org/a?z=1&{noise}&b=2") == "https://example.org/a?z=1&b=2"
    assert canonical_url(f"https://example.org/a?{noise}") == "https://example.org/a"


@pytest.mark.parametrize("kept", ["id=7", "ref=harbour", "p=12", "a=1&a=2", "q=utm_source", "b", "flag=", "x=%26"])
def test_a_parameter_that_may_name_the_page_stays(kept: str) -> None:
    assert canonical_url(f"https://example.org/a?{kept}") == f"https://example.org/a?{kept}"


@pytest.mark.parametrize(
    ("phone", "full"),
    [
        ("https://m.example.org/a", "https://www.example.org/a"),
        ("https://mobile.example.org/a", "https://www.example.org/a"),
        ("https://amp.example.co.uk/a", "https://www.example.co.uk/a"),
        ("https://m.news.example.org/a", "https://news.example.org/a"),
        ("https://en.m.example.org/a", "https://en.example.org/a"),
        ("https://example.org/a/amp/", "https://example.org/a/"),
        ("https://example.org/a/amp", "https://example.org/a"),
        ("https://example.org/a.amp.html", "https://example.org/a.html"),
        ("https://example.org/a?amp=1", "https://example.org/a"),
        ("https://example.org/a?outputType=amp", "https://example.org/a"),
        ("https://www.google.com/amp/s/example.org/a", "https://example.org/a"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/a?x=1", "https://example.org/a?x=1"),
        ("https://example-org.cdn.ampproject.org/v/example.org/a", "http://example.org/a"),
    ],
)
def test_phone_and_amp_editions_are_the_article(phone: str, full: str) -> None:
    assert canonical_url(phone) == full


@pytest.mark.parametrize(
    "url",
    [
        "https://m.org/",
        "https://mobile.example/",
        "https://example.org/amp",
        "https://example.org/camp",
        "https://amp.example/x",
        "http://10.0.0.1/a",
    ],
)
def test_what_only_looks_like_a_phone_edition_stays(url: str) -> None:
    assert canonical_url(url) == url


def test_a_fragment_is_kept_when_asked() -> None:
    assert canonical_url("https://example.org/live#post-7", keep_fragment=True) == "https://example.org/live#post-7"


@pytest.mark.parametrize(
    "text", ["", "no url", "ftp://example.org/a", "mailto:a@b.example", "https://", "http://[::1", "https://a:b:c/"]
)
def test_what_is_no_web_address_comes_back_as_it_is(text: str) -> None:
    assert canonical_url(text) == text


HOSTS = st.from_regex(r"[a-z][a-z0-9-]{0,8}(\.[a-z][a-z0-9]{1,5}){1,3}", fullmatch=True)
ANY_URL = st.builds(
    "{}://{}{}/{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    HOSTS,
    st.sampled_from(["", ":80", ":443", ":8080"]),
    st.text(max_size=25),
    st.text(max_size=25),
    st.text(max_size=10),
)


@given(ANY_URL)
@example("https://m.m.example.org/a/amp/amp/")
@example("https://a.example/%2%35")
def test_a_canonical_url_is_its_own_canonical_url(url: str) -> None:
    once = canonical_url(url)

    assert canonical_url(once) == once


@given(ANY_URL)
def test_a_canonical_url_is_plain_ascii_on_the_web(url: str) -> None:
    parts = urlsplit(canonical_url(url))

    assert parts.scheme in {"http", "https"}
    assert parts.hostname
    assert parts.username is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_urls(text: str) -> None:
    canonical_url(text)
    host_of(text)
    absolute = absolute_url(text, "https://example.org/a/feed.xml")

    assert absolute is None or urlsplit(absolute).scheme in {"http", "https"}


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("/a", "https://example.org/a"),
        ("a", "https://example.org/x/a"),
        ("?id=1", "https://example.org/x/feed?id=1"),
        ("//other.example/a", "https://other.example/a"),
        (" https://other.example/a\n", "https://other.example/a"),
        ("https://other.example/a\nb", "https://other.example/ab"),
        ("https://other.example/a b", "https://other.example/a%20b"),
        ("javascript:alert(1)", None),
        ("mailto:a@b.example", None),
        ("tag:example.org,2026:1", None),
        ("urn:uuid:1", None),
        ("", None),
        ("http://", None),
        ("http://[::1", None),
    ],
)
def test_a_link_is_made_absolute_or_nothing(link: str, absolute: str | None) -> None:
    assert absolute_url(link, "https://example.org/x/feed") == absolute


def test_a_host_is_shown_without_what_may_be_secret() -> None:
    assert host_of("https://jane:s3cret@example.org/p?token=s3cret") == "example.org"
    assert host_of("nonsense") == "the address"
    assert host_of("http://[::1") == "the address"
