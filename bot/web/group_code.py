"""/group/order-1123-07.png: the picture that goes into a group beside the words.

Anybody may fetch it: it is drawn of the number that stands in its own address, and of nothing else.
"""

import re

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.code_picture import code_picture
from bot.poster import NotReached, ways_of
from bot.web.site import Site

_NAMED = re.compile(r"(order|activity)-(\d{4}-\d{2,3})\.png")


async def group_code(request: Request) -> Response:
    """GET: a PNG; 404 for what is no number, and while nobody outside reaches this desk."""
    site: Site = request.app.state.site
    named = _NAMED.fullmatch(request.path_params["name"])
    if named is None:
        return PlainTextResponse("", 404)
    link = await site.runner.read(_link, site, named[1], named[2])
    if not link:
        return PlainTextResponse("", 404)
    picture = await site.runner.aside(code_picture, link, named[2])
    headers = {"cache-control": "public, max-age=3600", "x-robots-tag": "noindex"}
    return Response(picture, media_type="image/png", headers=headers)


def _link(site: Site, kind: str, number: str) -> str:
    with site.db.reading() as session:
        try:
            return ways_of(session, site.settings, site.community_id).called(kind, number)
        except NotReached:
            return ""
