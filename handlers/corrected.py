"""What was read of somebody's first words and changed before it was sent, kept without the person.

It is found by reading the words once more and comparing: whichever way it was changed, by a
button, in words or at a door, it is counted once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from handlers.engine.chat import Chat
from handlers.readers import words_of
from handlers.understand.clock import read_time
from handlers.understand.kind import read_kind
from handlers.understand.nameless import without_person
from handlers.understand.normal import hide
from handlers.understand.phone import Found as Phone
from handlers.understand.phone import read_phone
from handlers.understand.place import read_place
from handlers.understand.span import Found, TimeSpan
from models.correction import Correction, Field

#: doors and phones are never kept, only that another one was meant
ONE, ANOTHER = "one", "another"
_WIDE = ("day", "range")


@dataclass(frozen=True, slots=True)
class Meant:
    """What was sent in the end."""

    kind: str
    span: TimeSpan
    building: str
    room: str
    phone: str


def keep_corrections(
    chat: Chat, text: str, said_at: datetime, meant: Meant, *, by_worker: bool = False
) -> None:
    """Write down each field that was read otherwise than it was sent."""
    changed = list(_changed(chat, text, said_at, meant))
    if not changed:
        return
    today = chat.community.day(chat.community.local(chat.now).date())[0]
    words = without_person(text)
    chat.session.add_all(
        Correction(
            community_id=chat.community.id,
            day_at=today,
            field=field,
            by="worker" if by_worker else "resident",
            words=words,
            was=was,
            became=became,
        )
        for field, was, became in changed
    )


def _changed(
    chat: Chat, text: str, said_at: datetime, meant: Meant
) -> Iterator[tuple[Field, str, str]]:
    kind = read_kind(text, words_of(chat.hearer.known))
    if kind is not None and kind.code != meant.kind:
        yield "kind", kind.code, meant.kind
    read = read_time(text, chat.community.local(said_at))
    if isinstance(read, Found) and not read.form and _is_another(read.span, meant.span):
        yield "when", _said(read.span), _said(meant.span)
    rest, phone = text, read_phone(text)
    if isinstance(phone, Phone):
        rest = hide(text, phone.at)
        if meant.phone and phone.digits != meant.phone:
            yield "phone", ONE, ANOTHER
    place = read_place(rest)
    if place is not None and place[0].is_door:
        read_door = (place[0].building, place[0].room)
        if meant.room and read_door != (meant.building, meant.room):
            yield "place", ONE, ANOTHER


def _is_another(read: TimeSpan, meant: TimeSpan) -> bool:
    """Whether the time was changed; hours within a day that was named only add to it."""
    if (read.start, read.end) == (meant.start, meant.end):
        return False
    is_within = read.start <= meant.start and (read.end is None or meant.start <= read.end)
    return not (is_within and (read.precision in _WIDE or read.bound))


def _said(span: TimeSpan) -> str:
    end = f"/{span.end:%Y-%m-%dT%H:%M}" if span.end else ""
    return f"{span.start:%Y-%m-%dT%H:%M}{end}"
