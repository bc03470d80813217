"""The words that attribute: verbs by how surely they do, nouns of utterance, and every form each verb takes."""

from feeds.quotes.words import words

_CERTAIN = """
say tell add write reply tweet ask explain continue respond answer declare announce insist recall shout yell quip
joke exclaim remark retort whisper muse retweet
"""
_LIKELY = """
accuse acknowledge admit advise affirm agree allege amend apologise apologize argue assert assure attest author
ask blast boast brag call caution chant charge chide chime claim clarify comment complain concede conclude concur
confess confide confirm contend counter cry decry defend demand deny denounce describe dismiss disclose dispute
elaborate email emphasise emphasize encourage estimate exhort expand exult fume fret gush grumble hint holler
implore inform inquire interject interrupt intone jest lament laugh lecture list maintain mention mock moan mumble
murmur mutter note object observe opine order plead pledge point post praise pray preach predict press proclaim
promise pronounce propose protest publish quote rail rant read reason reassure rebuke rebut recite recommend
recount reflect refute reiterate rejoin relate remember remind repeat report request reveal roar rule scoff scold
scream sigh sing slam snap sneer sob speak specify speculate spell state stress submit suggest sum summarise
summarize surmise swear sympathise sympathize tease testify text thank theorise theorize thunder tout train
trumpet type underscore urge vent voice volunteer vow wail warn weigh welcome wonder worry
"""
_POSSIBLE = """
believe bemoan begin bill brand cite characterise characterize close coin compare consider criticise criticize
declined deem deride dub echo end express feel find gesture give go guess grouse hail highlight hope imagine
include introduce invoke issue joke know label lash learn liken make mean name offer open pen portray present put
question raise realise realize recognise recognize refer reference release ridicule rip see seek send share sign
smile start talk taunt term think tick title understand use want shoot fire hit chime
"""
_IRREGULAR = {
    "say": "says said saying", "tell": "tells told telling", "write": "writes wrote written writing",
    "swear": "swears swore sworn swearing", "speak": "speaks spoke spoken speaking", "read": "reads reading",
    "put": "puts putting", "think": "thinks thought thinking", "begin": "begins began begun beginning",
    "go": "goes went gone going", "find": "finds found finding", "mean": "means meant meaning",
    "make": "makes made making", "give": "gives gave given giving", "send": "sends sent sending",
    "know": "knows knew known knowing", "see": "sees saw seen seeing", "feel": "feels felt feeling",
    "sing": "sings sang sung singing", "understand": "understands understood understanding",
    "shoot": "shoots shot shooting",
    "hit": "hits hitting",
    "seek": "seeks sought seeking", "quip": "quips quipped quipping", "spell": "spells spelled spelt spelling",
    "admit": "admits admitted admitting",
    "submit": "submits submitted submitting", "refer": "refers referred referring",
    "rip": "rips ripped ripping", "slam": "slams slammed slamming", "rebut": "rebuts rebutted rebutting",
    "sum": "sums summed summing", "dub": "dubs dubbed dubbing", "brag": "brags bragged bragging",
    "sob": "sobs sobbed sobbing", "concur": "concurs concurred concurring", "fret": "frets fretted fretting",
    "pen": "pens penned penning", "snap": "snaps snapped snapping", "chat": "chats chatted chatting",
}  # fmt: skip
WEIGHTS: dict[str, float] = {
    **dict.fromkeys(_POSSIBLE.split(), 1.0),
    **dict.fromkeys(_LIKELY.split(), 2.0),
    **dict.fromkeys(_CERTAIN.split(), 3.0),
}
"""How surely a verb attributes words to its subject, by lemma: 3 always, 2 mostly, 1 only beside a quote."""


def _forms(lemma: str) -> list[str]:
    if lemma in _IRREGULAR:
        return [lemma, *_IRREGULAR[lemma].split()]
    if lemma.endswith("e"):
        return [lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return [lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"]
    ending = "es" if lemma.endswith(("s", "sh", "ch", "x")) else "s"
    return [lemma, lemma + ending, f"{lemma}ed", f"{lemma}ing"]


LEMMAS: dict[str, str] = {form: lemma for lemma in WEIGHTS for form in _forms(lemma)}
"""Every inflected form, in lower case, to its lemma."""

UTTERANCES = words("""
    statement message letter tweet post email e-mail memo memorandum note speech remark remarks comment comments
    interview response reply release op-ed column essay article piece story report ruling opinion decision order
    filing complaint lawsuit affidavit testimony address announcement blog caption question answer claim warning
    call plea promise vow argument assertion declaration description explanation line quote quotation word words
    text video ad advertisement headline editorial motto book memoir manifesto petition resolution transcript
    broadcast podcast analysis research newsletter monologue
    """)
"""Nouns that stand for an utterance: "Trump's message", "a statement from the agency"."""

WRITINGS = words("""
    statement message letter tweet post email e-mail memo memorandum note release op-ed column essay article piece
    story report ruling opinion decision order filing complaint lawsuit affidavit blog caption text ad
    advertisement headline editorial book memoir manifesto petition resolution transcript newsletter poll survey
    study bill law amendment constitution document documents guidance guidelines policy contract clause rule rules
    bylaws sign banner placard label sticker plaque inscription notice leaflet flyer pamphlet email survey
    website site page form invitation indictment warrant subpoena agreement charter plan proposal brief dossier
    entry advisory bulletin
    """)
"""Nouns for things that are read rather than heard: their words belong to no person unless the article says whose."""
