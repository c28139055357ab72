"""One parameter for many values, on both databases."""

from sqlalchemy import select

from models.among import among
from models.community import Community
from models.database import Database
from models.ready import Ready

BY_KEY = Ready(select(Community.name).where(among(Community.id, "keys")).order_by(Community.id))
BY_NAME = Ready(select(Community.id).where(among(Community.name, "names")))


def test_the_same_statement_takes_none_one_or_many(db: Database) -> None:
    with db.session() as session:
        rows = [Community(name=name) for name in ("葵园", "苇湾", '有"引号')]
        session.add_all(rows)
        session.flush()
        keys, connection = [row.id for row in rows], session.connection()
        for some in ([], keys[:1], keys):
            names = [row.name for row in BY_KEY.rows(connection, {"keys": some})]
            assert names == [row.name for row in rows[: len(some)]]
        found = BY_NAME.rows(connection, {"names": ['有"引号', "没有"]})
        assert [row.id for row in found] == [keys[2]]
