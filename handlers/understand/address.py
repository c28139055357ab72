"""The parts of an address in the writer's own words: 东关街道 苇湾社区 18号楼 1单元 102.

`place.py` turns the same words into a door that can be rung; here they stay as written, for
whoever has to find the way. Destinations (去区医院) are told from where help is wanted.
"""

import re
from dataclasses import dataclass, fields

from handlers.understand.normal import fold
from handlers.understand.numerals import NUMERAL
from handlers.understand.place import CUT, find_door, name_before
from handlers.understand.spots import find_destination, find_landmark

_N = f"[{NUMERAL}百]"
_STREET = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:街道|镇|乡)(?!办|办事处|政府|里|上|下|村)")
_DISTRICT = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?<!小)(?<!社)(?<!园)(?:区|县)(?=[\u4e00-\u9fff]{2,8}(?:街道|镇|乡|路))"
)
_ROAD = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:路|大街|街|大道|巷|胡同)(?=\d{1,5}\s?(?:弄|号))")
_NUMBER = re.compile(r"\d{1,5}号(?![院楼])")
#: 永安里8号, 石桥弄5号2楼: a lane of old houses, where the number is the house
_OLD_LANE = re.compile(
    rf"(?P<lane>[\u4e00-\u9fff]{{2,8}}?(?:里|弄|坊|胡同|巷))(?P<house>{_N}{{1,5}}号)(?![院楼线])(?:(?P<floor>{_N}{{1,3}}楼))?"
)
_FLOOR = re.compile(
    rf"(?<![号院第爬上下扛搬抬到从{NUMERAL}])(?P<f>{_N}{{1,3}}(?:楼"
    rf"|层))(?![道顶梯下上长门栋组大]|的?邻居)"
)
_LIVES = re.compile(
    rf"(?:住|在|家在|送到|送上|扛不上|爬不上|捎上|拎上)(?P<f>{_N}{{1,3}}(?:楼|层))(?![道顶梯下长])"
)
#: 三单元五楼 without a building
_STAIR = re.compile(rf"(?P<unit>{_N}{{1,3}}(?:单元|门))[\s,]?(?P<floor>{_N}{{1,3}}(?:楼|层))")
_COMMUNITY_ALONE = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:小区|社区|花园|家园|公寓|新村|新苑|大院)(?!医院|食堂|活动"
    r"|大厅|服务|图书|老人|[东西南北前后]?门|门口|书记|主任|志愿|的|能|里|有|和|给|帮)"
)
_MEETS = re.compile("碰头|集合|见面|门口等|[站门里]等")
#: places of every building, which say nothing beside its number
_OF_A_BUILDING = frozenset(
    ("楼道", "楼顶", "单元门", "单元门口", "单元楼门口", "楼门口", "门口", "走廊", "电梯", "过道")
)
#: names that every neighbourhood has and that name none
_NO_NAMES = re.compile(
    r"^(?:我们|咱们?|你们|这个?|本|全|整个|各|来|给|到|为|托给|隔壁|旁边|对面|老|旧|同一个?|社区|小区|街道"
    r"|咱社区|感谢|政府|正月|[一二三四五六七八九十]+|晚上|早上|今天|昨天|最近|有些|什么|啥|哪个)*$|[\d日上下午问跟要想找了听说过请年底]"
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


def read_address(text: str, kind: str = "", *, has_spots: bool = True) -> Address:
    """The parts named in a text. `kind` is the kind of help: who is taken somewhere has a
    destination even where no 去 is written. Without `has_spots` landmarks and destinations are
    left out: they tell what a question is about, not where help is wanted."""
    text = fold(text)
    said: dict[str, str] = {}
    door = find_door(text)
    rest = text
    if door is not None:
        said |= _door_parts(door)
        rest = text[: door.start()] + "。" * (door.end() - door.start()) + text[door.end() :]
    elif (stair := _STAIR.search(text)) is not None:
        said |= {"unit": stair["unit"], "floor": stair["floor"]}
    said |= _area(text, door)
    if has_spots and "floor" not in said and (floor := _FLOOR.search(rest) or _LIVES.search(rest)):
        said["floor"] = floor["f"]
    if not has_spots:
        return Address(**said)
    destination = find_destination(rest, kind)
    if destination is not None:
        said["destination"] = destination[0]
        start, end = destination[1]
        rest = rest[:start] + "。" * (end - start) + rest[end:]
    is_hazard = kind == "public_hazard"
    landmark = find_landmark(rest, is_hazard=is_hazard)
    if "building" in said and landmark in _OF_A_BUILDING:
        landmark = ""
    # With a door nothing else says where help is wanted, unless people meet there.
    is_beside = "room" in said and not is_hazard and _MEETS.search(rest) is None
    if landmark and not is_beside:
        said["landmark"] = landmark
    return Address(**said)


def _door_parts(door: re.Match[str]) -> dict[str, str]:
    pieces = door.groupdict()
    said: dict[str, str] = {}
    for part, key in (("building", "b"), ("unit", "u"), ("room", "r")):
        if pieces.get(key):
            said[part] = door.string[door.start(key) : _end_of(door, key)].strip()
    if pieces.get("ln"):
        said["lane"] = pieces["ln"] + "弄"
    if pieces.get("f"):
        said["floor"] = door.string[door.start("f") : door.end("f")]
    return said


def _end_of(door: re.Match[str], key: str) -> int:
    """The end of a number with the word behind it: 3号楼, 2单元, 602室."""
    suffix = f"{key}s"
    has = suffix in door.re.groupindex and door.group(suffix)
    return door.end(suffix) if has else door.end(key)


def _area(text: str, door: re.Match[str] | None) -> dict[str, str]:
    said: dict[str, str] = {}
    street = _STREET.search(text)
    if street is not None:
        said["street"] = CUT.split(street.group().removesuffix("街道"))[-1] + (
            "街道" if street.group().endswith("街道") else ""
        )
    district = _DISTRICT.search(text)
    if district is not None:
        said["district"] = CUT.split(district.group())[-1]
        if "street" in said:
            said["street"] = said["street"].removeprefix(said["district"])
    road = _ROAD.search(text)
    if road is not None and "street" not in said:
        said["street"] = CUT.split(road.group())[-1]
        number = _NUMBER.match(text, road.end())
        if number is not None and door is None:
            said["building"] = number.group()
    name = name_before(text, door.start()) if door is not None else ""
    if door is None and "building" not in said:
        said |= _in_a_lane(text, said)
    if not name and "lane" not in said and (alone := _COMMUNITY_ALONE.search(text)):
        found = CUT.split(alone.group())[-1]
        stem = re.sub("(?:小区|社区|大院)$", "", found)
        name = found if stem and not _NO_NAMES.search(stem) else ""
    for before in (said.get("street", ""), said.get("district", "")):
        name = name.removeprefix(before) if before else name
    if name and name not in said.get("street", ""):
        said["community"] = name
    return {part: words for part, words in said.items() if words}


def _in_a_lane(text: str, said: dict[str, str]) -> dict[str, str]:
    old = _OLD_LANE.search(text)
    if old is None:
        return {}
    lane = CUT.split(old["lane"])[-1]
    for before in (said.get("street", ""), said.get("district", "")):
        lane = lane.removeprefix(before)
    found = {"lane": lane, "building": old["house"], "floor": old["floor"] or ""}
    return {part: words for part, words in found.items() if words}
