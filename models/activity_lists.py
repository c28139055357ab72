"""Which activities people can see: today, coming, near, small; those of one person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from models.activity import LIVE, OPEN, SMALL_MINUTES, Activity, ActivityState
from models.person import Person
from models.sign_up import COMING, SignUp, SignUpState
from models.station import Station, distance_km


def coming(
    session: Session, community_id: int, since: datetime, until: datetime, limit: int = 50
) -> list[Activity]:
    """Activities that go on or begin between the two moments, the soonest first."""
    rows = _rows(community_id).where(Activity.ends_at > since, Activity.starts_at < until)
    return list(session.scalars(rows.limit(limit)))


def small(session: Session, community_id: int, since: datetime) -> list[Activity]:
    """小而美: within an hour, no training, still open; the soonest first."""
    rows = _rows(community_id).where(
        Activity.is_easy.is_(True), Activity.starts_at > since, Activity.state.in_(OPEN)
    )
    return [each for each in session.scalars(rows.limit(200)) if each.minutes <= SMALL_MINUTES]


def of_person(session: Session, person: Person, since: datetime) -> list[Activity]:
    """Those they have a place at, wait for, or lead, and that are not over."""
    mine = select(SignUp.activity_id).where(
        SignUp.person_id == person.id,
        SignUp.state.in_((*COMING, SignUpState.WAITLIST, SignUpState.ATTENDED)),
    )
    rows = _rows(person.community_id).where(
        Activity.ends_at > since,
        (Activity.id.in_(mine)) | (Activity.leader_id == person.id),
    )
    return list(session.scalars(rows.limit(50)))


def answerable(session: Session, person: Person, at: datetime, *, offered: bool) -> list[int]:
    """Ids of what a bare 来 or 来不了 may be about, soonest first; `offered`: a bare 我来."""
    theirs = SignUp.state == SignUpState.WAITLIST
    theirs = theirs & SignUp.answer_by.is_not(None) if offered else theirs
    rows = (
        select(Activity.id)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(
            SignUp.person_id == person.id,
            theirs if offered else or_(theirs, SignUp.state.in_(COMING)),
            Activity.state.in_(LIVE),
            Activity.ends_at > at,
        )
    )
    return list(session.scalars(rows.order_by(Activity.starts_at, Activity.id)))


def by_distance(
    session: Session, found: Sequence[Activity], here: tuple[float, float]
) -> list[tuple[Activity, float | None]]:
    """With the distance of their station in kilometres, the nearest first, unknown ones last."""
    ids = {each.station_id for each in found if each.station_id}
    rows = select(Station).where(Station.id.in_(ids))
    places = {each.id: each for each in session.scalars(rows)}
    pairs = [(each, _km(places.get(each.station_id or 0), here)) for each in found]
    return sorted(pairs, key=lambda each: (each[1] is None, each[1] or 0.0, each[0].starts_at))


def _km(station: Station | None, here: tuple[float, float]) -> float | None:
    if station is None or station.latitude is None or station.longitude is None:
        return None
    return distance_km(here, (station.latitude, station.longitude))


def _rows(community_id: int) -> Select[Activity]:
    return (
        select(Activity)
        .where(Activity.community_id == community_id, Activity.state.in_(LIVE))
        .order_by(Activity.starts_at, Activity.id)
    )


def published(
    session: Session, community_id: int, since: datetime, until: datetime
) -> list[Activity]:
    """Everything that was published for that time, what was called off or is over included."""
    rows = select(Activity).where(
        Activity.community_id == community_id,
        Activity.state != ActivityState.DRAFT,
        Activity.published_at.is_not(None),
        Activity.ends_at > since,
        Activity.starts_at < until,
    )
    return list(session.scalars(rows.order_by(Activity.starts_at, Activity.id).limit(500)))


def signed_up_for(session: Session, person: Person, since: datetime) -> list[Activity]:
    """Those this person signed up for or leads, called off ones included."""
    mine = select(SignUp.activity_id).where(
        SignUp.person_id == person.id,
        or_(
            SignUp.state.in_((*COMING, SignUpState.ATTENDED)),
            (SignUp.state == SignUpState.CANCELLED)
            & SignUp.activity_id.in_(
                select(Activity.id).where(Activity.state == ActivityState.CANCELLED)
            ),
        ),
    )
    rows = select(Activity).where(
        or_(Activity.id.in_(mine), Activity.leader_id == person.id),
        Activity.state != ActivityState.DRAFT,
        Activity.ends_at > since,
    )
    return list(session.scalars(rows.order_by(Activity.starts_at, Activity.id).limit(200)))


def shared_stories(session: Session, community_id: int, limit: int) -> list[tuple[Activity, str]]:
    """What people wrote of an activity and let others read, the newest activity first."""
    rows = (
        select(Activity, SignUp.story)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(
            Activity.community_id == community_id,
            SignUp.may_share_story.is_(True),
            SignUp.story.is_not(None),
        )
        .order_by(Activity.starts_at.desc(), SignUp.id.desc())
        .limit(limit)
    )
    return [(activity, story) for activity, story in session.execute(rows) if story]
