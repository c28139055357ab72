"""While the database is away nothing is lost in silence: 503, the words stay on the page."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.acceptance.desk import RunningDesk
from tests.acceptance.people import Browser

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
SHUT = 'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}'


@contextmanager
def shut(postgres_server: str, url: str) -> Iterator[None]:
    """Cut every connection to the database, and let no new one in."""
    name = make_url(url).database
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as admin:
        admin.execute(text(SHUT.format(name=name, allowed="false")))
        admin.execute(text(CUT), {"name": name})
        yield
        admin.execute(text(SHUT.format(name=name, allowed="true")))
    engine.dispose()


@pytest.mark.postgres
def test_a_post_while_the_database_is_down_is_told_so_and_taken_later(
    postgres_desk: RunningDesk, postgres_server: str
) -> None:
    postgres_desk.start()
    browser = Browser("somebody", postgres_desk.address)
    browser.open()
    browser.post("k1", text="您好")
    browser.wait(lambda page: page.heard("您好，这里是葵园社区邻里"))
    with shut(postgres_server, postgres_desk.plan.url):
        answer = browser.try_post("k2", text="帮助")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert "您写的都在" in answer.json()["say"]
        fire = browser.try_post("k3", text="厨房着火了")
        assert fire.status_code == 503
        assert fire.json()["alarm"] is True
        assert fire.json()["say"].startswith("现在打 119。")
    browser.post("k2", text="帮助")
    browser.wait(lambda page: page.heard("直接写一句话"))
    browser.close()
