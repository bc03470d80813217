"""What `/quotes` says when it finds nothing: what is nearest, as buttons, instead of only that."""

from dataclasses import replace

from handlers.message import Button, Line, Message, plural, words
from handlers.quote_questions import Question, asked_in_any_order, asked_in_order
from handlers.request import Reply
from storage import speakers
from storage.model import QuoteQuery
from storage.store import Transaction
from storage.utterances import find_utterances

MOST_NAMES = 3


def nothing(tx: Transaction, asked: Question) -> Reply:
    """Return what is nearest to a question that found nothing."""
    return _said_nothing(tx, asked) if asked.named else _nobody(tx, asked)


def _said_nothing(tx: Transaction, asked: Question) -> Reply:
    """Answer for a known speaker: what they are quoted on, and who is quoted on the topic."""
    assert asked.named is not None  # noqa: S101 (the caller's choice, for the type checker)
    name = asked.named.name
    conditions = f" on “{asked.topic}”" if asked.topics else " so"
    line = f"{name} is quoted {plural(asked.named.quotes, 'time')}, but not{conditions}."
    buttons = [Button(f"All of {name}", f'/quotes by:"{name}"')]
    if asked.topics and asked.query != QuoteQuery(speakers=asked.query.speakers):
        always = QuoteQuery(speakers=asked.named.ids, limit=1)
        if count := find_utterances(tx, asked_in_any_order(asked.topics, always)).count:
            topics = " ".join(f'about:"{_bare(topic)}"' for topic in asked.topics)
            buttons.insert(0, Button(f"{plural(count, 'quote')} of any time and kind", f'/quotes by:"{name}" {topics}'))
    buttons += _on_topic(tx, asked)
    return Reply(Message(line, (Line(words(line)),), tuple(buttons)))


def _nobody(tx: Transaction, asked: Question) -> Reply:
    """Answer for an unknown name, or a topic that no quote has."""
    topics = asked.topics or ((asked.typed,) if asked.typed else ())
    near = speakers.nearest_speakers(tx, asked.typed, MOST_NAMES) if asked.typed else ()
    mentions = _on_topic(tx, replace(asked, topics=topics))
    if not asked.typed:
        line = "No quote that is stored is so: leave out a condition."
    elif asked.topics:
        line = f"Nobody called “{asked.typed}” is quoted in what is stored, and no quote so mentions it."
    else:
        line = f"Nobody called “{asked.typed}” is quoted in what is stored."
        line += " Quotes of others mention it:" if mentions else " No quote mentions it either."
    hint = f"Nearest names: {', '.join(f'{each.name} ({each.quotes})' for each in near)}" if near else ""
    buttons = (*mentions, *(Button(each.name, f'/quotes by:"{each.name}"') for each in near))
    return Reply(Message(line, tuple(Line(words(each)) for each in (line, hint) if each), buttons))


def _on_topic(tx: Transaction, asked: Question) -> list[Button]:
    """Return a button for the quotes of anybody and any time that mention the topic, where there are some."""
    topics = [bare for topic in asked.topics if (bare := _bare(topic))]
    if not topics:
        return []
    count = find_utterances(tx, asked_in_order(topics, QuoteQuery(limit=1))).count
    line = " ".join(f'about:"{topic}"' for topic in topics)
    return [Button(f"{plural(count, 'quote')} on {' and '.join(topics)}", f"/quotes {line} is:any")] if count else []


def _bare(topic: str) -> str:
    return topic.replace('"', "").strip()
