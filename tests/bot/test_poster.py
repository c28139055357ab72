"""The poster of a station: true codes, everything on the page itself, and plain words when not."""

import json
import re
from html import unescape
from importlib import resources
from pathlib import Path

import pytest
import segno
from pydantic import SecretStr
from sqlalchemy import select

from bot.config import Settings
from bot.poster import NoStation, NotReached, draw, station_of, ways_to
from handlers.understand.kind import KindWords, read_kind
from handlers.understand.normal import fold
from handlers.vocabulary import WORDS
from models.account import Account, ensure_account
from models.community import Community, home_community
from models.database import Database
from models.station import Station
from tests.command_line import configured, linli

SEED = resources.files("models").joinpath("need_kinds.json").read_text(encoding="utf-8")
KINDS = [KindWords(row["code"], tuple(row["words"])) for row in json.loads(SEED)]
WEB_LINK = "https://linli.example.org/?s=KY1"
BOT_LINK = "https://t.me/kuiyuan_bot?start=KY1"
#: the dark squares of a code: each run begins where the last one ended
_RUNS = re.compile(r"([Mmh])(-?[\d.]+) ?(-?[\d.]+)?")


@pytest.fixture
def settings() -> Settings:
    """A desk with a public address and a bot."""
    made = Settings()
    made.web.public_url = "https://linli.example.org/"
    made.telegram.token = SecretStr("1:token")
    return made


@pytest.fixture
def station(sqlite_db: Database) -> int:
    """The id of a station whose community has a web chat and a bot."""
    with sqlite_db.session() as session:
        community = Community(name="葵园社区", station_phone="8000 0123")
        session.add(community)
        session.flush()
        ensure_account(session, community, "web", "main")
        ensure_account(session, community, "telegram", "main").username = "kuiyuan_bot"
        made = Station(
            community_id=community.id,
            code="KY1",
            name="葵园站",
            kind="v_station",
            street="葵园路2号",
            opening="每天 9:00–18:00",
        )
        session.add(made)
        session.flush()
        return made.id


def links(db: Database, settings: Settings, station_id: int) -> list[str]:
    """The links on the station's poster."""
    with db.reading() as session:
        return [
            way.link for way in ways_to(session, settings, session.get_one(Station, station_id))
        ]


def page(db: Database, settings: Settings, station_id: int) -> str:
    """The station's poster."""
    with db.reading() as session:
        place = session.get_one(Station, station_id)
        return draw(home_community(session), place, ways_to(session, settings, place))


def squares(svg: str) -> list[list[bool]]:
    """Which squares of a drawn code are dark, with its white edge."""
    side = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    dark = [[False] * side for _n in range(side)]
    x, y = 0, 0.0
    path = re.findall(r'class="qrline"[^>]* d="([^"]+)"', svg)[0]
    for kind, first, second in _RUNS.findall(path):
        if kind == "h":
            for n in range(int(first)):
                dark[int(y)][x + n] = True
            x += int(first)
        elif kind == "M":
            x, y = int(first), float(second)
        else:
            x, y = x + int(first), y + float(second)
    return dark


def test_each_code_says_the_link_beside_it(
    sqlite_db: Database, settings: Settings, station: int
) -> None:
    html = page(sqlite_db, settings, station)
    codes = re.findall(r'aria-label="([^"]+)">(<svg.*?</svg>)', html, re.DOTALL)
    assert [unescape(link) for link, _svg in codes] == [WEB_LINK, BOT_LINK]
    for link, svg in codes:
        wanted = segno.make(unescape(link), error="q", boost_error=False, micro=False)
        assert squares(svg) == [
            [bool(dark) for dark in row] for row in wanted.matrix_iter(border=4)
        ]


def test_the_poster_has_all_it_shows_in_itself(
    sqlite_db: Database, settings: Settings, station: int
) -> None:
    html = page(sqlite_db, settings, station)
    assert not re.search(r"\b(src|href)=|url\(|@import|<script", html)
    for words in (
        "葵园社区 葵园站",
        "8000 0123",
        "葵园路2号",
        "每天 9:00–18:00",
        "KY1",
        "120、119、110",
    ):
        assert words in html
    for link in (WEB_LINK, BOT_LINK):
        assert link.removeprefix("https://") in unescape(html)
    assert "服务器在国外" in html


