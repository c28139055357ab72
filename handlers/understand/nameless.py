"""A message without the person: no name, no phone, no door, no long number.

What is left still tells what was wanted and when. Names are believed where neighbours' shapes are
(王奶奶, 老张, 叫陈桂芳); a name that nothing announces may stay, so whoever keeps the words keeps
them encrypted and for a year at most.
"""

import re

from handlers.understand.address import read_address
from handlers.understand.called import FAMILY, GIVEN, TITLE
from handlers.understand.normal import normalise
from handlers.understand.phone import Found as Phone
from handlers.understand.phone import read_phone
from handlers.understand.place import find_door

PHONE, DOOR, NAME, PLACE, NUMBER = "〔电话〕", "〔门牌〕", "〔称呼〕", "〔地名〕", "〔号码〕"
#: characters of a message that are kept
LONGEST = 120
_NAMES = re.compile(
    rf"[老小]{FAMILY}(?:{TITLE})?(?![人师板家是头])|{FAMILY}{GIVEN}{{0,2}}?(?:{TITLE})"
    rf"|(?:(?<=叫)|(?<=名字)|(?<=姓名)|(?<=我是)|(?<=我叫)|(?<=找)){FAMILY}{GIVEN}{{1,2}}"
    r"|\b(?:Mr|Mrs|Ms|Miss|Auntie|Uncle|Granny)\.? [A-Z][a-z]+|(?<=my name is )[A-Z][A-Za-z ]{1,30}"
)
_LONG_NUMBER = re.compile(r"[0-9A-Za-z]*\d{4,}[0-9A-Za-z]*|[〇零幺一二三四五六七八九]{5,}")
_AREA = ("district", "street", "lane", "community")


def without_person(text: str) -> str:
    """The words with what could lead to somebody replaced by its kind."""
    words = normalise(text)
    while isinstance(phone := read_phone(words), Phone) and phone.at[1] > phone.at[0]:
        words = words[: phone.at[0]] + PHONE + words[phone.at[1] :]
    area = read_address(words).parts()
    while (door := find_door(words)) is not None:
        words = words[: door.start()] + DOOR + words[door.end() :]
    for part in _AREA:
        if area[part]:
            words = words.replace(area[part], PLACE)
    words = _NAMES.sub(NAME, words)
    return _LONG_NUMBER.sub(NUMBER, words)[:LONGEST]
