"""Activities on the web page: the card with its buttons, one press, the card drawn anew."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.webdesk import WebDesk


@pytest.fixture
async def desk(sample_url: str, tmp_path: Path) -> AsyncIterator[WebDesk]:
    """A running desk with the sample community and its calendar."""
    made = WebDesk.open(sample_url, tmp_path)
    async with made.running():
        yield made


async def test_a_volunteer_signs_up_and_gives_the_place_back_on_the_page(desk: WebDesk) -> None:
    visitor = desk.browser()
    await visitor.enter("volunteer")
    page = await visitor.say("活动")
    assert "这个月做" in page
    assert "给老人读报" in page
    page = await visitor.press("读报")
    assert "给您留好了，读报。" in page
    assert "您报了读报。" in page
    page = await visitor.press("来不了")
    assert "好，谢谢您早说。" in page
    assert "您报了读报。" not in page


async def test_whoever_leads_has_the_day_on_the_card(desk: WebDesk) -> None:
    visitor = desk.browser()
    await visitor.enter("worker")
    page = await visitor.say("我的")
    assert "奉献日" in page
    page = await visitor.say("名单1205-01")
    assert "1205-01 奉献日，6 位：\n1 张慧兰 擦窗" in page