def test_the_poster_stands_in_the_communitys_language_with_a_line_in_the_other(
    sqlite_db: Database, settings: Settings, station: int
) -> None:
    assert 'lang="zh-CN"' in page(sqlite_db, settings, station)
    assert re.search(r'class="other" lang="en"', page(sqlite_db, settings, station))
    with sqlite_db.session() as session:
        home_community(session).language = "en"
    html = page(sqlite_db, settings, station)
    assert '<html lang="en">' in html
    assert 'class="other" lang="zh-CN">有事，跟邻居说一声' in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_desk_understands_what_the_poster_proposes(
    sqlite_db: Database, settings: Settings, station: int, language: str
) -> None:
    with sqlite_db.session() as session:
        home_community(session).language = language
    *wishes, offer = re.findall("“([^”]+)”</p>", page(sqlite_db, settings, station))
    assert len(wishes) == 2
    assert all(read_kind(fold(wish), KINDS) for wish in wishes)
    assert WORDS[offer.lower()] == "open_tasks"


def test_only_what_can_be_reached_from_outside_gets_a_code(
    sqlite_db: Database, settings: Settings, station: int
) -> None:
    assert links(sqlite_db, settings, station) == [WEB_LINK, BOT_LINK]
    settings.web.public_url = ""
    assert links(sqlite_db, settings, station) == [BOT_LINK]
    with sqlite_db.session() as session:
        session.scalars(select(Account).filter_by(channel="telegram")).one().username = ""
    with pytest.raises(NotReached, match="public_url"):
        links(sqlite_db, settings, station)


def test_a_bot_that_is_off_or_of_elsewhere_is_left_out(
    sqlite_db: Database, settings: Settings, station: int
) -> None:
    with sqlite_db.session() as session:
        other = Community(name="柳园社区")
        session.add(other)
        session.flush()
        ensure_account(session, other, "telegram", "willow").username = "willow_bot"
    assert links(sqlite_db, settings, station) == [WEB_LINK, BOT_LINK]
    settings.telegram.token = SecretStr("")
    assert links(sqlite_db, settings, station) == [WEB_LINK]


def test_a_code_that_no_link_can_carry_is_left_out_of_the_bots(
    sqlite_db: Database, settings: Settings, station: int
) -> None:
    with sqlite_db.session() as session:
        session.get_one(Station, station).code = "一号"
    assert links(sqlite_db, settings, station) == [
        "https://linli.example.org/?s=%E4%B8%80%E5%8F%B7"
    ]


def test_without_a_notice_about_abroad_the_poster_speaks_of_none(
    sqlite_db: Database, settings: Settings, station: int
) -> None:
    settings.telegram.overseas_notice = False
    assert "服务器在国外" not in page(sqlite_db, settings, station)


def test_a_station_of_two_communities_needs_a_name(sqlite_db: Database, station: int) -> None:
    with sqlite_db.session() as session:
        other = Community(name="柳园社区")
        session.add(other)
        session.flush()
        session.add(Station(community_id=other.id, code="ky1", name="柳园站", kind="v_station"))
    with sqlite_db.reading() as session:
        with pytest.raises(NoStation, match="--community"):
            station_of(session, "KY1")
        assert station_of(session, "ky1", "葵园社区").id == station


def test_the_command_writes_the_page_and_lists_stations_it_knows(
    sample_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configured(tmp_path, sample_url)
    monkeypatch.chdir(tmp_path)
    nowhere = linli("poster", "KY1")
    assert nowhere.exit_code == 1
    assert "LINLI_WEB__PUBLIC_URL" in nowhere.output
    with config.open("a", encoding="utf-8") as file:
        file.write('[web]\npublic_url = "https://linli.example.org"\n')
    done = linli("poster", "ky1")
    assert done.output.splitlines() == [
        "poster-KY1.html: print it on A4, at its own size.",
        WEB_LINK,
    ]
    assert "葵园站" in (tmp_path / "poster-KY1.html").read_text("utf-8")
    unknown = linli("poster", "KY9", "--out", "other.html")
    assert unknown.exit_code == 1
    assert "No station has the code KY9. There are:\n  KY1  葵园站 (" in unknown.output
    assert not (tmp_path / "other.html").exists()
