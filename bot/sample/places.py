"""The estate: grids, buildings and doors, three stations, and service points of 18 kinds.

Everything lies within a few hundred metres of one invented spot, a 15-minute walk at most.
"""

from sqlalchemy.orm import Session

from models.address import Building, Door, Grid
from models.community import Community
from models.station import Station

GRIDS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一")
BUILDINGS_IN_A_GRID = 2
FLATS_ON_A_FLOOR = 4
#: buildings with one door and 18 floors; the others have three doors and six floors
TOWERS = frozenset({7, 14, 21, 22})
LATITUDE, LONGITUDE = 36.5, 117.5
BUILDINGS_IN_A_ROW = 5
STEP_NORTH, STEP_EAST = 0.0012, 0.0015  # about 135 m from building to building
DOOR_STEP = 0.0001

#: code, name, English name, kind, address, opening hours, how many steps north and east
STATIONS = (
    (
        "KY1", "葵园站", "Kuiyuan Station", "practice_station",
        "葵园路2号", "周一到周六 8:00–20:00，周日到 17:00", 0, 0,
    ),
    (
        "KY2", "葵园广场V站", "Kuiyuan Square V Station", "v_station",
        "葵园路18号", "每天 9:00–18:00", 1, 3,
    ),
    (
        "KY3", "葵北学雷锋驿站", "North Kuiyuan Lei Feng Post", "lei_feng_post",
        "葵北街6号", "每天 7:30–19:30", 3, -1,
    ),
)  # fmt: skip

#: kind, what its points are called, in English, opening hours; two points of each
POINT_KINDS = (
    ("party_home", "党员志愿服务之家", "Party members' service home", "周一到周五 9:00–17:00"),
    ("party_household", "党员中心户", "Party members' household", "每天 18:00–20:00"),
    ("veterans", "退役军人服务点", "Veterans' service point", "周一、周四 9:00–11:30"),
    ("haircut", "义务理发点", "Free haircuts", "每周二 9:00–11:00"),
    ("health", "医护健康点", "Nurses' corner", "周三、周六 8:30–11:00"),
    ("tutoring", "四点半课堂", "Half past four class", "上学日 16:30–18:00"),
    ("repair", "巧手维修点", "Repair bench", "周六 9:00–16:00"),
    ("mediation", "邻里说事室", "Talking room", "周五 18:30–20:30"),
    ("legal", "法律咨询点", "Legal advice", "每月第一个周日 9:00–11:00"),
    ("listening", "心语室", "Listening room", "周二、周五 14:00–17:00"),
    ("reading", "楼门图书角", "Reading corner", "每天 8:00–20:00"),
    ("phone_class", "手机课堂", "Phone class", "每周四 14:00–15:30"),
    ("children", "儿童之家", "Children's room", "周末 9:00–17:00"),
    ("elder_meals", "老年助餐点", "Meals for the old", "每天 11:00–12:30"),
    ("disability", "助残服务点", "Help for disabled people", "周一到周五 9:00–16:00"),
    ("swap", "旧物互换点", "Swap shelf", "周日 9:00–11:30"),
    ("culture", "文体活动点", "Music and exercise", "每天 7:00–20:00"),
    ("rest_stop", "邻小憩", "Neighbours' rest stop", "全天"),
)


def add_places(session: Session, community: Community) -> list[Door]:
    """Write the estate and its stations; returns the doors, building by building."""
    doors = _add_doors(session, community)
    _add_stations(session, community)
    _add_points(session, community)
    session.flush()
    return doors


def _add_doors(session: Session, community: Community) -> list[Door]:
    grids = [Grid(community_id=community.id, name=f"第{word}网格") for word in GRIDS]
    session.add_all(grids)
    session.flush()
    buildings = [
        _building(community, grid, index * BUILDINGS_IN_A_GRID + place)
        for index, grid in enumerate(grids)
        for place in range(1, BUILDINGS_IN_A_GRID + 1)
    ]
    session.add_all(buildings)
    session.flush()
    doors = [
        Door(community_id=community.id, building_id=building.id, unit=str(unit))
        for building in buildings
        for unit in range(1, _doors_of(int(building.number)) + 1)
    ]
    session.add_all(doors)
    return doors


def _building(community: Community, grid: Grid, number: int) -> Building:
    households = _doors_of(number) * floors_of(number) * FLATS_ON_A_FLOOR
    return Building(
        community_id=community.id, grid_id=grid.id, number=str(number), households=households
    )


def _doors_of(number: int) -> int:
    return 1 if number in TOWERS else 3


def floors_of(number: int) -> int:
    """How high building `number` is."""
    return 18 if number in TOWERS else 6


def _add_stations(session: Session, community: Community) -> None:
    for code, name, name_en, kind, street, opening, north, east in STATIONS:
        session.add(
            Station(
                community_id=community.id,
                code=code,
                name=name,
                name_en=name_en,
                kind=kind,
                street=street,
                opening=opening,
                phone=community.station_phone,
                latitude=LATITUDE + north * STEP_NORTH,
                longitude=LONGITUDE + east * STEP_EAST,
            )
        )


def _add_points(session: Session, community: Community) -> None:
    """Each kind twice, in two buildings half the estate apart."""
    count = len(GRIDS) * BUILDINGS_IN_A_GRID
    for index in range(2 * len(POINT_KINDS)):
        turn, which = divmod(index, len(POINT_KINDS))
        kind, label, label_en, opening = POINT_KINDS[which]
        number = (which + turn * count // 2) % count + 1
        row, column = divmod(number - 1, BUILDINGS_IN_A_ROW)
        session.add(
            Station(
                community_id=community.id,
                code=f"KYP{index + 1:02d}",
                name=f"{number}号楼{label}",
                name_en=f"{label_en}, building {number}",
                kind=kind,
                street=f"葵园小区{number}号楼",
                opening=opening,
                latitude=LATITUDE + (row - 2) * STEP_NORTH + turn * DOOR_STEP,
                longitude=LONGITUDE + (column - 2) * STEP_EAST,
            )
        )
