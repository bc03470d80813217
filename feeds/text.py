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
    "p|div|li|ul|ol|dl|dt|dd|h1|h2|h3|h4|h5|h6|blockquote|pre|table|thead|tbody|tr|section|article|aside|header|footer|"
    "main|figure|hr|address|details|summary|center|fieldset|body|br"
)
_TO_TEXT = f"""
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text"/>
  <xsl:template match="{_DROPPED}|comment()|processing-instruction()"/>
  <xsl:template match="{_BLOCKS}">
    <xsl:text>{_PARAGRAPH}</xsl:text><xsl:apply-templates/><xsl:text>{_PARAGRAPH}</xsl:text>
  </xsl:template>
  <xsl:template match="td|th"><xsl:apply-templates/><xsl:text> </xsl:text></xsl:template>
</xsl:stylesheet>
"""
_transform: Any = etree.XSLT(etree.XML(_TO_TEXT))
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINE = re.compile(r"\n[ \t\r\f]*\n")
_MARKUP = re.compile(r"<(?:[a-zA-Z/!?])")
_TITLE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|big|br|cite|code|del|em|font|i|img|ins|mark|p|q|s|small|span|strike|strong|sub|sup|tt|u|wbr|h[1-6]"
    r"|div)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain_text(markup: str) -> str:
    """Return the text of an HTML fragment, its paragraphs separated by a line feed.

    Scripts, styles, captions and forms are dropped; white space of the source is folded; every other character stays
    as published. Text without a tag keeps its blank lines as paragraph breaks.
    """
    if _MARKUP.search(markup) is None:
        paragraphs = _BLANK_LINE.split(html.unescape(markup) if "&" in markup else markup)
    else:
        paragraphs = _rendered(markup).split(_PARAGRAPH)
    folded = (_SPACE.sub(" ", without_controls(paragraph)).strip(" ") for paragraph in paragraphs)
    return "\n".join(paragraph for paragraph in folded if paragraph)


def plain_title(title: str) -> str:
    """Return a title as one plain line: inline tags dropped, entities unescaped once more than the feed's format asks.

    Publishers escape twice ("AT&amp;amp;T"); a bare "<" that opens no tag is kept.
    """
    bare = _TITLE_TAG.sub("", title) if "<" in title else title
    if "&" in bare:
        bare = html.unescape(bare)
        bare = _TITLE_TAG.sub("", bare) if "<" in bare else bare
    return _SPACE.sub(" ", without_controls(bare)).strip(" ")


def without_controls(text: str) -> str:
    """Return `text` without the control characters no reader can show.

    U+0080-U+009F only ever come from Windows-1252 read as Latin-1, so they become what they were (WHATWG Encoding).
    """
    return _CONTROLS.sub(_control, text) if not text.isprintable() else text


def first_words(text: str, most: int) -> str:
    """Return the beginning of `text`, at most `most` characters, cut between words and marked with an ellipsis."""
    line = text.partition("\n")[0]
    if len(line) <= most:
        return line
    cut = line[: most - 1].rpartition(" ")[0] or line[: most - 1]
    return f"{cut.rstrip(' ,;:.–—-')}…"


def _control(found: re.Match[str]) -> str:
    character = found.group()
    if "\x80" <= character <= "\x9f":
        return character.encode("latin-1").decode("cp1252", errors="ignore")
    return " " if character in "\x0b\x0c" else ""


def _rendered(markup: str) -> str:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    tree = etree.fromstring(markup.encode("utf-8", errors="replace"), parser)
    return "" if tree is None else str(_transform(tree))
