"""The parts of an address in the writer's own words: 东关街道 苇湾社区 18号楼 1单元 102.

`place.py` turns the same words into a door that can be rung; here they stay as written, for
whoever has to find the way. Destinations (去区医院) are told from where help is wanted.
"""

import re
from dataclasses import dataclass, fields

from handlers.understand.area import read_area
from handlers.understand.destinations import (
    Spot,
    find_destination,
    find_english_name,
    find_new_home,
    find_way,
)
from handlers.understand.normal import fold, hide
from handlers.understand.numerals import NUMERAL
from handlers.understand.place import find_door, name_before
from handlers.understand.spots import find_landmark, find_thing

#: what is hidden ends the clause, too
_END = "。"
_N = f"[{NUMERAL}百]"
#: 三楼 and 六层, but neither 一层冰 nor 三楼梯
_NO_FLOOR = r"(?![道顶梯下长门栋组大]|的?邻居|[冰霜雪土灰油膜皮水纸布漆薄厚厅]|大厅)"
_FLOOR = re.compile(
    rf"(?<![号院第爬上下扛搬抬到从了{NUMERAL}])(?P<f>{_N}{{1,3}}(?:楼|层)){_NO_FLOOR}(?!上)"
)
_CARRIED = re.compile(
    rf"(?:住|在|家在|[送搬抬扛弄拎拿背捎][到上]|扛不上|爬不上)(?P<f>{_N}{{1,3}}(?:楼|层)){_NO_FLOOR}"
)
#: 从一楼抬到三楼: neither is where she lives
_FROM_FLOOR = re.compile(rf"从{_N}{{1,3}}[楼层][^,。]{{0,4}}$")
#: 三单元五楼, 丙单元六楼 without a building
_STAIR = re.compile(
    rf"(?P<unit>(?:{_N}{{1,3}}|[甲乙丙丁]|[A-Ha-h])(?:单元|门))[\s,]?(?P<floor>{_N}{{1,3}}(?:楼|层))"
)
_UNIT = re.compile(rf"(?P<u>{_N}{{1,2}}单元)(?!楼)")
#: 楼上602, 201的老刘: a room that is named by its number alone
_ROOM = re.compile(
    r"(?<![\d\-])(?:(?:楼上|楼下|对门|隔壁)\s?(?P<r>\d{3,4})(?![\d\-:元块斤天年个点人])"
    r"|(?P<r2>\d{3,4})(?=室|的?[老小][\u4e00-\u9fff]))"
)
_MEETS = re.compile("碰头|集合|见面|门口?等|[站里旁边]等")
#: parcels wait there for whoever fetches them
_PARCELS = re.compile("驿站|快递柜|丰巢")
#: places of every building, which say nothing beside its number
_OF_A_BUILDING = frozenset(
    ("楼道", "楼顶", "单元门", "单元门口", "单元楼门口", "楼门口", "门口", "走廊", "电梯", "过道")
)
#: of the place to which somebody is taken
_DOORS_OF_IT = frozenset(
    ("门口", "学校门口", "小学门口", "幼儿园门口", "医院门口", "校门口", "站门口")
)


