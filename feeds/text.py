"""HTML to plain text, by lxml. It judges no content: what a feed or page says is kept, what only lays it out goes."""

import html
import re
from typing import Any

from lxml import etree

_PARAGRAPH = "\u2029"
_DROPPED = (
    "script|style|noscript|template|iframe|object|embed|svg|math|canvas|audio|video|head|figcaption|button|select|"
    "textarea|form|nav"
)
_BLOCKS = (
    "p|div|li|ul|ol|dl|dt|dd|h1|h2|h3|h4|h5|h6|blockquote|table|thead|tbody|tr|section|article|aside|header|footer|"
    "main|figure|hr|address|details|summary|center|fieldset|body|br"
)
_TO_TEXT = f"""
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="{_DROPPED}"/>
  <xsl:template match="{_BLOCKS}">{_PARAGRAPH}<xsl:apply-templates/>{_PARAGRAPH}</xsl:template>
  <xsl:template match="pre">
    <xsl:text>{_PARAGRAPH}</xsl:text>
    <xsl:value-of select="translate(., '&#10;', '{_PARAGRAPH}')"/>
    <xsl:text>{_PARAGRAPH}</xsl:text>
  </xsl:template>
  <xsl:template match="td|th"><xsl:apply-templates/><xsl:text> </xsl:text></xsl:template>
</xsl:stylesheet>
"""
_parser: Any = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
_transform: Any = etree.XSLT(etree.XML(_TO_TEXT))
_BREAK = _PARAGRAPH.encode()
_BLANK_LINE = re.compile(r"\n[ \t\r\f]*\n")
_MARKUP = re.compile(r"<[a-zA-Z/!?]")
_INLINE = "a|abbr|b|bdi|big|cite|code|del|em|font|i|img|ins|mark|q|s|small|span|strike|strong|sub|sup|tt|u|wbr"
_TITLE_TAG = re.compile(rf"</?(?:({_INLINE})|br|p|div|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\x0b\x0c\r") + b"\x7f"
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_NO_CHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")


def plain_text(markup: str) -> str:
    """Return the text of an HTML fragment, its paragraphs separated by a line feed.

    Scripts, styles, captions and forms are dropped; white space of the source is folded; every other character stays
    as published. Text without a tag keeps its blank lines as paragraph breaks.
    """
    if _MARKUP.search(markup) is None:
        whole = _BLANK_LINE.sub(_PARAGRAPH, html.unescape(markup) if "&" in markup else markup)
        raw = whole.encode("utf-8", errors="replace")
    else:
        raw = _rendered(markup.encode("utf-8", errors="replace"))
    paragraphs = (paragraph.strip() for paragraph in _folded(raw).split(_BREAK))
    return b"\n".join(paragraph for paragraph in paragraphs if paragraph).decode("utf-8", errors="replace")


def plain_title(title: str) -> str:
    """Return a title as one plain line: inline tags dropped, entities unescaped once more than the feed's format asks.

    Publishers escape twice ("AT&amp;amp;T"); a bare "<" that opens no tag is kept.
    """
    bare = _without_tags(title)
    if "&" in bare:
        bare = _without_tags(html.unescape(bare))
    folded = _folded(bare.encode("utf-8", errors="replace"))
    return folded.decode("utf-8", errors="replace").replace(_PARAGRAPH, " ").strip(" ")


def first_words(text: str, most: int) -> str:
    """Return the beginning of `text`, at most `most` characters, cut between words and marked with an ellipsis."""
    line = text.partition("\n")[0]
    if len(line) <= most:
        return line
    cut = line[:most].rpartition(" ")[0] or line[: most - 1]
    return f"{cut.rstrip(' ,;:.–—-')}…"


def _without_tags(line: str) -> str:
    return _TITLE_TAG.sub(lambda tag: "" if tag.group(1) else " ", line) if "<" in line else line


def _folded(raw: bytes) -> bytes:
    """Return UTF-8 text with runs of ASCII white space folded and without the control characters nobody can show."""
    folded = b" ".join(raw.translate(None, _CONTROLS).split())
    if b"\xc2" in folded:
        folded = _C1.sub(_mended, folded)
    return _NO_CHARACTER.sub(b"", folded) if b"\xef\xbf" in folded else folded


def _mended(found: re.Match[bytes]) -> bytes:
    """U+0080-U+009F only ever come from Windows-1252 read as Latin-1: return what they were (WHATWG Encoding)."""
    return found.group()[1:].decode("cp1252", errors="ignore").encode()


def _rendered(markup: bytes) -> bytes:
    tree = etree.fromstring(markup.translate(None, _CONTROLS), _parser)
    return b"" if tree is None else bytes(_transform(tree))
