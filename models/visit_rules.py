"""Who may go where, and with whom: the rules of home visits, which nobody can talk around.

Claims, invitations, claims in a group and check-ins all ask here. Two go by default; one alone
only where the community allows it and somebody is trusted with it, and never first to somebody
who lives alone. A refusal says nothing about the person served: whoever is refused does not go.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.clashes import clash_with_activity
from models.community import Community
from models.errors import Refused
from models.incident import door_is_paused, person_is_paused
from models.need_kind import KindFacts, NeedKind, kind_of
from models.order import Order, OrderState
from models.person import ActsFor, Person
from models.rows import find_one
from models.trust import ALONE, CHILDREN, Trust, is_trusted
from models.visit import Visit, has_been_at
from models.words import N_

HOME = "home"
LIVES_ALONE = "lives_alone"
#: who goes to a home, and who goes where a child is
TOGETHER = 2
BEFORE_ANYBODY_GOES = (
    OrderState.SUBMITTED,
    OrderState.NEED_INFO,
    OrderState.APPROVED,
    OrderState.DISPATCHED,
)


def venue_of(kind: NeedKind | KindFacts, order: Order) -> str:
    """Where it happens: "home", "station" or "outside"; what may be either is where she said."""
    where = order.venue or kind.place
    if where != "either":
        return where
    return HOME if order.room else "outside"


def people_for(
    community: Community, kind: NeedKind, *, at_home: bool, is_first_alone: bool = False
) -> int:
    """How many have to go at least.

    `is_first_alone`: to somebody who lives alone, and nobody trusted has been there yet.
    """
    if kind.for_child:
        return max(kind.people, TOGETHER)
    may_be_alone = community.alone_allowed and kind.may_be_alone and not is_first_alone
    return kind.people if not at_home or may_be_alone else max(kind.people, TOGETHER)


def make_room(session: Session, order: Order, at: datetime) -> None:
    """Add the places that the rules want and the order does not have yet."""
    add_places(session, order, *_ground(session, order), at)
    session.flush()


def add_places(
    session: Session, order: Order, kind: NeedKind, community: Community, at: datetime
) -> None:
    """The same for an order of this kind, which need not be written yet."""
    missing = _missing_places(session, order, kind, community, at)
    order.people_needed += missing
    order.places_left += missing


def _missing_places(
    session: Session, order: Order, kind: NeedKind, community: Community, at: datetime
) -> int:
    if order.state not in BEFORE_ANYBODY_GOES:
        return 0
    wanted = people_for(
        community,
        kind,
        at_home=venue_of(kind, order) == HOME,
        is_first_alone=_lives_alone(session, order)
        and not _a_friend_is_trusted(session, order, at),
    )
    return max(wanted - order.people_needed, 0)


def why_not_claim(
    session: Session, order: Order, person: Person, going: Sequence[Person], at: datetime
) -> Refused | None:
    """What a claim would answer them: as `why_not`, once the places that lack are made."""
    lacks_places = order.people_needed < TOGETHER and _missing_places(
        session, order, *_ground(session, order), at
    )
    if lacks_places:
        return _apart_from_places(session, order, person, going, at)
    return why_not(session, order, person, going, at)


def may_refuse(kind: NeedKind | KindFacts, order: Order, *, is_adult: bool | None) -> bool:
    """Whether a rule of visits could speak against a person at all; nothing is looked up.

    What was reported is left out: it may concern any door (models.incident).
    """
    alone = order.people_needed < TOGETHER and venue_of(kind, order) == HOME
    return alone or kind.for_child or order.wants_woman or is_adult is False


def check(
    session: Session, order: Order, person: Person, going: Sequence[Person], at: datetime
) -> None:
    """Raise Refused where `why_not` has a reason, or an activity of theirs stands in the way."""
    refused = why_not(session, order, person, going, at)
    refused = refused or clash_with_activity(session, order, person)
    if refused is not None:
        raise refused


def why_not(
    session: Session, order: Order, person: Person, going: Sequence[Person], at: datetime
) -> Refused | None:
    """Why this person may not take a place or go in, in words for them; None: they may.

    `going` are those who have a place, with or without `person`. Writes nothing.
    """
    refused = _apart_from_places(session, order, person, going, at)
    kind = _kind(session, order)
    if refused is not None or venue_of(kind, order) != HOME:
        return refused
    return _alone(session, order, person, kind, at)


def _apart_from_places(
    session: Session, order: Order, person: Person, going: Sequence[Person], at: datetime
) -> Refused | None:
    others = [each for each in going if each.id != person.id]
    kind = _kind(session, order)
    at_home = venue_of(kind, order) == HOME
    return (
        _paused(session, order, person)
        or _under_age(session, person, others, kind, at_home=at_home, at=at)
        or _with_a_child(session, order, person, kind, at)
        or _no_woman(order, person, others)
    )


def why_not_enter(
    session: Session, order: Order, person: Person, going: Sequence[Person], at: datetime
) -> Refused | None:
    """Why this person may not begin the visit now: as for the claim, and all who go are found."""
    refused = why_not(session, order, person, going, at)
    if refused is not None:
        return refused
    kind = _kind(session, order)
    apart = order.state is OrderState.DISPATCHED and order.places_left > 0
    if apart and (kind.for_child or venue_of(kind, order) == HOME):
        return Refused(N_("还差一位，两位一起才进门。\n社区在找人，找到了告诉您。"))
    if order.wants_woman and not any(each.sex == "f" for each in going):
        return Refused(N_("这一趟要有一位女志愿者。\n社区在找人，找到了告诉您。"))
    return None


def _paused(session: Session, order: Order, person: Person) -> Refused | None:
    if order.state is OrderState.IN_SERVICE:
        return None  # a visit under way is no new one: the second is wanted there
    if person_is_paused(session, person):
        return Refused(N_("这张单现在先不请您去。\n社区会跟您说，急的写“找社区”。"))
    if door_is_paused(session, order):
        return Refused(N_("这张单社区还要再看一眼。\n看好了再请人去，谢谢您。"))
    return None


def _under_age(
    session: Session,
    person: Person,
    others: Sequence[Person],
    kind: NeedKind,
    *,
    at_home: bool,
    at: datetime,
) -> Refused | None:
    if person.is_adult is not False:
        return None
    guardians = guardians_of(session, person, at)
    if not guardians:
        return Refused(N_("没满 18 岁，要监护人先同意。\n请家里大人来社区说一声。"))
    if kind.for_child:
        return Refused(N_("这张单要两位大人去。\n别的单写“接单”就能看。"))
    if at_home and not guardians.intersection(each.id for each in others):
        return Refused(N_("上门要监护人一起去。\n请家里大人先接这张单。"))
    return None


def _with_a_child(
    session: Session, order: Order, person: Person, kind: NeedKind, at: datetime
) -> Refused | None:
    if not kind.for_child:
        return None
    if not is_trusted(session, person, CHILDREN, at):
        return Refused(N_("这张单要社区核实过的人去。\n想去，请社区先核实一下。"))
    if not _a_guardian_asks(session, order, at):
        return Refused(N_("这张单要监护人来请才行。\n想去，写“找社区”说一声。"))
    return None


def _no_woman(order: Order, person: Person, others: Sequence[Person]) -> Refused | None:
    """The last place waits for a woman while none goes."""
    if not order.wants_woman or any(each.sex == "f" for each in (*others, person)):
        return None
    if len(others) + 1 < order.people_needed:
        return None
    return Refused(N_("剩下这一位要请女志愿者。\n还有别的，写“接单”就能看。"))


def _alone(
    session: Session, order: Order, person: Person, kind: NeedKind, at: datetime
) -> Refused | None:
    if order.people_needed >= TOGETHER:
        return None
    community = session.get_one(Community, order.community_id)
    if not (community.alone_allowed and kind.may_be_alone):
        return Refused(N_("上门要两位一起去。\n想去，写“找社区”说一声。"))
    if not is_trusted(session, person, ALONE, at):
        return Refused(N_("一个人上门，要社区先点头。\n想去，写“找社区”说一声。"))
    if _lives_alone(session, order) and not has_been_at(session, order.served_person_id, person.id):
        return Refused(N_("头一回去，要两位一起。\n这张单先请别人去，谢谢您。"))
    return None


def guardians_of(session: Session, person: Person, at: datetime) -> set[int]:
    """Ids of those who may speak for somebody under age at that moment."""
    rows = select(ActsFor.person_id).where(
        ActsFor.for_person_id == person.id,
        ActsFor.scope == "guardian",
        ActsFor.agreed_at <= at,
        (ActsFor.ended_at.is_(None)) | (ActsFor.ended_at > at),
    )
    return set(session.scalars(rows))


def _a_guardian_asks(session: Session, order: Order, at: datetime) -> bool:
    """A grown-up asks for a child of theirs: the child is the person served, or has no row."""
    asker = session.get_one(Person, order.requested_by_id)
    served = session.get_one(Person, order.served_person_id)
    if served.is_adult is False:
        return asker.id in guardians_of(session, served, at)
    return asker.is_adult is not False


def _lives_alone(session: Session, order: Order) -> bool:
    return LIVES_ALONE in find_one(session, Person, order.served_person_id).marks


def _a_friend_is_trusted(session: Session, order: Order, at: datetime) -> bool:
    """Somebody trusted to go alone has been with this person before."""
    rows = (
        select(Visit.id)
        .join(Order, Order.id == Visit.order_id)
        .join(Trust, Trust.person_id == Visit.person_id)
        .where(
            Order.served_person_id == order.served_person_id,
            Visit.out_at.is_not(None),
            Trust.kind == ALONE,
            Trust.given_at <= at,
            Trust.until > at,
        )
    )
    return session.scalar(rows.limit(1)) is not None


def _ground(session: Session, order: Order) -> tuple[NeedKind, Community]:
    return _kind(session, order), session.get_one(Community, order.community_id)


def _kind(session: Session, order: Order) -> NeedKind:
    return kind_of(session, order.community_id, order.kind)
