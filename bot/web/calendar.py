"""/calendar/<token>.ics: activities for calendar programs, of one person or of a community.

Nothing private stands in it: what, when, where, and the number. A wrong token finds nothing.
"""

from datetime import datetime, timedelta

from icalendar import Calendar, Event
from sqlalchemy.orm import Session as Rows
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.web.site import Site
from handlers.language import _, speaking
from models.activity import Activity, ActivityState
from models.activity_lists import published, signed_up_for
from models.calendar import CalendarFeed
from models.calendar_feed import feed_of
from models.community import Community
from models.person import Person

#: so far back a calendar shows what was, and so far ahead what is planned
BACK, AHEAD = timedelta(days=31), timedelta(days=190)
#: how long a program may keep what it read
FRESH_SECONDS = 900


async def feed(request: Request) -> Response:
    """GET: a whole calendar, drawn anew each time."""
    site: Site = request.app.state.site
    body = await site.runner.read(_draw, site, request.path_params["token"])
    if body is None:
        return PlainTextResponse(_("没有这个日历。\n要新的，写“我的日历”。"), 404)
    return Response(
        body,
        media_type="text/calendar; charset=utf-8",
        headers={
            "cache-control": f"private, max-age={FRESH_SECONDS}",
            "x-robots-tag": "noindex",
            "content-disposition": 'inline; filename="linli.ics"',
        },
    )


def _draw(site: Site, token: str) -> bytes | None:
    at = site.around.now()
    with site.db.reading() as rows:
        found = feed_of(rows, token)
        if found is None:
            return None
        person = rows.get(Person, found.person_id) if found.person_id else None
        community = rows.get_one(Community, found.community_id)
        language = (person.language if person else "") or community.language
        with speaking(language):
            return calendar_of(community, _activities(rows, found, person, at))


def _activities(
    rows: Rows, found: CalendarFeed, person: Person | None, at: datetime
) -> list[Activity]:
    if person is not None:
        return signed_up_for(rows, person, at - BACK)
    return published(rows, found.community_id, at - BACK, at + AHEAD)


def calendar_of(community: Community, activities: list[Activity]) -> bytes:
    """The calendar; an activity keeps its UID whatever is changed, and is cancelled by it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Linli//linli//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("{name}的活动").format(name=community.name))
    calendar.add("x-wr-timezone", community.timezone)
    for activity in activities:
        calendar.add_component(_event(community, activity))
    return bytes(calendar.to_ical())


def _event(community: Community, activity: Activity) -> Event:
    event = Event()
    event.add("uid", f"activity-{activity.id}@{community.id}.linli")
    event.add("summary", activity.title)
    event.add("location", activity.place)
    event.add("description", _about(activity))
    event.add("dtstart", activity.starts_at)
    event.add("dtend", activity.ends_at)
    event.add("dtstamp", activity.published_at or activity.created_at)
    off = activity.state is ActivityState.CANCELLED
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    return event


def _about(activity: Activity) -> str:
    lines = [activity.about, _("当心：{risk}").format(risk=activity.risk_note), activity.number]
    return "\n".join(filter(None, lines))
