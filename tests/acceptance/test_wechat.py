"""One order from the first word to the last, with all or some of its people on WeChat."""

from pathlib import Path

from tests.acceptance.ending import check_domain
from tests.acceptance.wechat_story import Place, a_story, whole


async def test_everybody_is_on_wechat(sqlite_url: str, tmp_path: Path) -> None:
    async with a_story(Place(sqlite_url, tmp_path)) as cast:
        await whole(cast)
        await cast.settle()
        check_domain(cast.db)
        assert cast.api.violations == []
