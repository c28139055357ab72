"""The book of a city, 7,260,000 hours in whole minutes, read in one message by whoever asks.

Scripts: this_year, my_hours.
"""

from time import perf_counter

import pytest
from sqlalchemy import insert, text

from models.database import Database
from models.membership import Role
from models.person import Person
from tests.models.test_hours_large import DAYS, FILL, HOURS, PEOPLE
from tests.transcript import MONDAY, World

#: seconds; a city's report is to take less than one, here beside others on the machine
PATIENCE = 5.0


@pytest.mark.row("H2")
def test_a_coordinator_and_a_volunteer_read_sums_that_are_exact(sqlite_db: Database) -> None:
    world = World(sqlite_db)
    sun, he = world.known("孙丽", Role.COORDINATOR), world.known("何静", Role.VOLUNTEER)
    of = {"community_id": world.community_id, "created_at": MONDAY}
    with sqlite_db.patient.begin() as connection:
        connection.execute(insert(Person), [{**of, "id": n} for n in range(3, PEOPLE + 2)])
        connection.execute(text(FILL))
    began = perf_counter()
    said = sun.say("今年")
    assert perf_counter() - began < PATIENCE
    assert f"时长：核实过的 {HOURS}小时，现场号码 {HOURS}小时" in said
    assert f"出力的志愿者 {PEOPLE} 位" in said
    own = DAYS * 24
    assert he.say("时长").startswith(f"一共 {own}小时，今年 {own}小时。\n现场号码 {own}小时\n")
    world.restart()
    assert f"核实过的 {HOURS}小时" in sun.say("今年")
    world.runner.close()
