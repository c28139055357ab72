"""Posting and checking an order: what it needs, until when somebody must look, who may decide."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models import visit_rules
from models.acting import speak_for
from models.care import raised
from models.community import Community, next_number
from models.door_contacts import looks_after
from models.errors import Refused
from models.keeping import PRIVATE, first_keepers, give_to, require_keeper, require_open
from models.need_kind import NeedKind
from models.order import Order, OrderState
from models.person import Person
from models.rows import write
from models.speaking import may_speak
from models.words import N_

#: how long a need may wait for the community's look (domain.md section 6, "SLA defaults")
REVIEW_WITHIN = {"U0": timedelta(0), "U1": timedelta(minutes=30), "U2": timedelta(hours=4)}
#: what cannot wait is answered like what is for today
PRESSING = "U1"
OFFICE_OPENS, OFFICE_CLOSES = time(8), time(20)
NEXT_DAY_BY = time(10)


@dataclass(frozen=True, slots=True)
class Place:
    """Where help is wanted: building and unit as digits, the room, or a landmark."""

    building: str = ""
    unit: str = ""
    room: str = ""
    landmark: str = ""


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Whom somebody else's need is for, how the two stand, and what is still to be asked."""

    served: Person
    #: "family", "neighbour", "door" or "station"
    relation: str
    #: an able adult's own yes: "owed" to a call, "given" on the spot, "" for a child
    own_yes: str = "owed"
    #: whom to tell of changes while the person served has no chat of her own
    news_to: str = "asker"


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody wants, read and confirmed. Instants are UTC-aware."""

    text: str
    kind: NeedKind
    starts_at: datetime
    ends_at: datetime | None
    precision: str
    place: Place
    phone: str
    people: int = 1
    bound: str = ""
    #: None: for whoever asks
    for_whom: ForWhom | None = None
    origin: str = "resident"
    #: "home", "station" or "outside"; "" = where this kind of help happens
    venue: str = ""
    #: for whoever goes alone: how to find and open the door
    door_note: str = ""
    wish: str = ""
    wants_woman: bool = False
    wants_person_id: int | None = None
    #: what of health or hardship her words hold, and whether whoever goes may know of it
    sensitive: str = ""
    may_tell_health: bool = False
    #: how many people it helps
    served_count: int = 1
    #: one of the old or the young: "elder", "child" or ""
    whose: str = ""
    #: it cannot wait
    is_pressing: bool = False
    #: of an errand at an office: the papers; "" none, None where it is no such
    papers: str | None = None
    #: ids of those who may see it, where only named people may; () = whoever is given such things
    keepers: tuple[int, ...] = ()


def post(
    session: Session, community: Community, person: Person, need: Need, code: str, at: datetime
) -> Order:
    """Write down the order that `person` asks for. Raises Refused when its time is over.

    With `need.for_whom` it serves somebody else, and `person` speaks for them from now on.
    """
    if (need.ends_at or need.starts_at) <= at:
        raise Refused(N_("这个时间已经过了。\n想约哪天？比如“明天下午”。"), ask="when")
    served = need.for_whom.served if need.for_whom else person
    on = community.local(at).date()
    count = next_number(session, community, "order", on)
    urgency = raised(urgency_of(community, need, at), served)
    urgency = PRESSING if need.is_pressing else urgency
    order = Order(
        community_id=community.id,
        number=f"{on:%m%d}-{count:02d}",
        state=OrderState.SUBMITTED,
        requested_by_id=person.id,
        served_person_id=served.id,
        urgency=urgency,
        review_due_at=review_due(community, urgency, at),
        code=code,
        created_at=at,
        changed_at=at,
        **_what(need),
        **_where(need),
        **_how(need),
    )
    if order.relation in ("neighbour", "door"):
        at_door = looks_after(session, person, (order.building, order.unit), at)
        order.relation = "door" if at_door else "neighbour"
    visit_rules.add_places(session, order, need.kind, community, at)
    write(session, order)
    order.note(session, "submitted", person, at)
    _give_to_named(session, order, need, at)
    if need.for_whom:
        agreed_by = "self" if need.for_whom.own_yes == "given" else "asker"
        speak_for(session, person, served, agreed_by, at)
    return order


def _give_to_named(session: Session, order: Order, need: Need, at: datetime) -> None:
    """A private one is for those she was told of, and for whoever wrote it at her door."""
    if order.only_named:
        wrote_it = [order.requested_by_id] if order.relation == "station" else []
        named = need.keepers or first_keepers(session, order.community_id, at)
        give_to(session, order, [*named, *wrote_it], None, at)


def _what(need: Need) -> dict[str, Any]:
    return {
        "kind": need.kind.code,
        "only_named": need.kind.form == PRIVATE,
        "whose": need.whose,
        "papers": need.papers,
        "is_pressing": need.is_pressing,
        "raw_text": need.text,
        "origin": need.origin,
        "starts_at": need.starts_at,
        "ends_at": need.ends_at,
        "precision": need.precision,
        "bound": need.bound,
        "minutes_planned": need.kind.minutes,
        "people_needed": need.people,
        "places_left": need.people,
        "served_count": need.served_count,
    }


def _where(need: Need) -> dict[str, Any]:
    return {
        "venue": need.venue or venue_of(need.kind, need.place),
        "building": need.place.building,
        "unit": need.place.unit,
        "room": need.place.room or None,
        "landmark": need.place.landmark or None,
        "phone": need.phone or None,
        "door_note": need.door_note or None,
    }


def _how(need: Need) -> dict[str, Any]:
    """Her wishes, and what is to be asked or kept back when somebody else speaks for her."""
    for_whom = need.for_whom
    return {
        "relation": for_whom.relation if for_whom else "",
        "news_to": for_whom.news_to if for_whom else "asker",
        "own_yes": for_whom.own_yes if for_whom else "",
        "sensitive": need.sensitive,
        "may_tell_health": need.may_tell_health,
        "wish": need.wish or None,
        "wants_woman": need.wants_woman,
        "wants_person_id": need.wants_person_id,
    }


def venue_of(kind: NeedKind, place: Place) -> str:
    """Where this kind of help happens while nobody says otherwise; where it may be either, there.

    A building is her home; a landmark alone is not.
    """
    if kind.place != "either":
        return kind.place
    return "home" if place.building else "outside"


def urgency_of(community: Community, need: Need, at: datetime) -> str:
    """U1 today, U2 within three days, else what the kind of help says (domain.md section 6)."""
    days = (community.local(_wanted_by(need)).date() - community.local(at).date()).days
    if days <= 0:
        return "U1"
    return "U2" if days <= 3 else max(need.kind.urgency, "U2")


def _wanted_by(need: Need) -> datetime:
    """Its beginning; of a span of days (这周都行) the last one, for any of them will do."""
    spans_days = need.ends_at is not None and need.ends_at - need.starts_at > timedelta(days=1)
    return need.ends_at if need.ends_at is not None and spans_days else need.starts_at


def review_due(community: Community, urgency: str, at: datetime) -> datetime:
    """Until when somebody answers her; on the hour where the wait is long, so it can be said.

    The clock runs from 8:00 to 20:00 local time; what comes in at night starts at 8:00.
    """
    local = community.local(at)
    start = _into_office_hours(local)
    within = REVIEW_WITHIN.get(urgency)
    if within is None:
        return _on(start + timedelta(days=1), NEXT_DAY_BY)
    due = start + within
    if due.time() > OFFICE_CLOSES or due.date() != start.date():
        return _on(start + timedelta(days=1), NEXT_DAY_BY)
    if within >= timedelta(hours=1):
        return due.replace(minute=0, second=0, microsecond=0)
    return due.replace(second=0, microsecond=0)


def _into_office_hours(local: datetime) -> datetime:
    if local.time() < OFFICE_OPENS:
        return _on(local, OFFICE_OPENS)
    if local.time() >= OFFICE_CLOSES:
        return _on(local + timedelta(days=1), OFFICE_OPENS)
    return local


def _on(local: datetime, clock: time) -> datetime:
    return local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)


def approve(session: Session, order: Order, by: Person, at: datetime) -> None:
    """通过: a worker has looked and it is for us to do."""
    require_keeper(session, order, by, at)
    order.must_be(OrderState.SUBMITTED, OrderState.NEED_INFO)
    if order.own_yes == "owed":
        raise Refused(N_("先打电话问本人愿不愿意。\n打过了，按“打过电话了”。"))
    order.move(session, OrderState.APPROVED, by, at)


def ask_back(session: Session, order: Order, by: Person, question: str, at: datetime) -> None:
    """问一句: something is missing; the question is kept as the event's reason."""
    require_keeper(session, order, by, at)
    order.move(session, OrderState.NEED_INFO, by, at, reason=question)


