"""A day without an answer to the notice on a foreign platform: what was written is erased.

Guards the sentence 一天没回，就删掉. Fires late after downtime: still owed. Nobody is told.
"""

from collections.abc import Sequence

from sqlalchemy import select

from handlers.engine.gate import stands_since, written
from handlers.engine.state import State
from handlers.overseas import SCRIPT, WAITS
from handlers.timers.firing import Firing, subject_id
from models.conversation import Conversation
from models.forgetting import Unwanted, forget
from models.timer import Timer


def fire(firing: Firing, timers: Sequence[Timer]) -> None:
    """Erase the words of those whose question still stands, here and in the inbox."""
    contacts = [subject_id(timer.subject) for timer in timers]
    rows = select(Conversation).where(Conversation.contact_id.in_(contacts))
    unanswered: list[Unwanted] = []
    for chat in firing.session.scalars(rows.order_by(Conversation.contact_id).with_for_update()):
        state = State.from_json(chat.state)
        talk = state.open
        waiting = written(talk) if talk is not None and talk.script == SCRIPT else []
        if talk is None or not waiting or waiting[0].said_at + WAITS > firing.now:
            continue
        unanswered.append(Unwanted(chat.contact_id, stands_since(talk)))
        state.forget()
        chat.state, chat.script = state.to_json(), None
    forget(firing.session, unanswered)
