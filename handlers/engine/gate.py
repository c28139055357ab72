"""The gate: a question that stands before everything else until it has its yes.

Until then nothing she writes is used. It waits in the conversation of that question, in order,
and is taken up after the yes as if written then, its times read from when she wrote them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from handlers.engine.said import KEPT_TEXT, Said
from handlers.engine.state import Talk

_WAITING, _SINCE = "waiting", "since"
#: messages that wait at most; more of them are answered like words that cannot be read
MOST = 20


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands between this message and the desk."""

    #: asks the question
    script: str
    #: turns a press in a group away, where nobody can be asked
    in_group: str
    #: scripts and controls that need no yes
    free: frozenset[str]
    #: whether this message says something, and so waits
    waits: bool


def opened(gate: Gate, said: Said) -> Talk:
    """The conversation that puts the question to whoever wrote this."""
    talk = Talk(gate.script, kept={_SINCE: said.said_at.astimezone(UTC).isoformat()})
    if gate.waits:
        hold(talk, said)
    return talk


def stands_since(talk: Talk) -> datetime:
    """The moment of the message that the question was put to."""
    return datetime.fromisoformat(talk.kept[_SINCE])


def is_full(talk: Talk) -> bool:
    """Whether no more can wait."""
    return len(talk.kept.get(_WAITING, ())) >= MOST


def hold(talk: Talk, said: Said) -> bool:
    """Let this message wait; False for more of an album, whose first message was answered."""
    payload = {
        "kind": said.kind,
        "text": said.text,
        "token": said.token,
        "data": said.data,
        "media": list(said.media),
    }
    moment = said.said_at.astimezone(UTC).isoformat()
    talk.kept.setdefault(_WAITING, []).append([payload, moment, said.inbox_id])
    return not talk.is_more_of_album(said)


def held(talk: Talk) -> list[Said]:
    """What waits, oldest first."""
    rows = talk.kept.get(_WAITING, ())
    return [Said.from_payload(row[0], datetime.fromisoformat(row[1]), row[2]) for row in rows]


def written(talk: Talk) -> list[Said]:
    """What waits and was written, spoken or photographed: no presses and no codes."""
    return [each for each in held(talk) if each.kind not in ("press", "start")]


def as_one(waiting: Sequence[Said], is_word: Callable[[Said], bool]) -> Said | None:
    """What is taken up after the yes: all her words as one message, with their photos and voice.

    A word of ours (我的), a press, a code or a place counts only when she wrote nothing else; of
    several the last.
    """
    words = [each for each in waiting if each.text and not is_word(each)]
    media = tuple(number for each in waiting for number in each.media)
    if not words:
        return replace(waiting[-1], media=media) if waiting else None
    text = " ".join(each.text for each in words)[:KEPT_TEXT]
    return replace(words[0], text=text, media=media)
