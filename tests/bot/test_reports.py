"""`linli report`, the page and its files: the same rows, and text that stays text."""

import csv
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from bot.sheets import csv_of, xlsx_of
from handlers.reports import REPORTS
from handlers.reports.sheet import Row, Sheet
from models.audit import Audit
from models.community import Community
from models.figures_span import span_around
from models.membership import Membership, Role, grant
from models.person import Person
from models.web import give_figures_link
from tests.command_line import configured, linli
from tests.served import served
from tests.transcript import ZONE, World
from tests.webdesk import WebDesk

WEEK = "week/2026-11-23"
NASTY = '=HYPERLINK("http://x","y")'


def read_back(data: bytes) -> list[list[object]]:
    page = openpyxl.load_workbook(BytesIO(data)).active
    assert page is not None
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_text_that_looks_like_a_formula_stays_text_in_both_files() -> None:
    rows = tuple(Row(name, name, 5, "张") for name in (NASTY, "+1", "-1", "@x", "1e5", "葵园"))
    sheet = Sheet(NASTY, rows)
    cells = openpyxl.load_workbook(BytesIO(xlsx_of(sheet))).active
    assert cells is not None
    for row in cells.iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n"), cell
            assert cell.hyperlink is None
    assert cells["A1"].value == NASTY
    assert cells["C3"].value == 5
    lines = list(csv.reader(StringIO(csv_of(sheet).decode("utf-8-sig"))))
    assert lines[0] == [f"'{NASTY}"]
    assert [line[0] for line in lines[2:]] == [f"'{NASTY}", "'+1", "'-1", "'@x", "1e5", "葵园"]
    assert csv_of(sheet).startswith("\ufeff".encode())


def test_chat_spreadsheet_and_csv_say_the_same(small_world: World) -> None:
    small_world.known("何静", Role.VOLUNTEER)
    served(small_world, "何静", datetime(2026, 11, 23, 8, 0, tzinfo=ZONE), 45)
    with small_world.db.reading() as session:
        community = session.get_one(Community, small_world.community_id)
        span = span_around("week", date(2026, 11, 23))
        sheet = REPORTS["figures"](session, community, span)
    table = [list(row) for row in sheet.table()]
    assert ["时长", "核实过的", 45, "分钟"] in table
    assert read_back(xlsx_of(sheet))[2:] == table
    lines = list(csv.reader(StringIO(csv_of(sheet).decode("utf-8-sig"))))
    assert [[a, b, int(n), unit] for a, b, n, unit in lines[2:]] == table
    said = "\n".join(sheet.lines())
    for group, name, value, unit in table:
        assert not value or unit == "分钟" or f"{name} {value} {unit}" in said, group


@pytest.fixture
def config(world: World, tmp_path: Path) -> tuple[str, str]:
    """The option that names the configuration of this database."""
    url = world.db.write.url.render_as_string(hide_password=False)
    return "--config", str(configured(tmp_path, url))


def test_a_report_is_printed_or_written(
    world: World, config: tuple[str, str], tmp_path: Path
) -> None:
    world.known("何静", Role.VOLUNTEER)
    served(world, "何静", datetime(2026, 11, 23, 8, 0, tzinfo=ZONE), 45)
    printed = linli("report", "figures", "--month", "2026-11", *config)
    assert printed.exit_code == 0, printed.output
    assert "葵园社区 2026年11月" in printed.output
    assert "核实过的 45分钟" in printed.output
    file = tmp_path / "week.xlsx"
    wrote = linli("report", "figures", "--week", "2026-11-29", "--out", str(file), *config)
    assert wrote.exit_code == 0, wrote.output
    assert read_back(file.read_bytes())[0][0] == "葵园社区 2026年11月23日到11月29日"
    assert "2025年\n" in linli("report", "figures", "--year", "2025", *config).output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("figurs",), "there are: figures"),
        (("figures", "--month", "November"), "Write a day as"),
        (("figures", "--month", "2026-11", "--year", "2026"), "Name one of"),
        (("figures", "--out", "x.pdf"), "end the name in .csv or .xlsx"),
    ],
)
def test_what_cannot_be_reported_says_what_to_write(
    small_world: World, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    url = small_world.db.write.url.render_as_string(hide_password=False)
    answer = linli("report", *words, "--config", str(configured(tmp_path, url)))
    assert answer.exit_code == 2
    assert told in answer.output


@pytest.fixture
async def desk(sample_url: str, tmp_path: Path) -> AsyncIterator[WebDesk]:
    """A running desk with the sample community."""
    made = WebDesk.open(sample_url, tmp_path)
    async with made.running():
        yield made


def link(desk: WebDesk, role: Role = Role.COORDINATOR) -> str:
    """A link to this week's figures for a new member of staff."""
    at = desk.ground.around.now()
    with desk.ground.db.session() as session:
        community = session.scalars(select(Community)).first()
        assert community is not None
        person = Person(community_id=community.id, display_name="新来的", created_at=at)
        session.add(person)
        session.flush()
        grant(session, person, role, at)
        give_figures_link(session, person, f"{WEEK}/{'t' * 22}", at)
    return f"/figures/{WEEK}/{'t' * 22}"


async def test_the_link_shows_the_rows_and_gives_both_files(desk: WebDesk) -> None:
    client, path = desk.browser().client, link(desk)
    page = await client.get(path)
    assert page.status_code == 200
    assert "2026年11月23日到11月29日" in page.text
    assert page.headers["cache-control"] == "no-store"
    sheet = await client.get(path, params={"as": "xlsx"})
    assert sheet.headers["content-disposition"].endswith('filename="linli-week-2026-11-23.xlsx"')
    assert "2026年11月23日到11月29日" in str(read_back(sheet.content)[0][0])
    text = await client.get(path, params={"as": "csv"})
    assert text.content.decode("utf-8-sig").startswith("")
    with desk.ground.db.reading() as session:
        taken = session.scalars(select(Audit.detail).filter_by(action="figures_taken")).all()
    assert taken == ["xlsx", "csv"]


async def test_a_guessed_an_old_and_a_former_colleagues_link_open_nothing(desk: WebDesk) -> None:
    client, path = desk.browser().client, link(desk)
    for other in (path[:-1] + "x", path.replace("week", "year"), path.replace("23", "16")):
        assert (await client.get(other)).status_code == 410
    desk.wait(days=1)
    assert (await client.get(path)).status_code == 410


async def test_whoever_is_no_longer_on_staff_opens_nothing(desk: WebDesk) -> None:
    client, path = desk.browser().client, link(desk)
    with desk.ground.db.session() as session:
        row = session.scalars(select(Membership).order_by(Membership.id.desc())).first()
        assert row is not None
        row.until = desk.ground.around.now() - timedelta(seconds=1)
    assert (await client.get(path)).status_code == 410
