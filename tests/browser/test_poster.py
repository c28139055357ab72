"""The poster on paper: one page of A4, codes large enough to scan, also for the longest names."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pydantic import SecretStr

from bot.config import Settings
from bot.poster import draw, ways_to
from models.account import ensure_account
from models.community import Community
from models.database import Database
from models.station import Station
from tests.browser.windows import Camera, Window

pytestmark = pytest.mark.browser
MM = 96 / 25.4
QUIET = 4
#: everything as long as its column allows
LONG = {"name": "葵" * 60, "street": "园" * 80, "opening": "每天 8:00–20:00，" * 5}
SHORT = {"name": "葵园站", "street": "葵园路2号", "opening": "周一到周六 8:00–20:00，周日到 17:00"}


@pytest.fixture
def paper(browser: Browser) -> Iterator[Window]:
    """A page as it is printed."""
    context = browser.new_context(viewport={"width": 794, "height": 1123})
    window = Window(context, "about:blank")
    window.page.emulate_media(media="print")
    yield window
    context.close()
    assert window.troubles == []


def poster(db: Database, language: str, ways: int, **about: str) -> str:
    """The poster of a station that is `about` this, with the web and, for two ways, a bot."""
    settings = Settings()
    settings.web.public_url = "https://linli.kuiyuan.example.org"
    settings.telegram.token = SecretStr("1:token" if ways > 1 else "")
    with db.session() as session:
        community = Community(
            name="葵园社区" if about == SHORT else "区" * 80,
            language=language,
            station_phone="022-5550 0137",
        )
        session.add(community)
        session.flush()
        ensure_account(session, community, "web", "main")
        ensure_account(session, community, "telegram", "main").username = "kuiyuan_linli_bot"
        station = Station(community_id=community.id, code="KY1", kind="v_station", **about)
        session.add(station)
        session.flush()
        return draw(community, station, ways_to(session, settings, station))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ways", [1, 2])
@pytest.mark.parametrize("about", [SHORT, LONG], ids=["short", "long"])
def test_a_poster_is_one_page_with_codes_of_three_centimetres(
    paper: Window,
    camera: Camera,
    sqlite_db: Database,
    language: str,
    ways: int,
    about: dict[str, str],
) -> None:
    paper.page.set_content(poster(sqlite_db, language, ways, **about))
    camera(paper, f"07-poster-{language}-{ways}-{len(about['name'])}")
    pdf = paper.page.pdf(prefer_css_page_size=True, print_background=False)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert spilled(paper.page) == []
    sizes = codes(paper.page)
    assert len(sizes) == ways
    assert min(sizes) >= 30


def spilled(page: Page) -> list[str]:
    """Words that stand over the edge of the sheet or of what they stand in."""
    script = """() => [...document.querySelectorAll(".a4, .a4 *:not(svg, path, .win, .win *)")]
        .filter((each) => {
            const box = each.getBoundingClientRect();
            const over = box.right > 794.5 || box.bottom > 1123.5 || box.left < 0;
            return over || each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0;
        }).map((each) => each.className + ": " + each.textContent.slice(0, 20))"""
    found: list[str] = page.evaluate(script)
    return found


def codes(page: Page) -> list[float]:
    """How wide each code is in millimetres, without the white edge around it."""
    sizes = []
    for each in page.locator(".qr svg").all():
        box, squares = each.bounding_box(), (each.get_attribute("viewBox") or "").split()[2]
        assert box is not None
        sizes.append(box["width"] / MM * (int(squares) - 2 * QUIET) / int(squares))
    return sizes
