"""The words of time: one pattern that cuts a text into days, parts of the day and clock times.

Order matters: the first alternative that fits wins, so the longer form stands before the shorter.
House numbers are kept out here (18号楼 is no date), whatever the reader of places does.
"""

import re
from dataclasses import dataclass

from handlers.understand.numerals import NUMERAL

_N = f"[{NUMERAL}]"
# After 28号: what makes it a house, a lane or a platform and not the 28th.
_NO_HOUSE = (
    r"(?!\s*(?:楼|栋|幢|单元|门(?!诊)|院|室|房|弄|线|馆|桌|口|店|厅|库|柜|机|技师"
    r"|\d+\s*(?:单元|门|室|弄|号楼|栋|楼)|\d{3,4}(?!\d)))"
)
_NO_STREET = (
    r"(?<![楼栋幢元门弄路街巷道村院第编座型\d.〇零一二两三四五六七八九十])(?<!(?<![家屋])里)"
)
_WEEK = r"(?:周|星期|礼拜)"
_WHICH = r"下下个?|下个?|上上个?|上个?|这个?|本|每个?"
_DAY_END = (
    r"(?=$|[\s,。;!?、()~\-到至]|上午|下午|中午|早|晚|傍|周|星期|礼拜|之?前|以|那天|来|行|可以)"
)
_MINUTE = (
    rf"(?:[0-5]\d|零[一二三四五六七八九]|[二三四五]?十[一二三四五六七八九]?)"
    rf"(?!{_N}|\s*(?:[号楼栋幢门室个位名人岁块元天年月日斤米\-]|单元))"
)
_DAYS = "mon|tue|wed|thu|fri|sat|sun"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DAY_SUFFIX = r"(?:day|s|sday|nesday|rsday|urday)?"

