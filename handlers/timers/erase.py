"""Somebody has left: what is left of them goes, a slice a second until nothing is.

Guards the sentence 15 天内删掉. Goes on after downtime where it stood; nobody is told.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from handlers.order_news import renewed
from handlers.timers.firing import Firing, subject_id
from models.erasing import Chat, erase_chat, erase_person, keys_until
from models.erasing_news import News, erase_news, open_beside
from models.sweeping import SLICE
from models.timer import Timer, set_timer

SOON = timedelta(seconds=1)


def erase_persons(firing: Firing, timers: Sequence[Timer]) -> None:
    """person:12 - rows of the person and their orders."""
    left = SLICE
    for timer in timers:
        person_id = subject_id(timer.subject)
        left -= erase_person(firing.session, person_id, max(left, 0))
        if left <= 0:
            _again(firing, timer, timer.subject)
            continue
        for order in open_beside(firing.session, person_id):
            renewed(firing, order)  # staff had their words beside it on their cards


def erase_chats(firing: Firing, timers: Sequence[Timer]) -> None:
    """contact:12@1795400000 - one private chat up to that moment."""
    left = SLICE
    for timer in timers:
        number, _at, moment = timer.subject.removeprefix("contact:").partition("@")
        chat = Chat(int(number), datetime.fromtimestamp(int(moment), UTC))
        done = erase_chat(firing.session, chat, firing.now, left) if left > 0 else 1
        left -= done
        keys = None if done else keys_until(firing.session, chat, firing.now)
        if done:
            _again(firing, timer, timer.subject)
        elif keys is not None:
            set_timer(firing.session, timer.community_id, timer.kind, timer.subject, keys)


def erase_told(firing: Firing, timers: Sequence[Timer]) -> None:
    """person:12@1795400000#4711 - what others were told until that moment, from that row on."""
    for timer in timers[:1]:
        who, _hash, after = timer.subject.partition("#")
        number, _at, moment = who.removeprefix("person:").partition("@")
        until = datetime.fromtimestamp(int(moment), UTC)
        reached = erase_news(firing.session, News(int(number), int(after), until))
        if reached is not None:
            _again(firing, timer, f"{who}#{reached}")
    for timer in timers[1:]:
        _again(firing, timer, timer.subject)


def _again(firing: Firing, timer: Timer, subject: str) -> None:
    set_timer(firing.session, timer.community_id, timer.kind, subject, firing.now + SOON)
