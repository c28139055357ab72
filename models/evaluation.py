"""An evaluation (评单): what the person served says of it. No answer is never a good answer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, BigKey, Instant, Key, Owned, named
from models.counting import approve_by_word
from models.errors import Refused
from models.keeping import require_keeper
from models.order import Order, OrderState
from models.person import Person
from models.vault import Secret
from models.words import N_


class Outcome(StrEnum):
    """事办好了吗: done, not done, nobody came."""

    DONE = "done"
    NOT_DONE = "not_done"
    NOBODY_CAME = "nobody_came"


OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.DONE: N_("办好了"),
    Outcome.NOT_DONE: N_("没办好"),
    Outcome.NOBODY_CAME: N_("人没来"),
}


class Evaluation(Owned, Base):
    """One answer of one person about one order."""

    __tablename__ = "evaluation"
    __table_args__ = (UniqueConstraint("order_id", "rater_id"),)

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(BigKey, ForeignKey("service_order.id"))
    rater_id: Mapped[int] = mapped_column(BigKey, ForeignKey("person.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(named(Outcome))
    stars: Mapped[int | None] = mapped_column(Integer)
    comment: Mapped[str | None] = mapped_column(Secret)
    #: for those who went
    thanks: Mapped[str | None] = mapped_column(Secret)
    #: the stars given first, kept when she thinks better or worse of it later
    first_stars: Mapped[int | None] = mapped_column(Integer)
    #: "chat", or "call": a worker rang and wrote the answer down
    manner: Mapped[str] = mapped_column(String(8), default="chat")
    #: who wrote it down, when that was not the rater
    written_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Instant)


def rate(
    session: Session, order: Order, by: Person, outcome: Outcome, comment: str, at: datetime
) -> Evaluation:
    """Write down what she says. 办好了 after a visit with her code approves the minutes and
    closes the order; anything else stays open for a worker. Raises Refused."""
    if not order.is_of(by):
        raise Refused(N_("这件事要请人帮忙的人来说。"))
    if order.relation == "station" and by.id != order.served_person_id:
        raise Refused(N_("这件事要本人来说。\n打过电话问了，按“回访”。"))
    if evaluation_of(session, order) is not None:
        raise Refused(N_("您说过了，记着呢。\n想改，写“找社区”。"))
    order.move(session, OrderState.RATED, by, at)
    row = Evaluation(
        community_id=order.community_id,
        order_id=order.id,
        rater_id=by.id,
        outcome=outcome,
        comment=comment or None,
        at=at,
    )
    session.add(row)
    if outcome is Outcome.DONE:
        approve_by_word(session, order, by, at)
        order.move(session, OrderState.CLOSED, by, at)
    session.flush()
    return row


def give_stars(
    session: Session, order: Order, by: Person, stars: int, words: str, at: datetime
) -> Evaluation:
    """One to five, after 办好了 or 没办好; a second time keeps the first ones. Raises Refused."""
    row = _hers(session, order, by)
    if row.stars is not None and row.first_stars is None:
        row.first_stars = row.stars
    row.stars = stars
    if words:
        row.comment = f"{row.comment}\n{words}" if row.comment else words
    order.note(session, "stars_given", by, at)
    session.flush()
    return row


def thank(session: Session, order: Order, by: Person, words: str, at: datetime) -> Evaluation:
    """For those who went, in her words. Raises Refused."""
    row = _hers(session, order, by)
    row.thanks = words
    order.note(session, "thanked", by, at)
    session.flush()
    return row


def _hers(session: Session, order: Order, by: Person) -> Evaluation:
    if not order.is_of(by):
        raise Refused(N_("这件事要请人帮忙的人来说。"))
    row = evaluation_of(session, order)
    if row is None:
        raise Refused(N_("这件事还没办完。\n办完了再说怎么样。"))
    return row


def evaluation_of(session: Session, order: Order) -> Evaluation | None:
    """What was said of this order, if anything."""
    return session.scalar(select(Evaluation).filter_by(order_id=order.id).limit(1))


def close_rated(session: Session, order: Order, by: Person, at: datetime) -> None:
    """结单 by a worker, after what she said was looked into. Raises Refused before she has said it:
    then it waits for her word, a call to who has no chat, or the seventh day."""
    require_keeper(session, order, by, at)
    if order.state is OrderState.DONE:
        raise Refused(N_("居民还没说怎么样，先不结。\n七天没有话，会自己收起。"))
    order.move(session, OrderState.CLOSED, by, at)


def close_unrated(session: Session, order: Order, at: datetime) -> bool:
    """结单 without an answer, seven days after the visit; outside the praise rate."""
    if order.state is not OrderState.DONE:
        return False
    order.move(session, OrderState.CLOSED, None, at)
    return True
