"""An order (单子): one need from the moment it is sent until it is closed, and its transitions.

点单 submitted - 审单 approved - 派单 dispatched - 接单 claimed - 服务 in_service - 评单 rated -
结单 closed. Every transition is here and writes an order_event. A draft is a conversation, so
the table starts at submitted.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.errors import Refused
from models.order_event import OrderEvent
from models.order_marks import OrderMarks
from models.person import Person
from models.rows import find, write
from models.vault import Secret
from models.words import N_, Label


class OrderState(StrEnum):
    """need.state of the data dictionary (domain.md section 11), without draft."""

    SUBMITTED = "submitted"
    NEED_INFO = "need_info"
    REJECTED = "rejected"
    APPROVED = "approved"
    DISPATCHED = "dispatched"
    CLAIMED = "claimed"
    IN_SERVICE = "in_service"
    DONE = "done"
    RATED = "rated"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REFERRED = "referred"


S = OrderState
STATE_LABELS: dict[OrderState, str] = {
    S.SUBMITTED: N_("社区正在看"),
    S.NEED_INFO: N_("等您补一句"),
    S.REJECTED: N_("办不了"),
    S.APPROVED: N_("社区看过了"),
    S.DISPATCHED: N_("正在找人"),
    S.CLAIMED: N_("有人去了"),
    S.IN_SERVICE: N_("人到了"),
    S.DONE: N_("等您说说怎么样"),
    S.RATED: N_("您说过了"),
    S.CLOSED: N_("办完了"),
    S.CANCELLED: N_("取消了"),
    S.EXPIRED: N_("过了时间"),
    S.REFERRED: N_("转给别处办"),
}

#: the same in the words of those who handle orders
STAFF_LABELS: dict[OrderState, str] = {
    S.SUBMITTED: N_("待审"),
    S.NEED_INFO: N_("待补充"),
    S.REJECTED: N_("已婉拒"),
    S.APPROVED: N_("待派"),
    S.DISPATCHED: N_("待接"),
    S.CLAIMED: N_("已接"),
    S.IN_SERVICE: N_("服务中"),
    S.DONE: N_("待评"),
    S.RATED: N_("已评，待结"),
    S.CLOSED: N_("已结"),
    S.CANCELLED: N_("已取消"),
    S.EXPIRED: N_("过了时间"),
    S.REFERRED: N_("已转介"),
}

MOVES: dict[OrderState, frozenset[OrderState]] = {
    S.SUBMITTED: frozenset(
        {S.NEED_INFO, S.APPROVED, S.REJECTED, S.REFERRED, S.CANCELLED, S.EXPIRED}
    ),
    S.NEED_INFO: frozenset({S.SUBMITTED, S.APPROVED, S.REJECTED, S.CANCELLED, S.EXPIRED}),
    S.APPROVED: frozenset({S.DISPATCHED, S.REJECTED, S.REFERRED, S.CANCELLED, S.EXPIRED}),
    S.DISPATCHED: frozenset({S.CLAIMED, S.IN_SERVICE, S.APPROVED, S.CANCELLED, S.EXPIRED}),
    S.CLAIMED: frozenset({S.IN_SERVICE, S.DISPATCHED, S.APPROVED, S.CANCELLED, S.EXPIRED}),
    S.IN_SERVICE: frozenset({S.DONE, S.CANCELLED}),
    S.DONE: frozenset({S.RATED, S.CLOSED}),
    S.RATED: frozenset({S.CLOSED}),
}
#: nothing is expected any more
ENDED = frozenset({S.REJECTED, S.CLOSED, S.CANCELLED, S.EXPIRED, S.REFERRED})


class Order(OrderMarks, Owned, Base):
    """One need of one person, at one place and time. Knowing its number grants nothing."""

    __tablename__ = "service_order"
    __table_args__ = (
        UniqueConstraint("community_id", "number", "created_at"),
        UniqueConstraint("standing_help_id", "standing_day"),
        Index(
            "ix_service_order_community_id_state_starts_at", "community_id", "state", "starts_at"
        ),
        Index("ix_service_order_community_id_building_state", "community_id", "building", "state"),
        # hold all that figures read of what came in and of what ended
        Index("ix_service_order_came", "community_id", "created_at", "merged_into_id"),
        Index(
            "ix_service_order_ended",
            "community_id",
            "closed_at",
            "merged_into_id",
            "state",
            "served_count",
        ),
    )

    id: Mapped[Key]
    #: what people say: month, day, seventh of that day, e.g. 1123-07
    number: Mapped[str] = mapped_column(String(12), index=True)
    state: Mapped[OrderState] = mapped_column(named(OrderState), default=S.SUBMITTED)
    kind: Mapped[str] = mapped_column(String(24))
    raw_text: Mapped[str] = mapped_column(Secret)
    origin: Mapped[str] = mapped_column(String(16), default="resident")
    requested_by_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    served_person_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    #: who asks for somebody else: "family", "neighbour", "door" or "station"; "" for oneself
    relation: Mapped[str] = mapped_column(String(16), default="")
    #: whom to tell of changes when the person served has no chat: "asker", "station", "family",
    #: "neighbour"
    news_to: Mapped[str] = mapped_column(String(16), default="asker")
    #: the person served does not want the family to hear who comes and how it went
    family_is_off: Mapped[bool] = mapped_column(Boolean, default=False)
    #: an able adult's own yes to what somebody else asked: "" not needed, "owed", "given",
    #: "refused"; approval waits for it
    own_yes: Mapped[str] = mapped_column(String(8), default="")
    #: what of health or hardship stands in her words, and whether whoever goes may know
    sensitive: Mapped[str] = mapped_column(String(24), default="")
    may_tell_health: Mapped[bool] = mapped_column(Boolean, default=False)
    #: wishes in her words, and the two that are rules
    wish: Mapped[str | None] = mapped_column(Secret)
    wants_woman: Mapped[bool] = mapped_column(Boolean, default=False)
    wants_person_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    #: what helps to find and open the door, for whoever goes alone
    door_note: Mapped[str | None] = mapped_column(Secret)
    #: where it happens: "home", "station", "outside"
    venue: Mapped[str] = mapped_column(String(16), default="")
    #: how many people it helped (人次)
    served_count: Mapped[int] = mapped_column(Integer, default=1)
    #: a poor answer may open another order; that one names this one
    follows_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_order.id"))
    #: made by a rule that comes again, for this local day
    standing_help_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("standing_help.id"))
    standing_day: Mapped[date | None] = mapped_column(Date)
    #: 并单: cancelled because that one holds its words too
    merged_into_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("service_order.id"))
    #: how many small groups of volunteers have been asked
    batches: Mapped[int] = mapped_column(Integer, default=0)
    #: digits before 号楼 as she said them; may be a building we do not know
    building: Mapped[str] = mapped_column(String(16), default="")
    unit: Mapped[str] = mapped_column(String(16), default="")
    room: Mapped[str | None] = mapped_column(Secret)
    landmark: Mapped[str | None] = mapped_column(Secret)
    phone: Mapped[str | None] = mapped_column(Secret)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime | None] = mapped_column(Instant)
    #: "minute", "part", "day" or "range": how exactly she named the time
    precision: Mapped[str] = mapped_column(String(8), default="part")
    #: "before": any time until the end; "after": from the start on
    bound: Mapped[str] = mapped_column(String(8), default="")
    minutes_planned: Mapped[int] = mapped_column(Integer)
    people_needed: Mapped[int] = mapped_column(Integer, default=1)
    places_left: Mapped[int] = mapped_column(Integer, default=1)
    urgency: Mapped[str] = mapped_column(String(2))
    review_due_at: Mapped[datetime] = mapped_column(Instant)
    #: four digits she reads to them at the door, four more when they leave, and the word by which
    #: she knows them (暗号)
    code: Mapped[str] = mapped_column(Secret)
    code_out: Mapped[str | None] = mapped_column(Secret)
    password: Mapped[str | None] = mapped_column(Secret)
    reject_reason: Mapped[str | None] = mapped_column(Secret)
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def subject(self) -> str:
        """How buttons, timers and live cards name this order."""
        return f"order:{self.id}"

    @property
    def asking_side(self) -> tuple[int, ...]:
        """Ids of those who hear what becomes of it: the person served, and who asked for them.

        A family hears who comes and how it went unless the person served said no to that. What a
        worker wrote at a door is the station's: she tells it on, as long as she works there.
        """
        silent = self.relation == "station" or (self.family_is_off and self.relation == "family")
        askers = () if silent else (self.requested_by_id,)
        return tuple(dict.fromkeys((self.served_person_id, *askers)))

    @property
    def answering_id(self) -> int:
        """Who answers for it: whoever asked, unless the person served keeps them out of it."""
        asks = self.relation == "station" or self.requested_by_id in self.asking_side
        return self.requested_by_id if asks else self.served_person_id

    def is_of(self, person: Person) -> bool:
        """Whether it is this person's own: they asked for it, or it is for them."""
        return person.id in (self.requested_by_id, self.served_person_id)

    @property
    def has_ended(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in ENDED

    @classmethod
    def locked(cls, session: Session, order_id: int) -> "Order":
        """The order, fresh and locked until the turn ends. Raises Refused when it is gone."""
        statement = select(cls).where(cls.id == order_id).with_for_update()
        return _there(session.scalar(statement, execution_options={"populate_existing": True}))

    @classmethod
    def known(cls, session: Session, order_id: int) -> "Order":
        """The order as it stands, to read only. Raises Refused when there is none."""
        return _there(find(session, cls, order_id))

    @classmethod
    def open_of(cls, session: Session, person: Person) -> list["Order"]:
        """What this person asked for, or is asked for them, and has not ended; oldest first."""
        own = or_(cls.requested_by_id == person.id, cls.served_person_id == person.id)
        rows = select(cls).where(own, cls.state.not_in(ENDED)).order_by(cls.id)
        return list(session.scalars(rows))

    def move(
        self, session: Session, to: OrderState, actor: Person | None, at: datetime, **event: Any
    ) -> None:
        """Go to state `to` and write the event. Raises Refused when no way leads there."""
        self.must_be(*(state for state, after in MOVES.items() if to in after))
        self.note(session, to.value, actor, at, from_state=self.state.value, **event)
        self.state, self.changed_at = to, at
        if to in ENDED:
            self.closed_at = at
        session.flush()

    def must_be(self, *states: OrderState) -> None:
        """Raise Refused unless it stands in one of `states`."""
        if self.state not in states:
            label = Label(STATE_LABELS[self.state])
            raise Refused(N_("这张单已经往前走了。\n现在是：{state}。"), state=label)

    def note(
        self, session: Session, what: str, actor: Person | None, at: datetime, **event: Any
    ) -> None:
        """Write one line of the order's history; `event` may hold from_state and reason."""
        line = OrderEvent(
            community_id=self.community_id,
            order_id=self.id,
            what=what,
            actor_id=actor.id if actor else None,
            at=at,
            **event,
        )
        write(session, line)

    def take_place(self, session: Session, at: datetime, kept: int = 0) -> bool:
        """Take one of the places left, if there is one: of k claimers exactly n get True.

        `kept` of them wait for somebody else.
        """
        taken = session.execute(
            update(Order)
            .where(Order.id == self.id, Order.state == S.DISPATCHED, Order.places_left > kept)
            .values(places_left=Order.places_left - 1, changed_at=at)
            .execution_options(synchronize_session=False)
        )
        session.refresh(self)
        return bool(taken.rowcount)  # type: ignore[attr-defined]


def _there(order: Order | None) -> Order:
    if order is None:
        raise Refused(N_("这张单找不到了。\n想看现在的，写“我的”。"))
    return order


def find_order(session: Session, community_id: int, number: str) -> Order | None:
    """The newest order of that number; the year is told by the date of asking."""
    found = select(Order).filter_by(community_id=community_id, number=number)
    return session.scalar(found.order_by(Order.id.desc()).limit(1))
