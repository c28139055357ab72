"""For whoever runs it: alive, ready, and figures without names."""

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.web.site import Site, is_local
from models.inbox import Inbox
from models.outbox import Outbox


async def healthz(request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """The database answers and has the shape we expect."""
    site: Site = request.app.state.site
    return PlainTextResponse("ready") if site.is_ready() else PlainTextResponse("not ready", 503)


async def metrics(request: Request) -> Response:
    """Rows by state, for this machine only."""
    site: Site = request.app.state.site
    if not is_local(request):
        return PlainTextResponse("", 404)
    return Response(await site.runner.aside(_figures, site), media_type=CONTENT_TYPE_LATEST)


def _figures(site: Site) -> bytes:
    registry = CollectorRegistry()
    inbox = Gauge("linli_inbox_rows", "accepted messages by state", ["state"], registry=registry)
    outbox = Gauge("linli_outbox_rows", "messages to people by state", ["state"], registry=registry)
    doubts = Gauge("linli_outbox_doubts", "messages that may have gone twice", registry=registry)
    with site.db.read.connect() as connection:
        for gauge, column in ((inbox, Inbox.state), (outbox, Outbox.state)):
            for state, count in connection.execute(select(column, func.count()).group_by(column)):
                gauge.labels(state.value).set(count)
        doubts.set(connection.scalar(select(func.coalesce(func.sum(Outbox.doubts), 0))) or 0)
    return generate_latest(registry)
