"""One order from the first word to the last, with all or some of its people on Telegram."""

from pathlib import Path

import pytest

from tests.acceptance.stage import whole
from tests.acceptance.telegram_ending import Ending, doubts, ending, said_as_in
from tests.acceptance.telegram_story import a_story
from tests.telegram_desk import Place

MODES = ("polling", "webhook")


@pytest.mark.row("V5")
@pytest.mark.parametrize("mode", MODES)
async def test_everybody_is_on_telegram(
    database_url: str, tmp_path: Path, mode: str, as_told: Ending
) -> None:
    async with a_story(Place(database_url, tmp_path, mode)) as cast:
        await whole(cast)
        assert await ending(cast) == as_told
        await said_as_in(as_told, cast)
        assert cast.api.refused == {}
        assert cast.api.unanswered == []
        assert doubts(cast) == 0


@pytest.mark.row("V5")
@pytest.mark.parametrize("mode", MODES)
async def test_the_resident_is_on_the_web_and_the_others_on_telegram(
    database_url: str, tmp_path: Path, mode: str, as_told: Ending
) -> None:
    async with a_story(Place(database_url, tmp_path, mode), on_the_web=("resident",)) as cast:
        await whole(cast)
        found = await ending(cast)
        assert found.events == as_told.events
        for who in ("worker", "volunteer"):
            assert found.chats[who] == as_told.chats[who]
        assert cast.api.refused == {}
        assert cast.api.unanswered == []
        assert doubts(cast) == 0
