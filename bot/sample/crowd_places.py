"""The houses of the crowd: beside the sample's estate, each with three doors."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.sample.invented import DOORS, FLATS
from bot.sample.places import BUILDINGS_IN_A_GRID
from models.address import Building, Door, Grid
from models.upsert import insert_new


def add_buildings(
    connection: Connection, community_id: int, numbers: Sequence[str]
) -> dict[str, int]:
    """Ids of these buildings; those that are not there are made with their grid and doors."""
    known = _ids(connection, community_id, numbers)
    for number in numbers:
        if number not in known:
            _add(connection, community_id, number)
    return _ids(connection, community_id, numbers)


def _ids(connection: Connection, community_id: int, numbers: Sequence[str]) -> dict[str, int]:
    rows = connection.execute(
        select(Building.number, Building.id).where(
            Building.community_id == community_id, Building.number.in_(numbers)
        )
    )
    return {row.number: row.id for row in rows}


def _add(connection: Connection, community_id: int, number: str) -> None:
    grid = (int(number) - 1) // BUILDINGS_IN_A_GRID + 1
    of = {"community_id": community_id, "name": f"第{grid}网格"}
    insert_new(connection, Grid, of)
    grid_id = connection.scalars(select(Grid.id).filter_by(**of)).one()
    building = {"community_id": community_id, "number": number}
    insert_new(connection, Building, {**building, "grid_id": grid_id, "households": FLATS})
    building_id = connection.scalars(select(Building.id).filter_by(**building)).one()
    for unit in range(1, DOORS + 1):
        door = {"community_id": community_id, "building_id": building_id, "unit": str(unit)}
        insert_new(connection, Door, door)
