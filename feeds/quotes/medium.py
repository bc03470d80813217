"""Finds where something was said: a platform, a broadcast, a letter. It reads the attributing sentence only."""

import re

_PLATFORM = re.compile(
    r"\b(?:on|to|via|over|through) (?:his |her |their |its |the )?(?:\w+ )?"
    r"(Truth Social|X(?![-\w])|Twitter|Facebook|Instagram|TikTok|Telegram|Bluesky|Threads|LinkedIn|YouTube|Reddit|"
    r"Snapchat|Weibo|WeChat|WhatsApp|Mastodon|Substack|Medium|Signal|Discord|Slack)\b"
)
_PROGRAMME = re.compile(
    r"\b(?:on|with|told|tells|to) ((?:[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3}['’]s )[\"“']?"
    r"(?:the )?[A-Z]\w*(?:,? (?:of|the|with|and|in|to) [A-Z]?\w+| [A-Z]\w*){0,5})"
)
_OUTLET = re.compile(
    r"\b(?:told|tells|on|with|to) ((?:the |The )?(?:[A-Z][\w.]* ){0,3}"
    r"(?:CNN|NBC|ABC|CBS|BBC|NPR|PBS|MSNBC|ITV|Sky|Fox|Reuters|News|Times|Post|Journal|Guardian|Telegraph|Press|Radio|"
    r"TV|Television|Today|Show|Magazine|Podcast|Herald|Tribune|Globe|Mail|Mirror|Sun|Star|Gazette|Bloomberg|Politico)"
    r"(?: (?:News|Radio|Magazine|Television|TV|Sunday|Today))?)(?![\w’'])"
)
_OCCASION = re.compile(
    r"\b(?:in|by|via|at|during|from|through|over) (?:an? |his |her |their |its |the )(?:[\w-]+ ){0,3}?"
    r"(statement|letter|tweet|post|interview|speech|memo|memorandum|e-?mail|(?:news|press) conference|text message|"
    r"op-ed|podcast|video|filing|affidavit|debate|hearing|briefing|rally|town hall|report|lawsuit|note|column|essay|"
    r"message|testimony|conference call|phone call|address|sermon|blog post|newsletter|press release)\b"
)
_TWEETED = re.compile(r"\b(?:tweeted|tweets|retweeted)\b")


def medium_of(sentence: str) -> str | None:
    """Return where the words of an attributing sentence (its quotes taken out) were said, as it spells it."""
    for pattern in (_PLATFORM, _PROGRAMME, _OUTLET, _OCCASION):
        found = pattern.search(sentence)
        if found:
            return found.group(1).strip("\"“' ")
    return "Twitter" if _TWEETED.search(sentence) else None
