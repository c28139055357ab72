"""Tombstones outlive the database: whoever left stays gone when an older backup comes back.

They are written beside the data before anything is replaced, so that a restore that is cut short
is made good at the next start.
"""

import json
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.database import Database
from models.erasing import Chat, erase_chat, erase_person
from models.erasing_news import News, erase_news
from models.leaving import cut, raise_stone
from models.person import Person
from models.rights_request import Tombstone

FILE = "tombstones.json"
PAUSE_SECONDS = 0.01


def keep_stones(db: Database, folder: Path) -> int:
    """Write down who has left, those of an unfinished restore too; returns how many."""
    path = folder / FILE
    stones: dict[str, Any] = {}
    if path.exists():
        stones = {str(each["person_id"]): each for each in json.loads(path.read_text("utf-8"))}
    with db.reading() as session:
        for stone in session.scalars(select(Tombstone)):
            stones[str(stone.person_id)] = {
                "person_id": stone.person_id,
                "community_id": stone.community_id,
                "at": stone.at.isoformat(),
            }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(list(stones.values())), encoding="utf-8")
    return len(stones)


def lay_stones(db: Database, folder: Path) -> int:
    """Let everybody leave again who had left before the backup came back; returns how many."""
    path = folder / FILE
    if not path.exists():
        return 0
    again = sum(_leave_again(db, each) for each in json.loads(path.read_text("utf-8")))
    path.unlink()
    return again


def _leave_again(db: Database, stone: dict[str, Any]) -> bool:
    """False when nobody stands there who had left: a number given out anew is somebody else."""
    person_id, at = int(stone["person_id"]), datetime.fromisoformat(stone["at"])
    with db.session() as session:
        person = session.get(Person, person_id)
        if person is None or person.created_at > at:
            return False
        stands = person.left_at is None
        chats = cut(session, person, at) if stands else []
        raise_stone(session, person, at)
    while _slice(db, lambda session: erase_person(session, person_id)):
        pass
    for contact_id in chats:
        while _slice(db, lambda session, of=contact_id: erase_chat(session, Chat(of, at), at)):
            pass
    _forget_told(db, person_id, at)
    return stands


def _forget_told(db: Database, person_id: int, at: datetime) -> None:
    after: int | None = 0
    while after is not None:
        news = News(person_id, after, at)
        after = _slice(db, lambda session, news=news: erase_news(session, news))


def _slice(db: Database, work: Any) -> Any:
    with db.session() as session:
        done = work(session)
    time.sleep(PAUSE_SECONDS)
    return done
