"""For whoever runs it: alive, ready, and figures without names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.figures import MOST, RECENT, Figures, figures
from bot.timer_figures import TimerFigure, timer_figures
from bot.web.site import Site, is_local
from models.outbox import Lane
from models.text_message import TextState, all_texts

_LATELY = f"finished in the last {int(RECENT.total_seconds())} s, up to {MOST}"


async def healthz(request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok")


async def readyz(request: Request) -> Response:
    """The database answers and has the shape we expect."""
    site: Site = request.app.state.site
    return PlainTextResponse("ready") if site.is_ready() else PlainTextResponse("not ready", 503)


async def metrics(request: Request) -> Response:
    """How the queues stand, for this machine only."""
    site: Site = request.app.state.site
    if not is_local(request):
        return PlainTextResponse("", 404)
    at = site.around.now()
    found, timers, texts = await site.runner.aside(_look, site, at)
    return Response(_drawn(found, timers, texts, at), media_type=CONTENT_TYPE_LATEST)


Texts = Mapping[TextState, int]


def _look(site: Site, at: datetime) -> tuple[Figures, list[TimerFigure], Texts]:
    with site.db.read.connect() as connection:
        return figures(connection, at), timer_figures(connection), all_texts(connection)


def _drawn(found: Figures, timers: list[TimerFigure], texts: Texts, at: datetime) -> bytes:
    page = CollectorRegistry()
    _each(page, "linli_text_messages", "text messages by state", "state", texts)
    _outbox(page, found, at)
    _finished(page, found)
    _inbox(page, found, at)
    _clock(page, found, at)
    _kinds(page, timers, at)
    paused = _table(page, "linli_account_paused_seconds", "to be silent", ("channel", "name"))
    for account, until in found.paused.items():
        paused.labels(*account).set((until - at).total_seconds())
    return generate_latest(page)


def _outbox(page: CollectorRegistry, found: Figures, at: datetime) -> None:
    about = f"messages to people by state, but for sent and answered, up to {MOST}"
    _each(page, "linli_outbox_rows", about, "state", found.outbox)
    _each(page, "linli_outbox_due", f"messages that may go now, up to {MOST}", "lane", found.due)
    ages = {lane: _since(found.due_since.get(lane), at) for lane in Lane}
    about = "how long the oldest message that may go has waited"
    _each(page, "linli_outbox_queue_age_seconds", about, "lane", ages)
    _one(page, "linli_outbox_newest_id", "about how many were ever queued", found.newest_outbox)


def _finished(page: CollectorRegistry, found: Figures) -> None:
    labels = ("state", "lane")
    rows = _table(page, "linli_outbox_finished", f"messages {_LATELY}", labels)
    retried = _table(page, "linli_outbox_retried", f"further attempts of those {_LATELY}", labels)
    for (state, lane), each in found.finished.items():
        rows.labels(state.value, lane.value).set(each.rows)
        retried.labels(state.value, lane.value).set(each.retried)
    _each(page, "linli_outbox_gave_up", f"not sent, {_LATELY}", "reason", found.gave_up)
    doubts = sum(each.doubts for each in found.finished.values())
    _one(page, "linli_outbox_doubts", f"messages that may have gone twice, {_LATELY}", doubts)


def _inbox(page: CollectorRegistry, found: Figures, at: datetime) -> None:
    about = f"messages of people by state, but for done, up to {MOST}"
    _each(page, "linli_inbox_rows", about, "state", found.inbox)
    about = "how long the oldest accepted message has waited for its turn"
    _one(page, "linli_inbox_queue_age_seconds", about, _since(found.accepted_at, at))
    _one(page, "linli_inbox_newest_id", "about how many were ever accepted", found.newest_inbox)


def _clock(page: CollectorRegistry, found: Figures, at: datetime) -> None:
    _one(page, "linli_timer_due", f"timers to fire now, up to {MOST}", found.timers_due)
    about = "how long the oldest timer has been due"
    _one(page, "linli_timer_late_seconds", about, _since(found.next_timer, at))
    next_at = found.next_timer.timestamp() if found.next_timer else 0
    _one(page, "linli_timer_next_timestamp_seconds", "when the next is due, 0 for none", next_at)
    _one(page, "linli_books_findings", "what the last look into the books found", found.books_wrong)
    about = "how long ago the oldest of those looks was, 0 before the first"
    _one(page, "linli_books_age_seconds", about, _since(found.books_checked_at, at))
    about = f"photos, voice and files to fetch from a platform now, up to {MOST}"
    _one(page, "linli_media_waiting", about, found.media_wanted)


def _kinds(page: CollectorRegistry, found: list[TimerFigure], at: datetime) -> None:
    """Each scheduled kind; 0 for a moment that there is none of."""
    name, label = "linli_timer_kind", ("kind",)
    next_at = _table(page, f"{name}_next_timestamp_seconds", "when it is due next", label)
    last_at = _table(page, f"{name}_last_timestamp_seconds", "when it fired last", label)
    late = _table(page, f"{name}_late_seconds", "how long its oldest has been due", label)
    took = _table(page, f"{name}_fired_late_seconds", "how late its newest fired", label)
    for each in found:
        next_at.labels(each.kind).set(each.next_at.timestamp() if each.next_at else 0)
        last_at.labels(each.kind).set(each.last_at.timestamp() if each.last_at else 0)
        late.labels(each.kind).set(each.late(at).total_seconds())
        took.labels(each.kind).set(each.took.total_seconds())


def _one(page: CollectorRegistry, name: str, about: str, value: float) -> None:
    Gauge(name, about, registry=page).set(value)


def _each(
    page: CollectorRegistry,
    name: str,
    about: str,
    label: str,
    values: Mapping[Any, float],
) -> None:
    gauge = _table(page, name, about, (label,))
    for key, value in values.items():
        gauge.labels(key.value).set(value)


def _table(page: CollectorRegistry, name: str, about: str, labels: tuple[str, ...]) -> Gauge:
    return Gauge(name, about, labels, registry=page)


def _since(moment: datetime | None, at: datetime) -> float:
    return max((at - moment).total_seconds(), 0) if moment is not None else 0
