"""/figures/<kind>/<first day>/<token>: figures that staff asked for in chat, to read and to keep.

They name nobody, so the link may be opened more than once within its day; what it opens is whatever
stands in the database then. Whoever is no longer on staff opens nothing.
"""

from datetime import date
from typing import cast, get_args

from sqlalchemy import insert
from starlette.requests import Request
from starlette.responses import Response

from bot.sheets import CSV, XLSX, csv_of, xlsx_of
from bot.web.site import Site
from handlers.language import _
from handlers.reports import REPORTS
from handlers.reports.sheet import Sheet
from models.audit import Audit
from models.community import Community
from models.figures_span import SpanKind, span_around
from models.membership import STAFF, roles_of
from models.web import figures_link

FILES = {"xlsx": (XLSX, xlsx_of), "csv": (CSV, csv_of)}


async def figures(request: Request) -> Response:
    """GET: the page; with ?as=xlsx or ?as=csv the file."""
    site: Site = request.app.state.site
    way = "/".join(request.path_params[name] for name in ("kind", "first", "token"))
    wanted = request.query_params.get("as", "")
    sheet = await site.runner.aside(_sheet, site, way, wanted)
    response: Response
    if sheet is None:
        response = site.page(request, "message.html", 410, say=_worn_out)
    elif wanted in FILES:
        kind, draw = FILES[wanted]
        response = Response(draw(sheet), media_type=kind)
        name = f"linli-{request.path_params['kind']}-{request.path_params['first']}.{wanted}"
        response.headers["content-disposition"] = f'attachment; filename="{name}"'
    else:
        response = site.page(request, "figures.html", sheet=sheet)
    response.headers["cache-control"] = "no-store"
    response.headers["x-robots-tag"] = "noindex"
    return response


def _worn_out() -> str:
    return _("这个链接过了时间。\n要新的，写“本周”再按“要表格”。")


def _sheet(site: Site, way: str, wanted: str) -> Sheet | None:
    """The rows, for somebody who is on staff still; a file that is taken along is written down."""
    kind, first, _token = way.split("/")
    at = site.around.now()
    with site.db.reading() as rows:
        person = figures_link(rows, way, at)
        if person is None or not roles_of(rows, person, at).intersection(STAFF):
            return None
        if kind not in get_args(SpanKind):
            return None
        community = rows.get_one(Community, person.community_id)
        span = span_around(cast(SpanKind, kind), date.fromisoformat(first))
        sheet = REPORTS["figures"](rows, community, span)
        audit = {
            "community_id": community.id,
            "actor_id": person.id,
            "action": "figures_taken",
            "subject": f"figures:{kind}:{first}",
            "detail": wanted,
            "at": at,
        }
    if wanted in FILES:
        with site.db.patient.begin() as connection:
            connection.execute(insert(Audit), audit)
    return sheet
