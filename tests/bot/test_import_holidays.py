"""`linli import holidays`: all of a file or nothing of it; rules are looked at anew."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands_calendar import BadRow, read_days
from models.activity import Activity
from models.activity_rule import ActivityTemplate
from models.activity_seeds import rule_from, seed_named
from models.audit import Audit
from models.calendar import CalendarOverride
from models.community import Community
from models.dedication_days import make_days
from models.membership import Role
from models.occasions import DEDICATION
from models.person import Person
from tests.command_line import configured, linli
from tests.transcript import World

ROWS = "日期,类型,依据\n2027-02-05,休,国办通知\n2027/02/06,rest\n\n2027-02-20,班,国办通知\n"
THIRD_SATURDAY = {"kind": "weekday", "nth": 3, "weekday": 5}


def overrides(world: World) -> list[tuple[date, str, str]]:
    with world.db.reading() as session:
        rows = session.scalars(select(CalendarOverride).order_by(CalendarOverride.day))
        return [(each.day, each.kind, each.source) for each in rows]


def test_a_file_is_read_and_what_rules_made_moves(
    world: World, database_url: str, tmp_path: Path
) -> None:
    world.known("孙丽", Role.COORDINATOR)
    with world.db.session() as session:
        community = session.get_one(Community, world.community_id)
        seed = seed_named(DEDICATION)
        rule = rule_from(session, community.id, seed, THIRD_SATURDAY)
        template = session.get_one(ActivityTemplate, rule.template_id)
        template.leader_id = session.scalars(select(Person.id)).one()
        keys = iter(map(str, range(9)))
        assert len(make_days(session, community, lambda: next(keys), world.now).published) == 3
    file = tmp_path / "2027.csv"
    file.write_text(ROWS, encoding="utf-8-sig")
    config = str(configured(tmp_path, database_url))
    said = linli("import", "holidays", str(file), "--config", config)
    assert said.exit_code == 0, said.output
    assert said.output.splitlines()[0] == "3 days."
    assert overrides(world) == [
        (date(2027, 2, 5), "rest", "国办通知"),
        (date(2027, 2, 6), "rest", "imported"),
        (date(2027, 2, 20), "work", "国办通知"),
    ]
    with world.db.reading() as session:
        days = [
            community.local(each.starts_at).date() for each in session.scalars(select(Activity))
        ]
        assert date(2027, 2, 21) in days
        [noted] = session.scalars(select(Audit).filter_by(action="imported_holidays"))
        assert noted.detail == "3 days"
    again = linli("import", "holidays", str(file), "--config", config)
    assert again.exit_code == 0
    assert len(overrides(world)) == 3


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("2027-02-30,休\n", "line 1: '2027-02-30' is no date like 2027-02-06"),
        ("2027-02-05,休\n2027-02-06,maybe\n", "line 2: the second column says rest or work"),
        ("2027-02-05\n", "line 1: the second column says rest or work"),
    ],
)
def test_one_bad_line_and_nothing_is_changed(
    small_world: World, sqlite_url: str, tmp_path: Path, rows: str, why: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(BadRow, match=why.replace("'", ".")):
        list(read_days(file))
    config = str(configured(tmp_path, sqlite_url))
    said = linli("import", "holidays", str(file), "--config", config)
    assert said.exit_code == 1
    assert "Nothing was changed." in said.output
    assert overrides(small_world) == []


def test_no_such_file_or_community_is_said(
    small_world: World, sqlite_url: str, tmp_path: Path
) -> None:
    config = str(configured(tmp_path, sqlite_url))
    said = linli("import", "holidays", str(tmp_path / "none.csv"), "--config", config)
    assert said.exit_code == 1
    file = tmp_path / "ok.csv"
    file.write_text("2027-02-05,休\n", encoding="utf-8")
    said = linli("import", "holidays", str(file), "--community", "别处", "--config", config)
    assert said.exit_code == 1
    assert "There is no community" in said.output
    assert overrides(small_world) == []
