"""Landmarks in her words: where something is unsafe, or where people meet (楼道, 东门拐角)."""

import re

_SPOT = (
    r"(?:幼儿园|学校|小学|超市|银行|医院|药店|食堂|小区|楼|单元楼?|社区|店|饭店|广场|校|站"
    r"|车库|弄堂|巷子?)[门]?口|老年活动[站室中心]+|菜鸟驿站|快递驿站|驿站|快递柜|丰巢|活动室|活动中心"
    r"|服务站|社区大厅|居委会|老年大学|老年食堂|食堂|图书角|阅览室|敬老院|养老院|站里"
    r"|(?:文化|大)?礼堂|文化[站馆宫]|图书馆|党群服务中心|街道办事处|办事处|戏台|祠堂"
    r"|(?:中心|文化|人民|市民|健身|休闲|小)?广场|小花园|花坛|凉亭|健身角|健身器材|健身区|篮球场|游乐场"
    r"|儿童乐园|(?:儿童)?游乐区|(?:儿童|滑)?滑梯|沙坑|柴堆|垃圾站|垃圾桶|垃圾房|车棚顶?|自行车棚|充电桩(?!那)"
    r"|会议室|(?:地下车库|地库|车库)(?:[A-Z]?\d?(?:坡道|入口|出口)|B\d)?|地下室|停车场"
    r"|单元门口?|大门口?|岗亭"
    r"|门卫室|楼道口?|楼梯间|楼梯口|走廊|过道|消防通道|楼顶(?!层)|楼底下|天台|电梯口|电梯间"
    r"|(?:[一二三四五六七八九\d]{1,2}[楼层])?大厅|(?:[东西南北]侧?)?围墙|盲道|斑马线|(?:人工|中心)湖|河边|湖边"
    r"|桥头|桥洞|亭子|人行道|路口|十字路口|天桥|绿化带|路灯|公交站|地铁口|超市"
    r"|菜市场|药店|同仁堂|卫生站|公园"
    r"|[东西南北]门(?:口|外头?|里)?|[前后]门(?:口)?|西门外|门口"
    r"|(?:幼儿园|小学|学校|食堂)[前后]墙"
)
_SPOT_RE = re.compile(
    rf"(?P<lead>小区|地下|滨河|红绿灯|社区)?(?P<spot>{_SPOT})(?P<at>拐角|台阶|岗亭|门口|出口|入口|坡道"
    rf"|旁边|边上|边|对面|外头|外面|前头|里头|[东南西北][头侧面边]|斜对面|东门|西门|南门|北门)?"
)
#: 南湖公园集合: at the beginning of a clause everything before is the name
_NAMED = re.compile(
    r"(?:^|(?<=[,。;!? ]))(?P<name>[\u4e00-\u9fff]{2,4}(?:公园|广场|图书馆|礼堂"
    r"|小学|街道办事处))"
    r"(?=集合|碰头|见面?|门口集合|$|[,。 ])"
)
_CROSSING = re.compile(
    r"[\u4e00-\u9fff]{1,5}(?:路|街|大道)(?:和|与|跟)[\u4e00-\u9fff]{1,6}(?:路|街"
    r"|大道)(?:路)?口|[\u4e00-\u9fff]{1,5}(?:路|街)(?:路)?口(?=$|[,。 ])"
)
#: 门口那个窨井: a thing says where, if the place alone is everywhere
_THING = re.compile(r"(?:的|那个|那|有个|个)?(?P<thing>窨井|井盖|垃圾桶|秋千)")
#: 去公园, 上楼下: on the way, not where help is wanted
_NOT_BEFORE = re.compile(r"(?:去|到|(?<![早晚])上|进|送|回|往|从|出)$")
_WAIT = re.compile(r"等|见|集合|碰头|在家")
#: a place named first by what goes on there, and closed for a while: 爱心食堂过年歇几天
_ASKED = re.compile(r"[^,。]{0,6}(?:歇|开不开|开门|关门|放假|几点)")


def find_thing(text: str) -> str:
    """门口那个窨井: what is unsafe by a door that is everywhere; "" without any."""
    for match in re.finditer("门口", text):
        if (thing := _THING.match(text, match.end())) is not None:
            return match.group() + thing["thing"]
    return ""


def find_landmark(text: str, *, is_hazard: bool = False) -> str:
    """The first landmark that is no way to somewhere; "" without any. Where something is unsafe,
    到人行道上 is a place, too."""
    crossing = _CROSSING.search(text)
    if crossing is not None:
        return crossing.group()
    if (named := _NAMED.search(text)) is not None:
        return named["name"]
    for match in _SPOT_RE.finditer(text):
        if (
            not is_hazard
            and _NOT_BEFORE.search(text[: match.start()])
            and not _WAIT.match(text, match.end())
        ):
            continue
        if not is_hazard and _is_named_in_passing(match, text):
            continue
        return match.group()
    return ""


def _is_named_in_passing(match: re.Match[str], text: str) -> bool:
    """广场舞, 居委会来评理, 家门口的地: no place where anybody is to come to."""
    spot, after = match["spot"], text[match.end() :]
    if (spot.endswith("广场") and after.startswith("舞")) or _ASKED.match(after):
        return True
    if spot == "居委会":
        return not text[: match.start()].endswith(("在", "到", "去"))
    return match.group() == "门口" and not _WAIT.match(text, match.end())
