"""`linli invite`: the first worker of an empty database comes in by one link, once, for a while."""

import re
from pathlib import Path

from sqlalchemy import select

from models.audit import Audit
from models.database import open_database
from models.membership import Membership, Role
from models.person import Person
from models.vault import Vault
from tests.command_line import configured, linli
from tests.conftest import INDEX_KEY, KEY
from tests.webdesk import WebDesk


def invited(folder: Path, url: str) -> str:
    """The path of the link that the command prints."""
    told = linli("invite", "worker", "--name", "陈静", "--config", str(configured(folder, url)))
    assert told.exit_code == 0, told.output
    assert "（15 分钟内打开一次）" in told.output
    found = re.search(r"/enter/\S+", told.output)
    assert found is not None
    return found[0]


async def test_the_first_worker_comes_in_once_and_may_see_the_board(
    database_url: str, tmp_path: Path
) -> None:
    path = invited(tmp_path, database_url)
    desk = WebDesk.open(database_url, tmp_path)
    with desk.ground.db.reading() as session:
        # the command's clock is the real one
        desk.moments[0] = session.scalars(select(Audit.at).filter_by(action="invited")).one()
    async with desk.running():
        chen, stranger = desk.browser(), desk.browser()
        assert (await stranger.client.get("/board")).status_code == 403
        entered = await chen.client.get(path, follow_redirects=True)
        assert "陈静" in entered.text
        assert (await chen.client.get("/board")).status_code == 200
        assert "清单" in await chen.say("帮助")
        assert (await stranger.client.get(path)).status_code == 410, "once"


async def test_a_link_nobody_opened_in_time_is_over(sqlite_url: str, tmp_path: Path) -> None:
    path = invited(tmp_path, sqlite_url)
    desk = WebDesk.open(sqlite_url, tmp_path)
    with desk.ground.db.reading() as session:
        desk.moments[0] = session.scalars(select(Audit.at).filter_by(action="invited")).one()
    desk.wait(minutes=16)
    async with desk.running():
        assert (await desk.browser().client.get(path)).status_code == 410


def test_who_was_invited_is_written_down(sqlite_url: str, tmp_path: Path) -> None:
    invited(tmp_path, sqlite_url)
    refused = linli("invite", "king", "--name", "x", "--config", str(tmp_path / "config.toml"))
    assert refused.exit_code == 2
    db = open_database(sqlite_url, Vault([KEY], INDEX_KEY))
    with db.reading() as session:
        person = session.scalars(select(Person)).one()
        assert session.scalars(select(Membership.role)).all() == [Role.WORKER]
        row = session.scalars(select(Audit).filter_by(action="invited")).one()
        assert (row.subject, row.detail) == (f"person:{person.id}", "worker")
    db.close()
