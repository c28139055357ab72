"""Landmarks (菜鸟驿站, 楼道, 东门拐角) and destinations (区医院, 实验小学) in her words."""

import re

#: what stands before a name without being part of it
_LEAD = re.compile(
    r"^.*?(?:我们|咱们|有没有|有|送到|接到|推到|去到|先去|想去|要去|要到|想到|带我去|陪我去|前往|送去|搬去"
    r"|去|到|上|在|回|陪着?|接|送|约的?|是|的|给|帮|从|往|找|我|她|他|妈|爸|娘|爷爷|奶奶"
    r"|孩子|孩儿|老人|号|点|趟|天|要|来|想|请|和|跟|着|了|那个|这个|那|这|复查|一刻|三刻"
    r"|半|不|没|把|做|午|早|晚|俩|个|家|附近|旁边)(?=[\u4e00-\u9fff])"
)
_DESTINATIONS = (
    r"医院(?:门诊|住院部|急诊)?|妇幼保健院|妇幼|卫生院|卫生站|卫生服务中心|保健院|诊所"
    r"|疾控|体检中心|康复中心"
    r"|[市区县省][一二三四五六七八九]院|[一二三四五六七八九]院(?:住院部|门诊)?|人民医院|中医院"
    r"|(?:实验|育才|中心)?(?:[一二三四五六七八九十]+)?(?:小学|中学|高中|初中|幼儿园|学校"
    r"|大学(?!生))|[一二三四五六七八九十]小(?=[门校,。 ]|上学|$)"
    r"|实验[一二三四五六]小|[二三四五六七八九十]+中(?=门口|$|[,。 ]|上学|学校)"
    r"|银行|邮局|派出所|社保局|民政局|房管局|车管所|税务局|法院|街道办(?:事处)?"
    r"|政务(?:服务)?(?:中心|大厅)|残联|公证处|行政中心"
    r"|警察局|老干部局|[\u4e00-\u9fff]{1,3}局(?=交|办|领|$|[,。])|公园|菜市场|超市|药店"
    r"|药房|火车站|高铁站|长途汽?车站|汽车站|机场|地铁站|地铁口|公交站|考场"
    r"|营业厅|早市|集市|康复站|车站|殡仪馆|养老院|敬老院|图书馆|博物馆|电影院"
)
_GOES = (
    r"(?:去|到|上|往|送到|送去|接到|前往|拎到|领回|从|推到|搬去|搬到|回|跑趟|跑一趟|去趟"
    r"|去一趟|去了?)"
)
_NAME = r"[\u4e00-\u9fff]{0,6}?"
_WAY = re.compile(
    rf"{_GOES}(?:一?趟)?(?P<to>{_NAME}(?:{_DESTINATIONS}))(?P<door>门口|[东南西北]门)?"
)
_ANY = re.compile(
    rf"(?P<to>[\u4e00-\u9fff]{{0,6}}(?:{_DESTINATIONS}))(?!的?(?:药|号|孩子|志愿者|老师))"
)
_MOVED = re.compile(
    r"(?:搬去|搬到|送到)(?P<to>(?:隔壁|对面)?(?P<name>[\u4e00-\u9fff]{2,8}?(?:小区|花园"
    r"|家园|公寓|新村|社区)))"
)
#: kinds in which somebody or something is taken to a place
_TAKEN = frozenset(("medical_escort", "child_escort"))
#: places that every neighbourhood has; one that is named is meant rather
_GENERIC = frozenset(
    ("医院", "大医院", "学校", "小学", "中学", "幼儿园", "大学", "银行", "公园", "超市", "药店")
)
#: of a school or clinic named in passing
_NO_WAY = frozenset(("", "在", "的"))
_ENGLISH_WAY = re.compile(
    r"\b(?:to|at) (?:the |a )?(?P<to>(?:[a-z]+ )?(?:police station|train station|clinic"
    r"|hospital|bank|school|kindergarten|pharmacy|station|park))\b",
    re.I,
)

