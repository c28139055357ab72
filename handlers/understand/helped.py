"""How many people an order helps: 我跟老伴 are two, 我们仨 three. Not how many are to come."""

import re

from handlers.understand.normal import fold
from handlers.understand.numerals import NUMERAL, number

_TWO = re.compile(
    "我(?:跟|和|与)(?:我)?(?:家)?(?:老伴|爱人|老公|老婆|妈|爸|母亲|父亲|孩子|儿子|女儿|闺女|邻居)"
    "|(?:我们?|咱们?|他们|她们)?(?:俩|两口子)|老两口|爸妈|父母|爹妈"
    r"|\b(?:my (?:wife|husband|mother|father) and (?:me|i)|(?:both|two) of us|my parents)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?:(?:我们|咱们|他们|她们)(?:一家)?|一家)(?P<n>[{NUMERAL}]{{1,3}}|仨)\s?(?:口人?"
    rf"|个(?:人|老人|孩子)?|位|$)?"
)
_THREE = re.compile("(?:我们|咱们|他们|她们)?仨")
_MOST = 50


def read_helped(text: str) -> int:
    """The number of people who are helped; 1 when nothing was said."""
    plain = fold(text)
    counted = _COUNTED.search(plain)
    if counted is not None:
        count = 3 if counted["n"] == "仨" else number(counted["n"])
        if count is not None and 1 <= count <= _MOST:
            return count
    if _THREE.search(plain):
        return 3
    return 2 if _TWO.search(plain) else 1
