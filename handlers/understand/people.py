"""How many people are wanted: 来两位, 要四五个小伙子, 2个人. Not who lives there."""

import re

from handlers.understand.normal import fold
from handlers.understand.numerals import NUMERAL, number

_MOST = 99
_PERSON = (
    "人|后生|小鬼|小伙|壮|男|女|志愿者|师傅|帮手|学生|大学生|同志|党员|汉子|年轻人|老师|劳力"
    "|劳动力|大叔|大哥"
)
_WANTED = "要|需要|得|来|找|派|请|叫|出|缺|差(?!不)|至少|最好|大概|差不多|多来|帮忙的"
_COUNT = rf"(?:[{NUMERAL}]{{1,3}}(?:到|至|-|、))?(?P<n>[{NUMERAL}]{{1,3}}|俩|仨)"
_ASKED = re.compile(
    rf"(?:{_WANTED})(?:个|上|来|大概|差不多)?\s?{_COUNT}\s?(?:来|多)?"
    rf"(?:[位名]|个?(?:{_PERSON})|人)(?!住|在家|过|的时候)"
)
#: 缺俩和面的, 差两个登记的, 需要三个有劲儿的
_OF_A_SORT = re.compile(
    rf"(?:缺|差|少|要|需要|来|找|得|请)(?:了|个)?{_COUNT}(?:来)?(?![斤块元米袋箱瓶本张间套])(?:个|位"
    rf"|名)?[^,。;!?\s]{{1,9}}?(?:的|帮手|人手|劳力)(?!老人|孩子|单)"
)
_HELPERS = (
    "人(?!家)|后生|小鬼头?|小伙子?|师傅|志愿者|大学生|壮汉|年轻人|男的|劳力|帮手|壮小伙|壮劳力"
)
#: two who carry, four in a list
_DOING = re.compile(
    rf"(?<![们家我她他俩第有]){_COUNT}\s?(?:个|位|名)?(?:{_HELPERS})(?=帮|来(?!不)|抬|搬"
    rf"|扛|就|应该|够|一起|去|陪|$|[,。;!\s]|地址|电话)(?!就?(?:住|在家))"
)
_ENOUGH = re.compile(
    rf"(?<![们家我她他俩]){_COUNT}\s?(?:[位名]|个人|人|个)\s?(?:就|足)?(?:行|够|可以|成|好|吧|差不多|左右)"
)
#: 来十个, 来三个高个子, 得四条汉子
_STRONG = re.compile(
    rf"(?:来|得|要|缺|差|请){_COUNT}\s?(?:(?:条|个)(?:汉子|好汉|高个|大个|力气|有劲)|个(?=$|[,。;!来]))"
)
_ALONE = re.compile(rf"\s*{_COUNT}\s?(?:个人?|位|名|人|people|persons?)?\s?[.。吧]?\s*")
_ENGLISH = re.compile(
    r"(?<![\da-z])(?P<n>\d{1,2}|two|three|four|five|six)\s+(?:strong |more )?"
    r"(?:people|persons?|volunteers?|helpers?|men|guys)\b",
    re.I,
)
_SLANG = {"俩": 2, "仨": 3, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def read_people(text: str) -> int | None:
    """The number of helpers asked for; of 四五个 the larger. None when nothing was said."""
    text = fold(text)
    match = _ALONE.fullmatch(text) or _ASKED.search(text) or _ENOUGH.search(text)
    match = (
        match
        or _STRONG.search(text)
        or _OF_A_SORT.search(text)
        or _DOING.search(text)
        or _ENGLISH.search(text)
    )
    return None if match is None else _count(match["n"])


def _count(words: str) -> int | None:
    count = _SLANG.get(words.lower()) or _either(words) or number(words)
    return count if count is not None and 1 <= count <= _MOST else None


def _either(words: str) -> int | None:
    """四五 is four or five; 十四五 is fourteen or fifteen."""
    if words.isascii() or len(words) < 2 or any(tens in words[-2:] for tens in "十廿〇零"):
        return None
    first, second = number(words[:-1]), number(words[-1])
    if first is None or second is None or first % 10 + 1 != second:
        return None
    return first + 1