def answer_back(session: Session, order: Order, by: Person, answer: str, at: datetime) -> None:
    """Her answer to the question; it joins her words and the order waits for a look again."""
    if not may_speak(session, order, by, at):
        raise Refused(N_("这句话要写单子的人来答。"))
    order.move(session, OrderState.SUBMITTED, by, at, reason=answer)
    order.raw_text = f"{order.raw_text}\n{answer}"


def reject(session: Session, order: Order, by: Person, reason: str, at: datetime) -> None:
    """婉拒: not for us; she reads the reason exactly as the worker wrote it."""
    require_keeper(session, order, by, at)
    order.move(session, OrderState.REJECTED, by, at, reason=reason)
    order.reject_reason = reason


def open_for_claiming(session: Session, order: Order, by: Person, at: datetime) -> None:
    """放开接单: any volunteer may claim it now; the first small group is to be asked."""
    require_keeper(session, order, by, at)
    require_open(order)
    order.must_be(OrderState.APPROVED, OrderState.DISPATCHED)
    visit_rules.make_room(session, order, at)
    if order.state is not OrderState.DISPATCHED or order.batches:
        order.move(session, OrderState.DISPATCHED, by, at)
    else:
        order.note(session, "opened", by, at)
    order.batches = 1
    session.flush()


def cancel(session: Session, order: Order, by: Person, at: datetime) -> None:
    """取消这单: by whoever asked, while nobody has arrived."""
    if not may_speak(session, order, by, at):
        raise Refused(N_("这张单要写它的人来取消。"))
    if order.state is OrderState.IN_SERVICE:
        raise Refused(N_("人已经到了，不能取消。\n有事打站里电话。"))
    call_off(session, order, by, at)


def call_off(session: Session, order: Order, by: Person, at: datetime) -> None:
    """Nobody needs to come; who may say so was found out before. Raises Refused when it is late."""
    order.move(session, OrderState.CANCELLED, by, at)
