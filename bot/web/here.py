"""/here/1205-01/<key>: the screen of an activity's day, whose code changes and signs people in.

Only whoever leads it was given the key, and it opens nothing before or after. What is scanned is
worth nothing ten minutes later; the page draws itself anew before that.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.poster import NotReached, Way, ways_of
from bot.web.site import Site
from handlers.language import _
from models.activity import find_activity
from models.day_code import code_at, opens_screen

#: seconds; much less than a code is good for
DRAWN_ANEW = 60


@dataclass(frozen=True, slots=True)
class Screen:
    """What stands on it: nobody's name."""

    title: str
    code: str
    ways: list[Way]


async def here(request: Request) -> Response:
    """GET: the code of now, large; 404 for a wrong key and outside the hours of that day."""
    site: Site = request.app.state.site
    wanted = request.path_params
    screen = await site.runner.read(_screen, site, wanted["number"], wanted["key"])
    if screen is None:
        response = site.page(request, "message.html", 404, say=_closed, link="/")
    else:
        response = site.page(request, "here.html", screen=screen, anew=DRAWN_ANEW)
    response.headers["cache-control"] = "no-store"
    response.headers["x-robots-tag"] = "noindex"
    return response


def _closed() -> str:
    return _("这个签到码现在打不开。\n活动那天由领队写“签到码”。")


def _screen(site: Site, number: str, key: str) -> Screen | None:
    at = site.around.now()
    with site.db.reading() as rows:
        activity = find_activity(rows, site.community_id, number)
        if activity is None or not opens_screen(activity, key, at):
            return None
        code = code_at(activity, at)
        try:
            ways = ways_of(rows, site.settings, site.community_id).signing_in(number, code)
        except NotReached:
            ways = []  # on WeChat alone the digits are typed
        return Screen(activity.title, code, ways)
