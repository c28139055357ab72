"""Destinations in her words: where somebody or something is to be taken (区医院, 实验小学)."""

import re

#: what stands before a name without being part of it
_LEAD = re.compile(
    r"^.*?(?:我们|咱们|有没有|有|送到|接到|推到|去到|先去|想去|要去|要到|想到|带我去|陪我去|前往|送去|搬去"
    r"|去|到|上(?!海)|在|回|陪着?|接|送|约的?|是|的|给|帮|从|往|找|我|她|他|妈|爸|娘|爷爷|奶奶"
    r"|孩子|孩儿|老人|号|点|趟|天|要|来|想|请|(?<!协)和(?!平|谐|睦)|跟|着|了|那个|这个|那|这|复查|一刻|三刻"
    r"|半|不|没|把|做|午|早(?!市)|晚|俩|个|家|附近|旁边)(?=[\u4e00-\u9fff])"
)
_HOSPITALS = (
    r"医院(?:门诊|住院部|急诊|[东南西北新老]院区?)?|妇幼保健院|妇幼|妇保院|卫生[院站所室]|卫生服务中心|保健院|诊所|门诊部"
    r"|疾控|体检中心|康复(?:中心|站)|血站|[市区县省镇乡][一二三四五六七八九十]院"
    r"|(?<!城)[市区县省](?:立医?院|中医|肿瘤|口腔|儿保|妇保|妇幼|[一二三四五六]医)(?!医?院)"
    r"|[一二三四五六七八九]院(?:住院部|门诊)?"
    r"|协和|同济(?!大)|华西|湘雅|瑞金|仁济|积水潭|中山医|同仁(?!堂)"
)
_SCHOOLS = (
    r"(?:实验|育才|中心)?(?:[一二三四五六七八九十]+)?(?:小学|中学|高中|初中|幼儿园|托儿所|学校"
    r"|(?<!老年)(?<!老人)大学(?!生))|[一二三四五六七八九十]小(?=[门校,。 ]|上学|$)"
    r"|实验[一二三四五六]小|[二三四五六七八九十]+中(?=门口|$|[,。 ]|上学|学校)"
    r"|(?:青)?少年宫|青少年活动中心|文化宫"
)
_OFFICES = (
    r"银行|邮局|派出所|警察局|交警队|车管所|街道办(?:事处)?|办事处|法院|残联|公证处|供电所"
    r"|(?:政务|便民|社保|医保|行政|婚姻登记)(?:服务)?(?:中心|大厅)|婚姻登记处|办事大厅|大使馆|领事馆"
    r"|(?:社保|医保|民政|房管|税务|老干部|人社|教育|公安|工商|退役军人|供电)局"
    r"|[\u4e00-\u9fff]{1,3}局(?=交|办|领|$|[,。])"
)
_OUTINGS = (
    r"公园|植物园|动物园|图书馆|博物馆|美术馆|科技馆|文化馆|展览馆|体育[馆场]|游泳馆"
    r"|(?:大剧|剧|影|电影)院|剧场|书店|书城|商场|商城|菜市场|农贸市场|早市|集市|超市|理发店|眼镜店"
    r"|照相馆|澡堂|浴池|酒店|宾馆|殡仪馆|公墓|墓园|陵园|养老院|敬老院|福利院|护理院|考场"
)
_STATIONS = (
    r"火车[东南西北]?站|高铁站|动车站|长途汽?车站|汽车站|客运站|大巴站|客运中心|车站"
    r"|机场|码头|地铁站|地铁口|公交站"
)
#: shops and counters to which a volunteer is sent; only who goes along has them as destination
_ERRANDS = r"药店|药房|营业厅|花店"
PLACES = rf"{_HOSPITALS}|{_SCHOOLS}|{_OFFICES}|{_OUTINGS}|{_STATIONS}"
_GOES = (
    r"(?:去|到|(?<!早|晚)上|往|送到|送去|接到|前往|拎到|领回|从|推到|搬去|搬到|回|跑趟|跑一趟|去趟"
    r"|去一趟|去了?|送)"
)
_NAME = r"[\u4e00-\u9fff]{0,6}?"
_WAY = re.compile(
    rf"(?<![念读学考])(?P<go>{_GOES})(?:一?趟)?(?P<to>{_NAME}(?:{PLACES}))(?P<door>门口|[东南西北]门)?"
    rf"(?P<level>[一二三四五六初高]年级|毕业)?"
)
_ERRAND_WAY = re.compile(rf"(?:陪|带|推)[^,。]{{0,6}}?[去到](?P<to>{_NAME}(?:{_ERRANDS}))")
_ANY = re.compile(
    rf"(?P<to>{PLACES})(?!的?(?:药|号|孩子|志愿者|老师)|[一二三四五六]年级)(?P<door>门口|[东南西北]门)?"
)
#: the name before a place is looked for behind it: quicker than trying it everywhere
_NAME_BEFORE = re.compile(r"[\u4e00-\u9fff]{0,6}$")
#: 市第一人民医院, between two commas: where the rest of it is to happen
_ALONE = re.compile(
    rf"(?:^|(?<=[,。;!? ]))(?P<to>[\u4e00-\u9fff]{{0,8}}?(?:{_HOSPITALS}|{_SCHOOLS}|{_STATIONS}))"
    r"(?=$|[,。;!? ]|[一二三四五六七八九\d]楼)"
)
_MOVED = re.compile(
    r"(?:搬去|搬到|送到)(?P<to>(?:隔壁|对面)?(?P<name>[\u4e00-\u9fff]{2,8}?(?:小区|花园"
    r"|家园|公寓|新村|社区)))(?![服活食])"
)
#: 从实验小学接到童心书店: the first is where she waits, the second where she goes
_FROM_TO = re.compile(
    rf"从(?P<a>[\u4e00-\u9fff]{{0,8}}?(?:{PLACES}|驿站|广场|[东南西北]门|门口))(?:门口|[东南西北]门)?"
    rf"[^,。从]{{0,6}}?(?:到|去|回)(?P<b>{_NAME}(?:{PLACES}))"
)
#: kinds in which somebody or something is taken to a place
_TAKEN = frozenset(("medical_escort", "child_escort", "health_clinic"))
#: places that every neighbourhood has; one that is named is meant rather
_GENERIC = frozenset(
    (
        "医院", "大医院", "卫生院", "学校", "新学校", "小学", "中学", "初中", "高中", "大学",
        "幼儿园", "银行", "公园", "超市", "药店", "车站",
    )
)  # fmt: skip
#: of these an age is told rather than a way: 上小学, 到初中
_LEVELS = frozenset(("小学", "中学", "初中", "高中", "大学", "幼儿园"))
#: of a school or clinic named in passing
_NO_WAY = frozenset(("", "在", "的"))
_EN_PLACES = (
    r"police station|train station|bus station|railway station|metro station|clinic|hospital|bank"
    r"|school|kindergarten|pharmacy|station|park|library|museum|airport|post office|supermarket"
    r"|market|theatre|theater|cinema"
)
_ENGLISH_WAY = re.compile(
    rf"\b(?:to|at) (?:the |a )?(?P<to>(?:[a-z]+ )?(?:{_EN_PLACES}))\b", re.IGNORECASE
)
_ENGLISH_NAME = re.compile(
    rf"\b(?P<name>(?:[A-Z][a-z]+ ){{1,3}}(?i:{_EN_PLACES}))\b",
)

