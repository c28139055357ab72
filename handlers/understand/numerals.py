"""Numbers as neighbours write them: 12, 十二, 廿三, 两, 五零一, 幺八零三, 一百零二."""

#: The body of a character class for one numeral of any kind.
NUMERAL = "0-9〇○零一二两三四五六七八九十廿卅"
#: The same for numbers that are spelt digit by digit.
SPELT = "0-9〇○零一幺二两三四五六七八九"
#: numerals of banks, which some write for clearness, and how radio operators say digits
_FORMAL = {name: value for value, name in enumerate("零壹贰叁肆伍陆柒捌玖")}

_DIGITS = {"零": 0, "〇": 0, "○": 0, "一": 1, "幺": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_DIGITS |= {"五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_DIGITS |= _FORMAL
_DIGITS |= {str(digit): digit for digit in range(10)}
_TENS = {"十": 10, "廿": 20, "卅": 30}


def spelt(words: str) -> str:
    """Digit words as digits, one for one; everything else stays."""
    return "".join(str(_DIGITS.get(word, word)) for word in words)


def number(words: str) -> int | None:
    """The value of a numeral, or None when it is none. 五零一 is read digit by digit."""
    if not words or len(words) > 9:
        return None
    if all(word in _DIGITS for word in words):
        return int(spelt(words))
    total, pending, ready = 0, 0, False
    for word in words:
        if word in _DIGITS:
            pending, ready = _DIGITS[word], True
        elif word == "百" and ready:
            total, pending, ready = total + pending * 100, 0, False
        elif word in _TENS:
            total, pending, ready = total + (pending or 1) * _TENS[word], 0, False
        else:
            return None
    return total + pending
