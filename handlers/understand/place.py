"""A place as neighbours write it: 葵园小区7栋1803, 3号楼2单元501, 6-2-302, 18弄5号602室.

Building, unit and room come out as bare digits (letters stay: A座); the person's own words are
kept beside them. In 18弄5号 the lane is part of the estate and the 号 is the building.
"""

import re
from dataclasses import dataclass

from handlers.understand.normal import fold
from handlers.understand.numerals import NUMERAL, SPELT, number, spelt

_N = f"[{NUMERAL}百]"
_GAP = r"[\s,、]{0,2}"
_DIGITS = SPELT.replace("两", "")
_ROOM = (
    rf"(?P<r>[A-Za-z]?\d{{3,4}}[A-Za-z]?|[A-Za-z](?=室)|[{_DIGITS}]{{3,4}}"
    rf"|{_N}{{1,5}}(?=\s?[室户房]|号(?!楼)))"
)
_ROOM_END = (
    rf"(?![{_DIGITS}\-:]|\s?[点块元个年月日米斤]|[\s\-]\d{{3,4}}[\s\-]?\d{{4}})"
    r"(?P<rs>\s?(?:室|号房?(?!楼)|户|房))?"
)
_FLOOR = rf"(?P<f>{_N}{{1,3}}(?:楼|层))"
_BUILDING = (
    rf"(?<![\d.\-])(?P<b>[甲乙丙丁](?=[栋幢座楼])"
    rf"|(?:[甲乙丙丁东西北]|(?<!江)南)?[A-Za-z]?\d{{1,4}}|[A-Za-z]|{_N}{{1,4}})\s?"
    rf"(?P<bs>号院?楼|#楼?|栋|幢|座(?![谈车位儿的面商轿])|号(?=\s?\d{{1,2}}\s?(?:单元|门|室)"
    rf"|\s?\d{{3,4}}(?!\d)))"
)
_UNIT = (
    rf"(?P<u>{_N}{{1,3}}|[东西南北中]|[甲乙丙丁](?=单元)|[A-Ha-h](?=\s?单元|座))"
    r"\s?(?P<us>单元|座|门(?![口前外诊卡锁]))"
)
_FULL = re.compile(
    rf"{_BUILDING}(?:{_GAP}{_UNIT})?(?:{_GAP}{_FLOOR}(?![道顶下梯上]))?(?:{_GAP}{_ROOM}"
    rf"{_ROOM_END})?",
    re.IGNORECASE,
)
_DASHED = re.compile(r"(?<![\d\-.])(?P<b>\d{1,3})-(?:(?P<u>\d{1,2})-)?(?P<r>\d{3,4})(?![\d\-:])")
_LANE = re.compile(
    rf"(?P<l>[\u4e00-\u9fff]{{1,6}}路)?(?P<ln>\d{{1,5}})\s?弄{_GAP}"
    rf"(?P<b>{_N}{{1,3}})\s?(?P<bs>号楼?)(?:{_GAP}{_ROOM}{_ROOM_END})?"
)
_ENGLISH = re.compile(
    r"(?P<bp>(?:building|block|bldg)\.?\s*)(?P<b>[A-Za-z]?\d{1,4})"
    r"(?:[\s,]*(?P<up>(?:unit|entrance|stair)\s*)(?P<u>\d{1,2}))?"
    r"(?:[\s,]*(?:room|flat|apartment|apt|no)?\.?\s*(?P<r>\d{3,4}))?(?!\d)",
    re.IGNORECASE,
)
_UNIT_ROOM = re.compile(rf"(?<!{_N}){_UNIT}{_GAP}{_ROOM}{_ROOM_END}")
_ESTATE = re.compile(
    r"[\u4e00-\u9fff]{1,12}?(?:小区|社区|花园|家园|公寓|新村|新苑|大院|宿舍|家属[院楼]"
    r"|大[厦楼]|公馆|山庄|新城|别墅|雅苑|[邨苑里园城庭府湾村庄坊郡轩居岸墅])"
    r"(?:(?:[0-9一二三四五六七八九十]{1,2}|[东西南北])[期区])?"
    r"|[\u4e00-\u9fff]{1,8}[一二三四五六七八九十0-9]{1,2}[区期]|[\u4e00-\u9fff]{0,8}(?:(?:\d{1,4}|[一二三四五六七八九十]{1,2})号院)"
)
_SHORTEST_NAME = 2
#: 滨江一号, 锅炉厂宿舍: whatever stands right before a door and is no common word
_ANY_NAME = re.compile(
    r"(?!.*(?:电话|手机|门牌|名字|对门|隔壁|楼下|楼上|旁边|对面|前面|后面|师傅|志愿|谢谢|行吗))"
    r"[^的了我你您他她在是有来去到这那个给把和跟就不要能想帮请吗呢吧人天上下午晚早今明昨周日月年"
    r"号点分几多少老王李张刘陈赵看修装搬送接取从往向两三四五六七八九十也都还等说]{2,5}"
    r"(?:[一二三四五六七八九]号|宿舍|家属院|家属楼|江南|一品|名城|国际|[\u4e00-\u9fff]?)"
)
_ESTATE_ALONE = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:小区|花园|家园|公寓|新村|新苑)")
# What may stand before the name of an estate without being part of it.
CUT = re.compile(
    r"我们|咱们|咱|我家|我妈|我爸|家里|屋里|住在|住|在|是|来|到|去|给|帮|请|的|街道|地址"
    r"|这个|那个|那天|整个|这|那|瞧瞧|看看"
    r"|他|她|我|个|从"
)
_NO_NAMES = frozenset(("小区", "社区", "里", "园", "院里", "家里", "花园", "公寓", "楼里"))
_LANDMARKS = (
    "大门口|门口|门前|楼道|楼梯口|楼梯间|楼下|楼顶|电梯口|电梯间|电梯|车棚|地下车库|地库"
    "|车库|花坛|围墙|[东南西北后]墙|配电箱|院坝|水果摊|小花园|凉亭"
    "|广场|健身角|垃圾站|垃圾桶|垃圾房|菜鸟驿站|驿站|快递柜|东门|西门|南门|北门|居委会"
    "|服务站|活动室|老年大学"
    "|社区医院|卫生站|卫生院|药店|超市|菜市场|公园|车站|路口|食堂"
)
_LANDMARK = re.compile(rf"(?<![去到上进送回])(?:{_LANDMARKS})(?:外|旁边|边上|对面)?")
_LANDMARK_REACH = 4
_ROOM_ONLY = re.compile(
    rf"(?<![\d\-.])(?:(?P<no>不是|不叫)|改成|换成|应该是|应该|是)?\s?"
    rf"{_ROOM}(?![{SPELT}\-:])"
)
_LONGEST_CORRECTION = 24


