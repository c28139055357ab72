"""The larger parts of an address in the writer's words: district, street, lane, estate."""

import re

from handlers.understand.numerals import NUMERAL
from handlers.understand.place import CUT, name_before

_N = f"[{NUMERAL}百]"
_STREET = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:街道|镇|乡)(?!办|办事处|政府|里|上|下|村|卫)")
_DISTRICT = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?<!小)(?<!社)(?<!园)(?:区|县)(?=[\u4e00-\u9fff]{2,8}(?:街道|镇|乡|路))"
)
#: 江北区红光新村: the district before the name of an estate
_BEFORE_ESTATE = re.compile(
    r"(?P<district>[\u4e00-\u9fff]{2,3}(?<![小社园院校一二三四五六七八九十])[区县])"
    r"(?=[\u4e00-\u9fff]{3,})"
)
_ROAD = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:路|大街|街|大道|巷|胡同)(?=\d{1,5}\s?(?:弄|号))")
#: 芙蓉路老干所家属院: the road before the name of an estate, which is more than 小区
_ROAD_OF_ESTATE = re.compile(r"[\u4e00-\u9fff]{1,4}?(?:大街|大道|路|街)(?=[\u4e00-\u9fff]{3,})")
_LANE = re.compile(r"\d{1,5}弄(?!\d)")
_NUMBER = re.compile(r"\d{1,5}号(?![院楼])")
#: 永安里8号, 石桥弄5号2楼: a lane of old houses, where the number is the house
_OLD_LANE = re.compile(
    rf"(?P<lane>[\u4e00-\u9fff]{{2,8}}?(?:里|弄|坊|胡同|巷|村))(?P<house>{_N}{{1,5}}号)(?![院楼线])(?:(?P<floor>{_N}{{1,3}}楼))?"
)
_COMMUNITY_ALONE = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:小区|社区|花园|家园|公寓|新村|新苑|大院)(?!医院"
    r"|图书|老人|[东西南北前后]?门|门口|书记|主任|志愿|的|能|里|有|和|给|帮|超市)"
)
_ENGLISH_ESTATE = re.compile(
    r"\b(?:[A-Z][a-z]+ ){1,3}(?:Gardens?|Court|Residences?|Village|Estate|Mansions?|Towers?"
    r"|Apartments?|Community|Plaza|Homes?)\b"
)
#: names that every neighbourhood has and that name none
_NO_NAMES = re.compile(
    r"^(?:我们|咱们?|你们|这个?|本|全|整个|各|来|给|到|为|托给|隔壁|旁边|对面|老|旧|小|花园|家园|公寓|新村|同一个?|社区|小区|街道"
    r"|咱社区|感谢|谢谢|麻烦|请问|送到|政府|正月|[一二三四五六七八九十]+|晚上|早上|今天|昨天|最近|有些|什么|啥|哪个)*$"
    r"|[\d日上下午问跟要想找了听说过请年底快件放]"
)


def read_area(text: str, door: re.Match[str] | None) -> dict[str, str]:
    """District, street, lane and community of a folded text, and the house and floor of an old
    lane; `door` is the door found in it."""
    said = _streets(text)
    if "street" in said and door is None:
        said |= _on_the_road(text, said["street"])
    old = _OLD_LANE.search(text) if door is None and "building" not in said else None
    if old is not None:
        said |= _of_old_lane(old, said)
    name = name_before(text, door.start()) if door is not None else ""
    if not name and old is None:
        name = _name_alone(text)
    said |= _of_name(_without_larger(name, said), said)
    return {part: words for part, words in said.items() if words}


def _on_the_road(text: str, street: str) -> dict[str, str]:
    """平安路15号, 龙泉路77弄: what stands right behind the name of the street."""
    road = _ROAD.search(text)
    if road is None:
        return {}
    number = _NUMBER.match(text, road.end())
    if number is not None and street in road.group():
        return {"building": number.group()}
    lane = _LANE.match(text, road.end())
    return {} if lane is None else {"lane": lane.group()}


def _of_old_lane(old: re.Match[str], said: dict[str, str]) -> dict[str, str]:
    lane = _without_larger(CUT.split(old["lane"])[-1], said)
    larger = "community" if lane.endswith("村") else "lane"
    floor = {"floor": old["floor"]} if old["floor"] else {}
    return {larger: lane, "building": old["house"], **floor}


def _of_name(name: str, said: dict[str, str]) -> dict[str, str]:
    """The estate of that name, and the street or district that is written before it."""
    found: dict[str, str] = {}
    if "street" not in said and (road := _ROAD_OF_ESTATE.match(name)) is not None:
        found["street"] = road.group()
        name = name.removeprefix(found["street"])
    if (inner := _BEFORE_ESTATE.match(name)) is not None and "district" not in said:
        found["district"] = inner["district"]
        name = name.removeprefix(inner["district"])
    if "street" in said and name.endswith("号院"):
        name = ""  # 锦绣路7号院: the number of the street
    if name and name not in said.get("street", ""):
        found["community"] = name
    return found


def _streets(text: str) -> dict[str, str]:
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
    return said


def _name_alone(text: str) -> str:
    """An estate named without a door: 山水社区服务站, Lakeside Garden."""
    for alone in _COMMUNITY_ALONE.finditer(text):
        found = CUT.split(alone.group())[-1]
        stem = re.sub("(?:小区|社区|大院)$", "", found)
        if stem and not _NO_NAMES.search(stem):
            return found
    english = _ENGLISH_ESTATE.search(text)
    return english.group() if english is not None else ""


def _without_larger(name: str, said: dict[str, str]) -> str:
    for before in (said.get("street", ""), said.get("district", "")):
        name = name.removeprefix(before) if before else name
    return name
