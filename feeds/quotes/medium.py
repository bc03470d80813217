"""Finds where something was said: a platform, a broadcast, a letter. It reads the words of one sentence only."""

import re

from feeds.quotes.first_names import FIRST_NAMES

_PLATFORM = re.compile(
    r"\b(?:on|to|via|over|through) (?:his |her |their |its |the )?(?:\w+ )?"
    r"(Truth Social|X(?![-\w])|Twitter|Facebook|Instagram|TikTok|Telegram|Bluesky|Threads|LinkedIn|YouTube|Reddit|"
    r"Snapchat|Weibo|WeChat|WhatsApp|Mastodon|Substack|Medium|Signal|Discord|Slack|Twitch|Gab|Parler)\b"
)
_POSTED = re.compile(
    r"\b(X|Twitter|Truth Social|Facebook|Instagram|TikTok|Bluesky|Threads|LinkedIn) (?:post|thread|video)s?\b"
)
_PODCAST = re.compile(
    r"\b(?:on|to|for) ((?:the |his |her |their )?(?:[A-Z\"“][\w.&'’”\"-]* (?:[a-z]{1,4} )?){1,6}podcast)\b"
)
_PROGRAMME = re.compile(
    r"\b(?:on|with|told|tells|to) (([A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3})['’]s [\"“']?"
    r"((?:the )?[A-Z]\w*)(?:,? (?:of|the|with|and|in|to) [A-Z]?\w+| [A-Z]\w*){0,5})"
)
_OUTLET = re.compile(
    r"\b(?:told|tells|on|with|to) ((?:the |The )?(?:[A-Z][\w.]* ){0,3}"
    r"(?:CNN|NBC|ABC|CBS|BBC|NPR|PBS|MSNBC|ITV|RTE|RTÉ|CBC|LBC|Sky|Fox|Reuters|AP|AFP|Times|Post|Journal|Guardian|Telegraph|"
    r"Press|News|Radio|TV|Television|Today|Show|Magazine|Podcast|Herald|Tribune|Globe|Mail|Mirror|Sun|Star|Gazette|"
    r"Bloomberg|Politico|Axios|Echo|Independent|Chronicle|Observer|Standard|Examiner|Courier|Argus|Bulletin|Dispatch)"
    r"(?: (?:News|Radio|Magazine|magazine|Television|TV|Sunday|Today|Agency))?(?: \d(?: Live)?)?)(?![\w’'])"
)
_WHAT = (
    r"(statement|open letter|letter|tweet|post|interview|speech|memo|memorandum|e-?mail|(?:news|press) conference|"
    r"text message|op-ed|podcast|video|(?:court |legal )?filings?|court (?:papers|documents|records)|affidavit|debate|"
    r"hearing|briefing|rally|"
    r"town hall|report|lawsuit|complaint|ruling|opinion|note|column|essay|message|testimony|conference call|"
    r"phone call|telephone interview|address|sermon|blog post|newsletter|press release|news release|thread|deposition|"
    r"voicemail|livestream|webinar|keynote|eulogy|editorial|memoir|diary|victim impact statement)"
)
_OCCASION = re.compile(
    r"\b(?:in|by|via|at|during|from|through|over) (?:(?:an?|his|her|their|its|the|another|[A-Z]\w+['’]s) )?"
    rf"(?:[\w-]+ ){{0,3}}?{_WHAT}\b"
)
_SOURCE = re.compile(
    rf"\b(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts) (?:[\w-]+ ){{0,2}}{_WHAT} (?:from|by|issued|released|sent)\b"
)
_WAYS = (
    (re.compile(r"\b(?:tweeted|tweets|retweeted)\b"), "Twitter"),
    (
        re.compile(r"\b(?:testified|testifies|told the (?:court|jury|committee|panel|inquiry|hearing|judge))\b"),
        "testimony",
    ),
    (re.compile(r"\bin court\b"), "court"),
    (re.compile(r"\bby (?:e-?mail|text)\b"), "email"),
    (re.compile(r"\b(?:by|over the) (?:tele)?phone\b"), "phone call"),
    (re.compile(r"\bon (?:his|her|their) (?:show|programme|program|podcast)\b"), "show"),
    (re.compile(r"\bemailed\b"), "email"),
)


def medium_of(sentence: str) -> str | None:
    """Return where the words of an attributing sentence (its quotes taken out) were said, as it spells it."""
    for pattern in (_PLATFORM, _POSTED, _PODCAST):
        if found := pattern.search(sentence):
            return found.group(1).strip("\"“' ")
    if programme := _PROGRAMME.search(sentence):
        host = programme.group(3).lower() in FIRST_NAMES
        return programme.group(2) if host else programme.group(1).strip("\"“' ")
    for pattern in (_OUTLET, _OCCASION, _SOURCE):
        if found := pattern.search(sentence):
            return found.group(1).strip("\"“' ")
    return next((name for pattern, name in _WAYS if pattern.search(sentence)), None)