@dataclass(frozen=True, slots=True)
class Place:
    """Where help is wanted, as far as it was said; `words` are the person's own."""

    estate: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    landmark: str = ""
    words: str = ""

    @property
    def is_door(self) -> bool:
        """Whether somebody could ring the bell."""
        return bool(self.building and self.room)


def read_place(text: str) -> tuple[Place, tuple[int, int]] | None:
    """The place and where it stands in the text, or None."""
    text = fold(text)
    door = find_door(text)
    return _without_door(text) if door is None else _placed(door, text)


def find_door(text: str) -> re.Match[str] | None:
    """Where the fullest door stands in a folded text: groups b, u and r, as far as they are
    said."""
    best: re.Match[str] | None = None
    for pattern in (_LANE, _FULL, _DASHED, _ENGLISH, _UNIT_ROOM):
        for match in pattern.finditer(text):
            if best is None or _weight(match) > _weight(best):
                best = match
    return best


def read_room(text: str) -> str | None:
    """The room of a bare correction: 是1803, 不是1308是1803, 1803室."""
    if len(text) > _LONGEST_CORRECTION:
        return None
    rooms = [match for match in _ROOM_ONLY.finditer(fold(text)) if not match["no"]]
    return _room(rooms[-1]["r"]) if rooms else None


def _weight(match: re.Match[str]) -> int:
    pieces = match.groupdict()
    return 3 * bool(pieces.get("b")) + 2 * bool(pieces.get("r")) + bool(pieces.get("u"))


def _placed(match: re.Match[str], text: str) -> tuple[Place, tuple[int, int]]:
    pieces = match.groupdict()
    estate = name_before(text, match.start())
    start = text.rfind(estate, 0, match.start()) if estate else match.start()
    if pieces.get("ln"):
        road = CUT.split(pieces["l"] or "")[-1]
        estate = f"{estate}{road}{pieces['ln']}弄"
        start = match.start("l") + len(pieces["l"]) - len(road) if pieces["l"] else start
    near = _LANDMARK.match(text, match.end()) or _LANDMARK.match(text, match.end() + 1)
    end = near.end() if near else match.end()
    place = Place(
        estate=estate,
        building=_plain(pieces.get("b")),
        unit=_plain(pieces.get("u")),
        room=_room(pieces.get("r")),
        landmark=near.group() if near else "",
        words=text[start:end],
    )
    return place, (start, end)


def name_before(text: str, end: int) -> str:
    """The estate named just before a door; "" when none is."""
    ahead = re.search(r"[\u4e00-\u9fff0-9]{1,14}(?=[\s,]?$)", text[max(0, end - 15) : end])
    if ahead is None:
        return ""
    name = CUT.split(ahead.group())[-1]
    name = name.split("街道")[-1].lstrip("0123456789")
    is_beside = ahead.end() == len(ahead.string) and len(name) > _SHORTEST_NAME
    is_estate = _ESTATE.fullmatch(name) or (is_beside and _ANY_NAME.fullmatch(name))
    return name if name not in _NO_NAMES and len(name) > 1 and is_estate else ""


def _without_door(text: str) -> tuple[Place, tuple[int, int]] | None:
    for match in _ESTATE_ALONE.finditer(text):
        name = CUT.split(match.group())[-1]
        if len(name) > 3 and name not in _NO_NAMES:
            at = (match.end() - len(name), match.end())
            return Place(estate=name, words=name), at
    near = _LANDMARK.search(text)
    return (Place(landmark=near.group(), words=near.group()), near.span()) if near else None


def _plain(words: str | None) -> str:
    if not words:
        return ""
    value = number(words)
    return words.upper() if value is None else str(value)


def _room(words: str | None) -> str:
    """Rooms are spelt digit by digit: 五零一 and 五百零一 are 501, 0501 keeps its zero."""
    if not words:
        return ""
    if any(word in words for word in "十百廿卅"):
        return _plain(words)
    return spelt(words).upper()