Spot = tuple[str, tuple[int, int]]


def find_way(text: str) -> tuple[Spot, Spot] | None:
    """From where to where somebody is taken, as 从…接到… says it; or None."""
    match = _FROM_TO.search(text)
    if match is None:
        return None
    start, end = (_trimmed(match[key]) for key in "ab")
    if not start or not end:
        return None
    return (start, _at(match, "a", start)), (end, _at(match, "b", end))


def find_new_home(text: str) -> Spot | None:
    """The estate to which somebody moves."""
    moved = _MOVED.search(text)
    return None if moved is None else (moved["name"], moved.span("name"))


def find_destination(text: str, kind: str) -> Spot | None:
    """Where somebody or something is to be taken, and where that stands; or None."""
    for match in _WAY.finditer(text):
        words = _trimmed(match["to"])
        if not words or _tells_of_a_level(match, words):
            continue
        if match["go"] == "送" and words in _GENERIC:
            continue  # 没人送幼儿园
        if words in _GENERIC and (named := _named(text)) is not None:
            return named
        if words == "医院" and kind == "medical_escort":
            return None  # every one of them goes to a hospital
        return words, (
            match.end("to") - len(words),
            match.end("door") if match["door"] else match.end("to"),
        )
    if (errand := _ERRAND_WAY.search(text)) is not None and (words := _trimmed(errand["to"])):
        return words, _at(errand, "to", words)
    english = _ENGLISH_WAY.search(text)
    if english is not None:
        return english["to"], english.span("to")
    if kind in _TAKEN:
        return _named(text)
    alone = _ALONE.search(text)
    words = _trimmed(alone["to"]) if alone is not None else ""
    return (words, _at(alone, "to", words)) if alone and words and words not in _GENERIC else None


def find_english_name(text: str) -> Spot | None:
    """A place with a name of its own in English: Chenguang Kindergarten."""
    match = _ENGLISH_NAME.search(text)
    return None if match is None else (match["name"], match.span("name"))


def _tells_of_a_level(match: re.Match[str], words: str) -> bool:
    """上小学三年级, 到初中毕业: how old or how learned, no way."""
    return words in _LEVELS and (match["level"] is not None or match["go"] == "上")


def _named(text: str) -> Spot | None:
    """The place with the longest name: 红星幼儿园 rather than 幼儿园."""
    best: Spot | None = None
    for match in _ANY.finditer(text):
        before = _NAME_BEFORE.search(text, max(0, match.start() - 6), match.start())
        words = _trimmed((before.group() if before else "") + match["to"])
        if words and words not in _GENERIC and (best is None or len(words) > len(best[0])):
            best = words, (match.end("to") - len(words), match.end())
    return best


def _at(match: re.Match[str], key: str, words: str) -> tuple[int, int]:
    return match.end(key) - len(words), match.end(key)


def _trimmed(words: str) -> str:
    """The name alone: without 陪我妈去 before it."""
    while (lead := _LEAD.match(words)) is not None and lead.end() < len(words):
        words = words[lead.end() :]
    return "" if words in _NO_WAY else words