_FORMS = {
    "iso": r"(?<!\d)(?P<iso_y>20\d\d)\s?(?:年|[-./])\s?(?P<iso_m>\d{1,2})\s?(?:月|[-./])"
    r"\s?(?P<iso_d>\d{1,2})(?!\d)[日号]?",
    "monthday": rf"(?P<md_y>今年|明年|后年)?的?(?<!{_N})(?P<md_m>{_N}{{1,3}})\s?月份?"
    rf"\s?(?P<md_d>{_N}{{1,3}})(?:\s?[日号]{_NO_HOUSE}|(?![{NUMERAL}天个点:岁位人]))",
    "monthword": rf"(?P<mw>下下个?月|下个?月|上个?月|这个?月|本月)的?(?P<mw_d>{_N}{{1,3}})[日号]",
    "slash": r"(?<![\d.\-/:])(?P<sl_m>0?[1-9]|1[0-2])(?P<sl>[./-])(?P<sl_d>0?[1-9]|[12]\d|3[01])"
    rf"(?!\d)[日号]?{_DAY_END}(?!(?P=sl)\d)",
    "later": rf"(?P<la_n>{_N}{{1,3}}|半)(?P<la_u>天|周|个?星期|个?礼拜|个?月|个?小时|个?钟头|分钟)"
    r"(?:之后|以后|后(?![天边面来]))",
    "within": rf"(?P<wi_n>{_N}{{1,2}})(?P<wi_u>天|周|个?星期|个?礼拜)(?:之内|以内|内)",
    "daynum": rf"{_NO_STREET}(?P<dn>(?<!{_N})(?:{_N}{{1,3}})(?=\s?号)|\d{{1,2}}(?=日))"
    rf"\s?[号日](?!子){_NO_HOUSE}",
    "fewdays": r"(?P<fd>[今明]明?后?两天|明后天|今明天|明后两?天|(?:这两天|这几天|近几天|这些天)"
    r"(?!降温|下雨|下雪|老|一直|身体|天气|热|冷|没))",
    "relative": r"(?P<re>大后[天儿]|后天(?!气)|后儿个?|明[天日]|明儿个?|明个儿?|今[天日]|今儿个?"
    r"|今个儿?|大前天|后日|前天(?!气)|前儿个?|昨[天日]|昨儿个?|[今明昨](?=[早晨晚夜])|后(?=晚上))",
    "weekday": rf"(?<![\d一二两三四五六七八九十几半])(?P<wk>{_WHICH})?{_WEEK}"
    rf"(?P<wd>末|[一二三四五六日天1-6](?!\d|[次回趟遍])"
    rf"(?:[、和跟或]?{_WEEK}?[二三四五六日天](?![点时号个楼月栋单位刻十人名天气:]))*)",
    "week": rf"(?P<we>下下个?|下个?|上上个?|上个?|这个?|本){_WEEK}(?:[之以]?内|里)?",
    "month": rf"(?:(?P<mo>下个?月|(?:这个?月|本月)(?![药房水电工生]))"
    rf"|(?<!{_N})(?P<mo_n>{_N}{{1,3}})月(?=底|初|中旬))"
    r"(?P<mo_p>底|初|中旬)?|(?P<mo_e>月底|月初|年底)",
    "lunar": rf"(?:农历|阴历|旧历)?(?P<lu_m>腊|冬|正|(?<=[农阴旧]历){_N}{{1,2}})月的?"
    rf"(?P<lu_d>初?{_N}{{1,3}})(?:[号日])?",
    "lunar_day": rf"(?P<ly>大年初?|(?<!年)年)(?P<ly_d>{_N}{{1,3}})(?=$|[,。 那想晚上下早中的前后])"
    r"|(?<![读上念升女儿孩娃到])(?P<ly_b>初[一二三四五六七八九十])(?![ ,]{0,2}(?:物|数"
    r"|语|英|化|年|中|学|的|级|下|上册|步|期|春|夏|秋|冬|次|恋|衷|一的|[一二三]班))",
    "festival": r"(?P<fe>十一(?=之?前|以前|假期|长假|期间|放假|那天)"
    r"|元旦|劳动节|五一(?:节|假期|前|期间)?|儿童节|六一(?:节)?|国庆节?|圣诞节?"
    r"|平安夜|妇女节|三八节?|学?雷锋(?:日|那天|纪念日)|学雷锋日|植树节"
    r"|五四青年节|青年节"
    r"|七一|建军节|八一建军节|教师节|国际志愿者日|志愿者日|跨年夜?|除夕夜?|大年夜"
    r"|大年三十|(?<!年)年三十儿?|春节|元宵节?|端午节?|七夕节?|中元节|中秋节?|重阳节?|腊八节?"
    r"|小年夜?(?!轻)|清明节?|冬至|立春)"
    r"(?:的?(?:前(?P<fe_b>[一两二三])天|后(?P<fe_a>[一两二三])天)"
    r"|(?P<fe_l>假期)?(?:的)?(?P<fe_z>最后一天)|(?P<fe_n>期间|假期|长假|放假|这几天"
    r"|那几天))?",
    "new_year": r"(?<![\d一二两三四五六七八九十几多今去前明往每当半个])(?P<ny>过?年)(?=之?前|以前)",
    "closing": r"(?P<cl>(?:快)?下班)(?=之?前|以前)",
    "part": r"(?P<pa>(?:上午|早上|早晨|下午|中午|晚上|傍晚)(?!好(?![吗不些点么的]))"
    r"|[上下]半[天日]|后半晌|[大一]清早|清早|一大早|一早|清晨|前晌|头晌|午前|晌午|正午|午后|后晌|擦黑|黄昏"
    r"|晚间|夜里|夜间|大?半夜|深夜|凌晨"
    r"|放学(?:以?后)?(?!没|的?路|早|晚)|下班以?后|晚饭后|吃完晚饭|大?白天"
    r"|[早晚](?=[\d一二两三四五六七八九十]{1,3}点)|(?<=[今明后昨天儿日号一二三四五六末每])(?:早晨|大?早(?!就|已)"
    r"|[晨晚夜]))(?![点些饭餐班已]|一[点些])",
    "pair": r"(?<![\d:.])(?P<p1>\d{1,2})\s?(?:[-~到至])\s?(?P<p2>\d{1,2})\s?[点时](?![候间])",
    "colon": r"(?<![\d:.])(?P<co_h>\d{1,2})\s?:\s?(?P<co_m>\d{2})(?::\d\d)?(?![\d:])",
    "point": rf"(?!(?<=[晚早快慢轻])一点(?![钟半一二三四五\d]))"
    rf"(?<![第有说这\d.])(?:(?<!{_N})|(?<=[周期拜][一二三四五六日天]))"
    rf"(?P<po_h>{_N}{{1,3}})(?:点钟?|(?<=\d)时(?![候间常不代]))"
    rf"(?P<po_m>半|整|一刻|三刻|{_N}{{1,3}}分(?!钟)|{_MINUTE})?",
    "en_day": rf"(?<![a-z])(?:(?P<ed_w>this|next|last)\s+)?(?P<ed>{_DAYS}){_DAY_SUFFIX}(?![a-z])",
    "en_date": rf"(?<![a-z\d])(?:(?P<e_d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<e_m>{_MONTHS})[a-z]*"
    rf"|(?P<e_m2>{_MONTHS})[a-z]*\s+(?P<e_d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))",
    "en_word": r"(?<![a-z])(?P<ew>this (?:morning|afternoon|evening)|day after tomorrow"
    r"|tomorrow|today|tonight|this week|next week"
    r"|(?:this |the |at the )?weekend)(?![a-z])",
    "en_part": r"(?<![a-z])(?<!good )(?P<ep>morning|afternoon|evening|noon|after school)(?![a-z])",
    "en_clock": r"(?<![\d:.])(?P<ec_h>\d{1,2})(?:[:.](?P<ec_m>\d\d))?\s?(?P<ec_p>am|pm)(?![a-z])",
    "now": r"(?P<no>尽快|尽早|赶紧|赶快|赶忙|抓紧|越[快早]越好|快(?:点|些)?(?:来人?|派人)"
    r"|快点(?:来|帮)|[速火]速(?:来|派|上门)|速来|立刻|立即|十万火急"
    r"|(?:马上|现在)(?=$|[,。!?\s]|就?来|就要|就去|派|找|过来|有人|帮|需要|给|能|可以|教|修|上门|安排|处理)"
    r"(?!能?[^,。]{0,3}了)"
    r"|asap|right (?:now|away)|as soon as)",
    "any": r"(?P<an>随时|(?:什么时候|啥时候|啥时|哪天|几时|时间)都(?:行|可以|成|中|方便|有空)"
    r"|any ?time|any day)",
}
# Every form starts with one of these, so most places in a text are passed over at once.
_STARTS = (
    f"{NUMERAL}今明后昨前大这近那下上本每周星礼月年元劳五六国圣早中晚傍清晨一头午晌正擦黄夜半深凌放"
    "农阴旧腊冬初儿平妇三学雷植青七建八教志跨除春端重小立过吃急"
)
_STARTS += "白底初尽速火赶抓越快立马现随时什啥哪几的adefjlmnorstw"
_PATTERN = re.compile(
    f"(?=[{_STARTS}])(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()) + ")",
    re.IGNORECASE,
)
#: 周末愉快, 元旦快乐: a wish of another sort
_GREETING = re.compile("节?(?:愉快|快乐|安康|吉祥)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of time: which form it has, its pieces, and where it stands."""

    form: str
    pieces: dict[str, str]
    start: int
    end: int


def words_of_time(text: str) -> list[Word]:
    """All words of time in a text, in order."""
    found = []
    for match in _PATTERN.finditer(text):
        if _GREETING.match(text, match.end()):
            continue
        form = match.lastgroup or ""
        pieces = {key: piece for key, piece in match.groupdict().items() if piece is not None}
        found.append(Word(form, pieces, match.start(), match.end()))
    return found