_SPOT = (
    r"(?:幼儿园|学校|小学|超市|银行|医院|药店|食堂|小区|楼|单元楼?|社区|店|饭店|广场"
    r"|车库)门口|老年活动[站室中心]+|菜鸟驿站|快递驿站|驿站|快递柜|丰巢|活动室|活动中心"
    r"|服务站|社区大厅|居委会|老年大学|老年食堂|食堂|图书角|阅览室|敬老院|养老院|站里"
    r"|小广场|广场|小花园|花坛|凉亭|健身角|健身器材|健身区|篮球场|游乐场|儿童乐园|垃圾站"
    r"|垃圾桶|垃圾房|车棚顶?|自行车棚"
    r"|会议室|地下车库(?:[A-Z]?\d?(?:坡道|入口|出口))?|地库|车库|停车场|单元门口?|大门口?|岗亭"
    r"|门卫室?|楼道口?|楼梯间|楼梯口|走廊|过道|消防通道|楼顶|楼底下|天台|电梯口|电梯间"
    r"|[一二三四五六七八九\d]{0,2}楼?大厅|(?:[东西南北]侧?)?围墙|盲道|斑马线|人工湖边?|河边|湖边|人行道|路口|十字路口|天桥|绿化带|路灯|公交站|地铁口|超市"
    r"|菜市场|药店|同仁堂|卫生站|公园"
    r"|[东西南北]门(?:口|外头?|里)?|[前后]门(?:口)?|西门外|门口"
)
_SPOT_RE = re.compile(
    rf"(?P<lead>小区|地下|滨河|红绿灯)?(?P<spot>{_SPOT})(?P<at>拐角|门口|出口|入口|坡道|旁边|边上|对面"
    rf"|外头|外面|前头|里头|[东西南北][头侧面边]|斜对面|东门|西门|南门|北门)?"
)
_CROSSING = re.compile(
    r"[\u4e00-\u9fff]{1,5}(?:路|街|大道)(?:和|与|跟)[\u4e00-\u9fff]{1,6}(?:路|街"
    r"|大道)(?:路)?口|[\u4e00-\u9fff]{1,5}(?:路|街)(?:路)?口(?=$|[,。 ])"
)
_THING = re.compile(r"^(?:的|那个|那|有个|个)?(?P<thing>窨井|井盖|路灯|垃圾桶|秋千)")
#: 去公园, 上楼下: on the way, not where help is wanted
_NOT_BEFORE = re.compile(r"(?:去|到|(?<![早晚])上|进|送|回|往|从|出)$")
_WAIT = re.compile(r"等|见|集合|碰头|在家")


def find_destination(text: str, kind: str) -> tuple[str, tuple[int, int]] | None:
    """Where somebody or something is to be taken, and where that stands; or None."""
    moved = _MOVED.search(text)
    if moved is not None:
        return moved["name"], moved.span("name")
    for match in _WAY.finditer(text):
        words = _trimmed(match["to"])
        if words in _GENERIC and (named := _named(text)) is not None:
            return named
        if words:
            return words, (match.end("to") - len(words), match.end())
    english = _ENGLISH_WAY.search(text)
    if english is not None:
        return english["to"], english.span("to")
    return _named(text) if kind in _TAKEN else None


def _named(text: str) -> tuple[str, tuple[int, int]] | None:
    """The place with the longest name: 红星幼儿园 rather than 幼儿园."""
    best: tuple[str, tuple[int, int]] | None = None
    for match in _ANY.finditer(text):
        words = _trimmed(match["to"])
        if words and words not in _GENERIC and (best is None or len(words) > len(best[0])):
            best = words, (match.end("to") - len(words), match.end("to"))
    return best


def _trimmed(words: str) -> str:
    """The name alone: without 陪我妈去 before it."""
    while (lead := _LEAD.match(words)) is not None and lead.end() < len(words):
        words = words[lead.end() :]
    return "" if words in _NO_WAY else words


def find_landmark(text: str, *, is_hazard: bool = False) -> str:
    """The first landmark that is no way to somewhere; "" without any. Where something is unsafe,
    到人行道上 is a place, too."""
    crossing = _CROSSING.search(text)
    if crossing is not None:
        return crossing.group()
    for match in _SPOT_RE.finditer(text):
        if (
            not is_hazard
            and _NOT_BEFORE.search(text[: match.start()])
            and not _WAIT.match(text, match.end())
        ):
            continue
        if not is_hazard and _is_named_in_passing(match, text):
            continue
        thing = _THING.match(text, match.end())
        return match.group() + (thing["thing"] if thing else "")
    return ""


def _is_named_in_passing(match: re.Match[str], text: str) -> bool:
    """广场舞, 居委会来评理, 家门口的地: no place where anybody is to come to."""
    spot, after = match["spot"], text[match.end() :]
    if spot.endswith("广场") and after.startswith("舞"):
        return True
    if spot == "居委会":
        return not text[: match.start()].endswith(("在", "到", "去"))
    return match.group() == "门口" and not _WAIT.match(text, match.end())
