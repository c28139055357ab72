"""Trying a button as somebody: all its questions answered in the best way, then taken back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from sqlalchemy import Connection, select

from bot.channels.plain import as_text
from handlers.desk import LinliDesk
from handlers.engine.chat import Told
from handlers.engine.hearer import Hearer
from handlers.engine.said import Said
from handlers.engine.state import State
from handlers.engine.turn import Turn
from handlers.language import speaking
from models.contact import Contact
from tests.rights.cast import CODE, Cast, press_of
from tests.rights.changes import fingerprints, watch, written

MOST_QUESTIONS = 8
#: words for a question without options, by what it asks for; whoever tries knows her codes
_WORDS = {
    "code": CODE,
    "phone": "13900000999",
    **dict.fromkeys(("name", "whom"), "某volunteer"),
    "pasted": "张德福：想理发，3号楼2单元501，明天下午",
    "": "明天下午，3号楼2单元501，周凯",
}


@dataclass(slots=True)
class Tried:
    """What came of it: what the presser read, what was told to others, which tables changed."""

    read: str = ""
    told: list[Told] = field(default_factory=list)
    changed: frozenset[str] = frozenset()


def try_button(cast: Cast, who: str, script: str, subject: str) -> Tried:
    """Press that button as `who` and answer whatever it asks; nothing of it stays."""
    with _taken_back(cast) as connection:
        token = press_of(connection, cast, who, script, subject)
        return _go(connection, cast, who, Said("press", cast.world.now, 1, token=token))


def try_words(cast: Cast, who: str, words: str) -> Tried:
    """Write these words as `who` and answer whatever is asked then; nothing of it stays."""
    with _taken_back(cast) as connection:
        return _go(connection, cast, who, Said("text", cast.world.now, 1, text=words))


@contextmanager
def _taken_back(cast: Cast) -> Iterator[Connection]:
    with cast.world.db.patient.connect() as connection:
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()


def _go(connection: Connection, cast: Cast, who: str, said: Said) -> Tried:
    watch(connection)
    tried, state = Tried(), State()
    for number in range(2, MOST_QUESTIONS):
        state = _turn(connection, cast, who, (state, said), tried)
        if state.open is None or state.open.question is None:
            break
        said = _answer(state, cast, number)
    now = fingerprints(connection, written(connection))
    tried.changed = frozenset(name for name in now if now[name] != cast.before[name])
    return tried


def _turn(
    connection: Connection, cast: Cast, who: str, doing: tuple[State, Said], tried: Tried
) -> State:
    world, (state, said) = cast.world, doing
    contact_id = cast.contacts[who]
    person_id = connection.scalar(select(Contact.person_id).where(Contact.id == contact_id))
    tokens = count()
    hearer = Hearer(
        connection,
        contact_id,
        world.community_id,
        person_id,
        "zh",
        "paper",
        lambda: f"{said.inbox_id}.{next(tokens)}",
        cast.lore,
        said.said_at,
    )
    with speaking("zh"):
        outcome = Turn(LinliDesk(), hearer, state, said, lambda: "5290").take()
    tried.read += "\n".join(map(as_text, outcome.messages)) + "\n"
    tried.told.extend(outcome.told)
    return outcome.state


def _answer(state: State, cast: Cast, number: int) -> Said:
    """The first choice, or words that fit."""
    talk = state.open
    question = talk.question if talk else None
    if question is not None and question.options:
        return Said("press", cast.world.now, number, token=f"{question.token}.0")
    return Said("text", cast.world.now, number, text=_words(question.name if question else ""))


def _words(name: str) -> str:
    return _WORDS["code"] if "code" in name else _WORDS.get(name, _WORDS[""])
