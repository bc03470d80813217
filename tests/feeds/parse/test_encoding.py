import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parse import read_document
from feeds.parse.encoding import to_utf8

TITLE = "Café “Zürich” – ок"
DECLARED = (
    '<?xml version="1.0" encoding="{}"?>'
    '<rss version="2.0"><channel><title>x</title><item><title>{}</title></item></channel></rss>'
)


def title_of(body: bytes, content_type: str | None = None) -> str:
    return read_document(body, None, content_type).entries[0].title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "windows-1251"])
def test_a_declared_encoding_is_read(encoding: str) -> None:
    words = "Привет" if encoding == "windows-1251" else TITLE

    assert title_of(DECLARED.format(encoding, words).encode(encoding)) == words


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("shift_jis", "日本語"), ("euc-kr", "한국어"), ("gb2312", "中文"), ("iso-2022-jp", "日本語")],
)
def test_eastern_encodings_are_read(encoding: str, words: str) -> None:
    assert title_of(DECLARED.format(encoding, words).encode(encoding)) == words


@pytest.mark.parametrize("said", ["iso-8859-1", "us-ascii", "latin1"])
def test_latin_1_means_windows_1252(said: str) -> None:
    assert title_of(DECLARED.format(said, "“Café”").encode("cp1252")) == "“Café”"


@pytest.mark.parametrize("said", ["iso-8859-1", "utf-16", "klingon", "utf-7", "windows-1252"])
def test_what_is_utf_8_is_read_as_utf_8_whatever_it_says(said: str) -> None:
    assert title_of(DECLARED.format(said, TITLE).encode()) == TITLE


def test_the_servers_charset_helps_where_the_document_is_silent() -> None:
    body = "<rss><channel><item><title>Привет</title></item></channel></rss>".encode("koi8-r")

    assert title_of(body, "text/xml; charset=koi8-r") == "Привет"


def test_stray_windows_characters_in_utf_8_are_read_as_what_they_are() -> None:
    body = DECLARED.format("utf-8", "é HERE").encode().replace(b"HERE", b"\x93so\x94")

    assert title_of(body) == "é “so”"
    assert read_document(body).complaints == ("the feed's bytes are not in the encoding it says",)


def test_zero_bytes_in_utf_8_are_no_utf_16() -> None:
    body = DECLARED.format("ucs-4", "T").replace("?>", "?>\0").encode()

    assert title_of(b"\0" + body) == "T"


def test_a_byte_order_mark_goes() -> None:
    assert to_utf8(b"\xef\xbb\xbf<rss/>") == (b"<rss/>", None)


@given(st.binary(max_size=200), st.none() | st.text(max_size=40))
def test_any_bytes_become_utf_8(body: bytes, content_type: str | None) -> None:
    to_utf8(body, content_type)[0].decode("utf-8")


@given(st.text(max_size=60), st.binary(max_size=60))
def test_no_declared_name_breaks_it(name: str, rest: bytes) -> None:
    to_utf8(f'<?xml version="1.0" encoding="{name}"?>'.encode("utf-8", "replace") + rest)[0].decode("utf-8")
