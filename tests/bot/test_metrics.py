"""/metrics: names that dashboards are built on, with the figures behind them."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from models.account import ensure_account
from models.community import home_community
from models.outbox import GaveUp, Lane, OutboxState
from tests.queued import queued
from tests.transcript import MONDAY
from tests.webdesk import WebDesk

NAMES = {
    "linli_account_paused_seconds",
    "linli_books_age_seconds",
    "linli_books_findings",
    "linli_inbox_newest_id",
    "linli_inbox_queue_age_seconds",
    "linli_inbox_rows",
    "linli_media_waiting",
    "linli_outbox_doubts",
    "linli_outbox_due",
    "linli_outbox_finished",
    "linli_outbox_gave_up",
    "linli_outbox_newest_id",
    "linli_outbox_queue_age_seconds",
    "linli_outbox_retried",
    "linli_outbox_rows",
    "linli_text_messages",
    "linli_timer_due",
    "linli_timer_kind_fired_late_seconds",
    "linli_timer_kind_last_timestamp_seconds",
    "linli_timer_kind_late_seconds",
    "linli_timer_kind_next_timestamp_seconds",
    "linli_timer_late_seconds",
    "linli_timer_next_timestamp_seconds",
}


@pytest.fixture
async def desk(sample_url: str, tmp_path: Path) -> AsyncIterator[WebDesk]:
    """A running desk whose other account's queue is left alone."""
    made = WebDesk.open(sample_url, tmp_path)
    async with made.running():
        yield made


async def scraped(desk: WebDesk) -> str:
    """The page as it is scraped."""
    answer = await desk.browser().client.get("/metrics")
    assert answer.status_code == 200
    return answer.text


async def test_every_figure_has_its_name_and_its_help(desk: WebDesk) -> None:
    page = await scraped(desk)
    assert set(re.findall(r"^# HELP (\w+) .+$", page, re.MULTILINE)) == NAMES


async def test_figures_stand_under_their_labels(desk: WebDesk) -> None:
    with desk.ground.db.session() as session:
        bot = ensure_account(session, home_community(session), "telegram", "main")
        bot.paused_until = MONDAY + timedelta(seconds=30)
        account: dict[str, Any] = {"account_id": bot.id}
    db = desk.ground.db
    queued(db, MONDAY, OutboxState.DUE, lane=Lane.BULK, ago=timedelta(seconds=90), **account)
    queued(db, MONDAY, OutboxState.UNCERTAIN, lane=Lane.BULK, doubts=1, **account)
    queued(db, MONDAY, OutboxState.SENT, attempts=3, doubts=1, **account)
    queued(db, MONDAY, OutboxState.GAVE_UP, reason=GaveUp.BLOCKED, **account)
    page = await scraped(desk)
    for line in (
        'linli_outbox_rows{state="due"} 1.0',
        'linli_outbox_rows{state="uncertain"} 1.0',
        'linli_outbox_due{lane="bulk"} 1.0',
        'linli_outbox_due{lane="reply"} 0.0',
        'linli_outbox_queue_age_seconds{lane="bulk"} 90.0',
        'linli_outbox_finished{lane="notice",state="sent"} 1.0',
        'linli_outbox_finished{lane="reply",state="answered"} 0.0',
        'linli_outbox_retried{lane="notice",state="sent"} 2.0',
        'linli_outbox_gave_up{reason="blocked"} 1.0',
        "linli_outbox_doubts 1.0",
        'linli_inbox_rows{state="accepted"} 0.0',
        "linli_inbox_queue_age_seconds 0.0",
        'linli_account_paused_seconds{channel="telegram",name="main"} 30.0',
        "linli_media_waiting 0.0",
    ):
        assert line in page.splitlines()
