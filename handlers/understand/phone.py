"""A phone number inside a message, however it is spaced, dashed, prefixed or spelt out.

Mobile numbers have 11 digits and begin with 1; landlines need their area code, said or known from
the community. Numbers of identity cards and bank cards are left alone.
"""

import re
from dataclasses import dataclass

from handlers.understand.normal import fold
from handlers.understand.numerals import spelt

_MOBILE_DIGITS = 11
#: From here on a run of digits is a phone number with digits missing, not a room.
_FEWEST = 7
_GAP = r"[\s\-.()·/,、]{0,2}"
_SPELT = "零〇○幺一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_SPELT_RUN = re.compile(rf"[{_SPELT}]{{3,}}|[{_SPELT}](?:\s[{_SPELT}]){{6,}}")
#: what stands before a number that takes the place of the one before
_RATHER = re.compile(r"(?:不对|不是|错了|说错|应该)[^\d]{0,8}$")
_MOBILE = re.compile(rf"(?<!\d)(?:\+?(?:00)?86{_GAP})?(1{_GAP}[3-9](?:{_GAP}\d){{9}})(?![\dXx])")
_LANDLINE = re.compile(
    rf"(?<!\d)\(?(0(?:10|2\d|[3-9]\d\d)){_GAP}([2-8]\d{{2,3}}{_GAP}\d{{4}})(?!\d)"
)
_LOCAL = re.compile(r"(?<!\d)([2-8]\d{2,3}[\s\-]?\d{4})(?![\d\-])")
_RUN = re.compile(r"(?<![\d.])(?:\+?86[\s\-]*)?(1(?:[\s\-]?\d)+)(?![\dXx])")


@dataclass(frozen=True, slots=True)
class Found:
    """A whole number: 11 digits, or a landline with its area code."""

    digits: str
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Short:
    """A mobile number with digits missing."""

    missing: int
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Long:
    """A mobile number with digits too many."""

    extra: int
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No phone number was said."""


PhoneReading = Found | Short | Long | Nothing


def read_phone(text: str, area_code: str = "") -> PhoneReading:
    """The first number. With `area_code` a landline said without one is completed."""
    text = _SPELT_RUN.sub(lambda run: spelt(run.group()), fold(text))
    mobiles = list(_MOBILE.finditer(text))
    if mobiles:
        rather = [each for each in mobiles[1:] if _RATHER.search(text[: each.start()])]
        mobile = rather[-1] if rather else mobiles[0]
        return Found(_digits(mobile.group(1)), mobile.span())
    if landline := _LANDLINE.search(text):
        return Found(_digits(landline.group()), landline.span())
    if area_code and (local := _LOCAL.search(text)):
        return Found(area_code + _digits(local.group()), local.span())
    return _wrong_length(text)


def say_phone(digits: str) -> str:
    """139 0000 0123; a landline with its area code apart."""
    if digits.startswith("0"):
        area = _area_length(digits)
        return f"{digits[:area]} {digits[area:-4]} {digits[-4:]}"
    return f"{digits[:-8]} {digits[-8:-4]} {digits[-4:]}"


def mask_phone(digits: str) -> str:
    """139****0123: enough to recognise one's own number, too little to call it."""
    return f"{digits[:3]}****{digits[-4:]}"


def _wrong_length(text: str) -> PhoneReading:
    for run in _RUN.finditer(text):
        digits = _digits(run.group(1))
        missing = _MOBILE_DIGITS - len(digits)
        is_all = not text[: run.start()].strip() and not text[run.end() :].strip(" .。,")
        if digits[1] < "3" or missing > _MOBILE_DIGITS - (_FEWEST - 2 if is_all else _FEWEST):
            continue
        if missing > 0:
            return Short(missing, run.span())
        if -3 <= missing < 0:
            return Long(-missing, run.span())
    return Nothing()


def _digits(words: str) -> str:
    return re.sub(r"\D", "", words)


def _area_length(digits: str) -> int:
    return 3 if digits[1] in "12" else 4
