"""Addresses at which a calendar program reads activities (.ics), one for each person.

The token is made from the feed's own number by the key of the blind index: it can be told again,
cannot be guessed, and only its hash stands in the table. A new feed ends the old one.
"""

import hashlib
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from models.calendar import CalendarFeed
from models.person import Person
from models.upsert import insert_new
from models.vault import vault_of

#: the timer that sends the address, which scripts do not know
LINK = "calendar_link"
#: hex digits of the token: 128 bits
LENGTH = 32


def feed_for(
    session: Session, person: Person, at: datetime, *, own: bool, anew: bool = False
) -> CalendarFeed:
    """The feed of this person, or of what everybody may see; `anew` ends theirs before."""
    whose = person.id if own else None
    if anew and own:
        old = update(CalendarFeed).where(
            CalendarFeed.person_id == whose, CalendarFeed.revoked_at.is_(None)
        )
        session.execute(old.values(revoked_at=at))
    known = session.scalar(_feeds(person.community_id, whose).filter_by(revoked_at=None))
    return known or _make(session, person.community_id, whose, at)


def _feeds(community_id: int, whose: int | None) -> Select[CalendarFeed]:
    """All that were ever made for this person, or for everybody."""
    return select(CalendarFeed).filter_by(community_id=community_id, person_id=whose)


def _count(session: Session, community_id: int, whose: int | None) -> int:
    rows = select(func.count()).select_from(_feeds(community_id, whose).subquery())
    return session.scalar(rows) or 0


def _make(session: Session, community_id: int, whose: int | None, at: datetime) -> CalendarFeed:
    n = _count(session, community_id, whose)
    values = {
        "community_id": community_id,
        "person_id": whose,
        "token_hash": _hash(_token(session, community_id, whose, n)),
        "created_at": at,
    }
    insert_new(session.connection(), CalendarFeed, values)
    found = select(CalendarFeed).filter_by(token_hash=values["token_hash"])
    return session.scalars(found).one()


def token_of(session: Session, feed: CalendarFeed) -> str:
    """The token of a feed: found by counting, as it was made."""
    for n in range(_count(session, feed.community_id, feed.person_id) + 1):
        token = _token(session, feed.community_id, feed.person_id, n)
        if _hash(token) == feed.token_hash:
            return token
    raise LookupError(f"no token of feed {feed.id}")


def feed_of(session: Session, token: str) -> CalendarFeed | None:
    """The feed behind an address; None for a guessed or revoked one."""
    rows = select(CalendarFeed).filter_by(token_hash=_hash(token), revoked_at=None)
    return session.scalar(rows)


def _token(session: Session, community_id: int, whose: int | None, n: int) -> str:
    name = f"calendar:{community_id}:{whose or 'all'}:{n}"
    return vault_of(session.connection().engine).index(name)[:LENGTH]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
