"""Whether a need is one of the old or of the young (一老一小), by her words and whom it is for."""

import re

from handlers.understand.normal import plain
from handlers.understand.numerals import NUMERAL, number
from handlers.understand.other import Other

#: the Elderly Law counts from this age (domain: elder = 60+)
ELDER_FROM = 60
ELDER, CHILD = "elder", "child"
_ELDERS = frozenset(("parents", "grandmother", "grandfather", "elder"))
_CHILD = re.compile(
    "孩子|小孩|娃|宝宝|儿童|小学|幼儿园|放学|作业|孙子|孙女|外孙|(?:我|家)(?:的|里)?(?:儿子|闺女|女儿)(?:上|放|在读)"
    r"|\b(?:child|children|kids?|son|daughter|homework|kindergarten)\b"
)
_ELDER = re.compile(
    "老人|老年|老爷子|老太太|大爷|大娘|奶奶|姥姥|外婆|爷爷|姥爷|外公|岁数大|年纪大|上了年纪|老两口|老伴"
    r"|\b(?:elderly|grandmother|grandfather|grandma|grandpa|old (?:man|lady|people))\b"
)
_AGE = re.compile(rf"(?P<n>\d{{2}}|[{NUMERAL}]{{2,3}})\s?(?:多)?岁|\b(?P<en>\d{{2}}) years? old")


def read_whose(text: str, other: Other | None = None, *, for_child: bool = False) -> str:
    """ELDER, CHILD or "". `for_child`: the kind of help is one for children.

    Whoever writes for their own parents, or says an age from sixty on, speaks of the old.
    """
    words = plain(text)
    if for_child:
        return CHILD
    ages = [number(each["n"] or each["en"]) or 0 for each in _AGE.finditer(words)]
    if any(age >= ELDER_FROM for age in ages) or (other is not None and other.code in _ELDERS):
        return ELDER
    child, elder = _CHILD.search(words), _ELDER.search(words)
    if elder is not None and (child is None or elder.start() < child.start()):
        return ELDER
    return CHILD if child is not None else ""
