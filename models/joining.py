"""Joining: a chat comes to a person, or two records of one person become one; and the way back.

Nothing in the books is written anew: `person.merged_into_id` is set, what is open moves along
(models/joining_moves.py), what is over is read over all ids (models/same_person.py). What moved is
kept beside, so that a coordinator can part the two again (models/parting.py).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.audit import Audit
from models.base import Base, BigKey, Instant, Key, Owned
from models.consent import OVERSEAS_VERSION, Purpose, agree
from models.contact import Contact
from models.errors import Refused
from models.joining_hours import overlapping, settle_hours
from models.joining_moves import move_rows
from models.joining_sides import obstacles
from models.linking import LinkCode, LinkState
from models.membership import Membership, Role, require
from models.person import Person
from models.same_person import living_id_of
from models.vault import SecretJson
from models.words import N_

MERGERS = (Role.COORDINATOR, Role.ADMIN)
#: what of the person who goes may be taken over
TAKEN_OVER = ("display_name", "legal_name", "phone", "phone_index", "phone_verified_at")


class Joining(Owned, Base):
    """One chat that came to a person; with `gone_id`, a record that lives on in another."""

    __tablename__ = "joining"

    id: Mapped[Key]
    stays_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    gone_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"))
    #: the coordinator; None: by its owner's yes alone
    by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    #: ids by table and column, and what was changed besides
    moved: Mapped[Any | None] = mapped_column(SecretJson)
    at: Mapped[datetime] = mapped_column(Instant)
    undone_at: Mapped[datetime | None] = mapped_column(Instant)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a coordinator has decided: whose name and phone, which entries do not stand."""

    takes: frozenset[str] = frozenset()
    falls: tuple[int, ...] = ()


def two_sides(session: Session, link: LinkCode) -> tuple[Person, Person | None]:
    """Who gave the digits, and who is known in the chat where they were typed, if anybody.

    Raises Refused when the one has left, or both are one already.
    """
    stays = session.get_one(Person, session.scalar(living_id_of(link.person_id)))
    contact = session.get_one(Contact, link.typed_contact_id)
    gone = session.get(Person, contact.person_id) if contact.person_id else None
    if stays.left_at is not None:
        raise Refused(N_("原来那边已经退出了，连不上。"))
    if gone is not None and gone.id == stays.id:
        raise Refused(N_("这边已经连上了，不用再连。"))
    return stays, gone


def join(
    session: Session, link: LinkCode, by: Person | None, decided: Decided, at: datetime
) -> Joining:
    """Make it one person. `by` is the coordinator; None where there is no history to merge.

    Raises Refused for whoever may not, and for what has to be settled first.
    """
    stays, gone = two_sides(session, link)
    lock_both(session, stays, gone)
    if gone is not None:
        if by is not None:
            _may_merge(session, by, stays, gone, at)
        for each in obstacles(session, stays, gone, at):
            raise Refused(each.text, **each.values)
    moved: dict[str, Any] = {}
    contact = session.get_one(Contact, link.typed_contact_id)
    if gone is None:
        contact.person_id = stays.id
        if contact.overseas == OVERSEAS_VERSION:  # said before anybody was known there
            agree(session, stays, Purpose.OVERSEAS_CHANNEL, at)
    else:
        by_id = by.id if by else stays.id
        moved = _merge(session, stays, gone, by_id, decided, at)
    link.state = LinkState.JOINED
    joined = Joining(
        community_id=stays.community_id,
        stays_id=stays.id,
        gone_id=gone.id if gone else None,
        contact_id=contact.id,
        by_id=by.id if by else None,
        moved=moved,
        at=at,
    )
    session.add(joined)
    write_down(session, stays, "joined_person" if gone else "joined_chat", by, at)
    session.flush()
    session.expire_all()
    return joined


def _may_merge(session: Session, by: Person, stays: Person, gone: Person, at: datetime) -> None:
    require(session, by, MERGERS, at)
    if by.community_id != stays.community_id or gone.community_id != stays.community_id:
        raise Refused(N_("这不是您社区的人。"))
    if by.id in (stays.id, gone.id):
        raise Refused(N_("自己的两份记录，\n要另一位同事来合。"))


def lock_both(session: Session, *people: Person | None) -> None:
    """Hold both records until the transaction ends, lowest id first, and read them anew."""
    ids = sorted(each.id for each in people if each is not None)
    rows = select(Person).where(Person.id.in_(ids)).order_by(Person.id).with_for_update()
    session.scalars(rows.execution_options(populate_existing=True)).all()


def _merge(
    session: Session, stays: Person, gone: Person, by_id: int, decided: Decided, at: datetime
) -> dict[str, Any]:
    pair = (stays.id, gone.id)
    countered = settle_hours(session, pair, decided.falls, by_id, at)
    if overlapping(session, *pair):
        raise Refused(N_("两边的时长还有重的，再看一遍。"))
    before = {}
    for name in decided.takes:
        for column in (each for each in TAKEN_OVER if each.startswith(name)):
            value = getattr(stays, column)
            before[column] = value.isoformat() if isinstance(value, datetime) else value
            setattr(stays, column, getattr(gone, column))
    gone.merged_into_id = stays.id
    session.flush()
    rows = move_rows(session, gone.id, stays.id)
    ended = _end_roles(session, gone, at)
    return {"rows": rows, "hours": countered, "before": before, "roles": ended}


def _end_roles(session: Session, gone: Person, at: datetime) -> dict[str, str]:
    """What both are stands once; returns until when it stood, by id, "" for no end."""
    rows = select(Membership).where(
        Membership.person_id == gone.id, or_(Membership.until.is_(None), Membership.until > at)
    )
    ended = {}
    for row in session.scalars(rows):
        ended[str(row.id)] = row.until.isoformat() if row.until else ""
        row.until = at
    return ended


def write_down(
    session: Session, stays: Person, action: str, by: Person | None, at: datetime
) -> None:
    """Note in the audit log who did it; its owner, where no coordinator did."""
    session.add(
        Audit(
            community_id=stays.community_id,
            actor_id=by.id if by else stays.id,
            action=action,
            subject=f"person:{stays.id}",
            at=at,
        )
    )