@dataclass(frozen=True, slots=True)
class Address:
    """Each part as it was written; "" where nothing was said."""

    district: str = ""
    street: str = ""
    lane: str = ""
    community: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    floor: str = ""
    landmark: str = ""
    destination: str = ""

    def parts(self) -> dict[str, str]:
        """Part and words, in the order from large to small."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def read_address(
    text: str, kind: str = "", *, has_spots: bool = True, written: str = ""
) -> Address:
    """The parts named in a text. `kind` is the kind of help: who is taken somewhere has a
    destination even where no 去 is written; without any (an offer, an emergency) nobody is. Without
    `has_spots` landmarks and destinations are left out: they tell what a question is about, not
    where help is wanted. `written` is the same text, place for place, before it was folded."""
    written = written or text
    text = fold(text)
    door = find_door(text)
    said = _doors(text, door)
    said |= read_area(text, door)
    rest = hide(text, door.span(), _END) if door is not None else text
    if has_spots and "floor" not in said and not _is_block(kind, said):
        said |= _floor(rest)
    if has_spots:
        said |= _spots(rest, kind, said)
    if said.get("destination") and said["destination"] in said.get("community", ""):
        del said["community"]
    return Address(**{part: _as_written(words, text, written) for part, words in said.items()})


def _as_written(words: str, text: str, written: str) -> str:
    """Cut from the text as written, so that 樓 stays 樓; digits stay in one form."""
    start = text.find(words)
    if start < 0 or len(text) != len(written):
        return words
    cut = written[start : start + len(words)]
    return "".join(
        old if "\u4e00" <= old <= "\u9fff" else new for old, new in zip(cut, words, strict=True)
    )


def _doors(text: str, door: re.Match[str] | None) -> dict[str, str]:
    said = _door_parts(door) if door is not None else {}
    if door is None and (stair := _STAIR.search(text)) is not None:
        said = {"unit": stair["unit"], "floor": stair["floor"]}
        if name := name_before(text, stair.start()):
            said["community"] = name
    if not said and (unit := _UNIT.search(text)) is not None:
        said = {"unit": unit["u"]}
    if "room" not in said and (room := _ROOM.search(text)) is not None:
        said["room"] = room["r"] or room["r2"]
    return said


def _is_block(kind: str, said: dict[str, str]) -> bool:
    """Whether something is unsafe at a building: its number says where, and no more is kept."""
    return kind == "public_hazard" and ("building" in said or "unit" in said)


def _floor(rest: str) -> dict[str, str]:
    floor = _FLOOR.search(rest)
    for carried in _CARRIED.finditer(rest) if floor is None else ():
        if not _FROM_FLOOR.search(rest, 0, carried.start()):
            floor = carried
    return {"floor": floor["f"]} if floor is not None else {}


def _spots(rest: str, kind: str, said: dict[str, str]) -> dict[str, str]:
    """Landmark and destination, neither of them within the door or the estate; an estate to which
    something is moved is a destination and no estate."""
    is_hazard = kind == "public_hazard"
    if _is_block(kind, said):
        return {"landmark": thing} if (thing := find_thing(rest)) else {}
    if (way := find_way(rest)) is not None:
        return {"landmark": way[0][0], "destination": way[1][0]}
    found: dict[str, str] = {}
    to = _destination(rest, kind, said) if kind and not is_hazard else None
    if to is not None:
        found["destination"] = to[0]
        rest = hide(rest, to[1], _END)
    landmark = _landmark(_without_area(rest, said), is_hazard=is_hazard, said=said)
    if to is not None and (landmark in _DOORS_OF_IT or not _MEETS.search(rest)):
        landmark = ""  # 路上有个天桥 is on the way
    return found | ({"landmark": landmark} if landmark else {})


def _destination(rest: str, kind: str, said: dict[str, str]) -> Spot | None:
    home = None if "building" in said else find_new_home(rest)
    return home or find_destination(_without_area(rest, said), kind)


def _landmark(rest: str, *, is_hazard: bool, said: dict[str, str]) -> str:
    if (english := find_english_name(rest)) is not None:
        return english[0]
    landmark = find_landmark(rest, is_hazard=is_hazard)
    if "building" in said and landmark in _OF_A_BUILDING:
        return ""
    # With a door nothing else says where help is wanted, unless people meet or parcels wait there.
    is_beside = "room" in said and not _MEETS.search(rest) and not _PARCELS.search(landmark)
    return "" if is_beside else landmark


def _without_area(rest: str, said: dict[str, str]) -> str:
    """The text with the estate, the street and the rest of it hidden."""
    for part in ("community", "street", "lane"):
        if words := said.get(part):
            rest = rest.replace(words, "。" * len(words), 1)
    return rest


def _door_parts(door: re.Match[str]) -> dict[str, str]:
    pieces = door.groupdict()
    said: dict[str, str] = {}
    for part, key in (("building", "b"), ("unit", "u"), ("room", "r")):
        if pieces.get(key):
            said[part] = door.string[_start_of(door, key) : _end_of(door, key)].strip()
    if pieces.get("ln"):
        said["lane"] = pieces["ln"] + "弄"
    if pieces.get("f"):
        said["floor"] = door.string[door.start("f") : door.end("f")]
    return said


def _start_of(door: re.Match[str], key: str) -> int:
    """The beginning with the word before it: Building 10, Unit 1."""
    prefix = f"{key}p"
    has = prefix in door.re.groupindex and door.group(prefix)
    return door.start(prefix) if has else door.start(key)


def _end_of(door: re.Match[str], key: str) -> int:
    """The end of a number with the word behind it: 3号楼, 2单元, 602室."""
    suffix = f"{key}s"
    has = suffix in door.re.groupindex and door.group(suffix)
    return door.end(suffix) if has else door.end(key)
