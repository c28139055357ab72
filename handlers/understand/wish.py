"""Wishes in her own words: 要女的, 就要上回来的周凯, 说话大声点. What else she says stays out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.understand.normal import fold

_WOMAN = re.compile(
    "(?:要|找|来|派|请|最好|希望|想要|得)(?:是|来|找|个|位|一个|一位)*女(?:的|同志"
    "|志愿者|生|士|师傅)?"
    "|女(?:的|同志|志愿者)来|(?:不要|别来|别派)男的?"
    r"|\b(?:a )?(?:woman|female|lady)(?: volunteer)?(?: please)?",
    re.IGNORECASE,
)
_MANNERS = re.compile(
    "说话(?:要|请)?(?:大声|响|慢|清楚)一?点?儿?|大声一?点儿?说?|慢一?点儿?说"
    "|(?:敲门|按门铃)(?:要|请)?(?:轻|重|响)一?点?儿?|别按门铃|别敲门|(?:穿|带"
    "|戴)(?:个)?(?:鞋套|口罩)"
    "|别(?:抽|吸)烟|别带(?:狗|孩子|小孩)|(?:来之?前)?先打(?:个)?电话"
    "|会(?:说|讲)[^，。,;；\\s]{1,4}(?:话|语)的?|有(?:耐心|经验)的|年轻一?点的?|力气大一?点?的"
    r"|speaks? (?:up|slowly|english)",
    re.IGNORECASE,
)
#: before the name of somebody who has been there
_AGAIN = "(?:就要|还要|还是|要|请|让|找|最好是?|希望)(?:上回|上次|原来|那个|来过)*(?:来)?的?"
_NAMES = re.compile(_AGAIN)
#: how a wish begins where nothing but a change is expected
_BEGINS = re.compile("(?:要求|最好|希望|麻烦|请|别|不要|要|让|能不能|来的人)")
_SHORTEST, _LONGEST = 3, 60


@dataclass(frozen=True, slots=True)
class Wish:
    """What she wishes: her words for it, and the two things that are rules."""

    words: str = ""
    woman: bool = False
    #: the id of somebody who has been at her door before
    person_id: int | None = None


def read_wish(text: str, been_there: Callable[[], Mapping[str, int]]) -> Wish | None:
    """The wishes in these words; None without any.

    `been_there` gives whom she may ask for by name; it is called only where somebody is named.
    """
    plain = fold(text)
    spans = [match.span() for match in (_WOMAN.search(plain), *_MANNERS.finditer(plain)) if match]
    person_id = None
    for name, known in (been_there() if _NAMES.search(plain) else {}).items():
        named = re.search(f"{_AGAIN}{re.escape(fold(name))}", plain)
        if named is not None:
            person_id = known
            spans.append(named.span())
    if not spans:
        return None
    words = "、".join(text[start:end] for start, end in sorted(spans))
    return Wish(words[:_LONGEST], _WOMAN.search(plain) is not None, person_id)


def read_change(text: str, been_there: Callable[[], Mapping[str, int]]) -> Wish | None:
    """The same at a card, where a sentence that only sounds like a wish is one too."""
    found = read_wish(text, been_there)
    if found is not None:
        return found
    words = text.strip()
    is_wish = _SHORTEST <= len(words) <= _LONGEST and _BEGINS.match(words)
    return Wish(words) if is_wish else None
