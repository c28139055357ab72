"""One person, several chats: eight digits asked for in one and typed in another (连号).

The digits alone join nothing: the chat in which they were asked for has to say yes to the name
given in the other one. For whoever is not of age a guardian says yes as well, for staff a
colleague: what a chat of theirs may read is not theirs alone to give away.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Integer, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.contact import Contact
from models.errors import Refused
from models.membership import STAFF, TRUSTED, people_with, roles_of
from models.minors import guardian_of, is_minor
from models.person import Person
from models.tries import TRIES
from models.vault import Secret, vault_of
from models.words import N_

CODE_LIVES = timedelta(minutes=10)
#: how long a guardian or a colleague may take, and a coordinator who looks at two records
SECOND_YES = timedelta(days=1)
MERGE_WAITS = timedelta(days=30)
#: what a wrong number is called in the audit log
WRONG = "wrong_link_code"


class LinkState(StrEnum):
    """How far it is: digits given, typed, agreed to by their owner, waiting for a merge, over."""

    GIVEN = "given"
    TYPED = "typed"
    AGREED = "agreed"
    WAITS = "waits"
    JOINED = "joined"
    BURNED = "burned"


OPEN = (LinkState.GIVEN, LinkState.TYPED, LinkState.AGREED)


class LinkCode(Owned, Base):
    """Eight digits that bring a second chat to one person, once; only keyed hashes are kept."""

    __tablename__ = "link_code"

    id: Mapped[Key]
    code_hash: Mapped[str] = mapped_column(String(64), index=True)
    #: of the first four digits: a wrong try that begins with them counts against this code
    half_hash: Mapped[str] = mapped_column(String(64), index=True)
    person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    #: where it was asked for: whoever sits there says yes or no
    contact_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contact.id"))
    state: Mapped[LinkState] = mapped_column(named(LinkState), default=LinkState.GIVEN)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    #: wrong tries at it
    wrong: Mapped[int] = mapped_column(Integer, default=0)
    #: where it was typed, and what they call themselves there
    typed_contact_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("contact.id"))
    name: Mapped[str | None] = mapped_column(Secret)

    @property
    def subject(self) -> str:
        """How buttons name it: link:12."""
        return f"link:{self.id}"


def _hash(session: Session, digits: str) -> str:
    return vault_of(session.connection().engine).index(f"link:{digits}")


def second_yes_of(session: Session, person: Person, at: datetime) -> Sequence[int] | None:
    """Who besides has to say yes, any one of them; None where their own is enough.

    Raises Refused where there has to be somebody and is nobody.
    """
    if is_minor(person, at):
        grown_up = guardian_of(session, person)
        if grown_up is None:
            raise Refused(N_("没满 18 岁，要家里大人先点头。\n请大人写“我是家长”，再来连。"))
        return [grown_up.id]
    if not roles_of(session, person, at).intersection(TRUSTED):
        return None
    staff = people_with(session, person.community_id, STAFF, at)
    others = [each for each in staff if each != person.id]
    if not others:
        raise Refused(N_("工作人员的号，要另一位同事点头。\n现在没有别的同事，先请一位来。"))
    return others


def give_link_code(
    session: Session, contact: Contact, person: Person, code: str, at: datetime
) -> None:
    """Let `code` be typed in another chat; earlier ones of this person are over. Raises Refused."""
    second_yes_of(session, person, at)
    earlier = update(LinkCode).where(LinkCode.person_id == person.id, LinkCode.state.in_(OPEN))
    session.execute(earlier.values(state=LinkState.BURNED))
    session.add(
        LinkCode(
            community_id=person.community_id,
            code_hash=_hash(session, code),
            half_hash=_hash(session, code[:4]),
            person_id=person.id,
            contact_id=contact.id,
            expires_at=at + CODE_LIVES,
        )
    )


def code_typed(session: Session, community_id: int, code: str, at: datetime) -> LinkCode | None:
    """The code that these digits are; None for a wrong, used, burned or old one."""
    rows = select(LinkCode).where(
        LinkCode.community_id == community_id,
        LinkCode.code_hash == _hash(session, code),
        LinkCode.state == LinkState.GIVEN,
        LinkCode.expires_at > at,
        LinkCode.wrong < TRIES,
    )
    return session.scalar(rows.limit(1))


def count_wrong(session: Session, community_id: int, code: str, at: datetime) -> None:
    """A wrong try counts against each living code that begins like it; the fifth burns it."""
    like = update(LinkCode).where(
        LinkCode.community_id == community_id,
        LinkCode.half_hash == _hash(session, code[:4]),
        LinkCode.state == LinkState.GIVEN,
        LinkCode.expires_at > at,
    )
    session.execute(like.values(wrong=LinkCode.wrong + 1))


def take_code(session: Session, link: LinkCode, contact_id: int, name: str, at: datetime) -> None:
    """Use the code up for this chat, under this name; of two at once one gets it. Raises Refused.

    Its owner has as long again to say yes.
    """
    mine = update(LinkCode).where(
        LinkCode.id == link.id,
        LinkCode.state == LinkState.GIVEN,
        LinkCode.expires_at > at,
        LinkCode.wrong < TRIES,
    )
    values = {"state": LinkState.TYPED, "typed_contact_id": contact_id, "name": name}
    taken = session.execute(
        mine.values(**values, expires_at=at + CODE_LIVES),
        execution_options={"synchronize_session": False},
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        raise Refused(N_("这个号码刚刚用过了，或者过了时间。\n回原来那边再要一个。"))
    session.refresh(link)


def locked(session: Session, link_id: int, state: LinkState, at: datetime) -> LinkCode:
    """The code, held until the transaction ends, while it stands so. Raises Refused."""
    rows = select(LinkCode).filter_by(id=link_id).with_for_update()
    link = session.scalar(rows.execution_options(populate_existing=True))
    if link is None or link.state is not state or link.expires_at <= at:
        raise Refused(N_("这一次已经过去了。\n还想连，再写一次“连号”。"))
    return link


def burn(session: Session, link: LinkCode) -> None:
    """It was not them: the digits are worth nothing any more."""
    link.state = LinkState.BURNED
    session.flush()


def waiting_links(
    session: Session, community_id: int, at: datetime, limit: int
) -> Sequence[LinkCode]:
    """Those whose two records wait for a coordinator, the oldest first."""
    rows = select(LinkCode).where(
        LinkCode.community_id == community_id,
        LinkCode.state == LinkState.WAITS,
        LinkCode.expires_at > at,
    )
    return session.scalars(rows.order_by(LinkCode.id).limit(limit)).all()
