"""What somebody is called, in the words of a third: 张德福, 老张, 王奶奶, Zhang Defu.

A name is believed when it begins with a surname of the hundred families, or has the shape that
neighbours use. Words of time and place are hidden before: 周六 is a day and no Mr Zhou.
"""

import re

from handlers.understand.normal import fold

_DOUBLE = "欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|司徒|令狐|东方|南宫|长孙|宇文|端木"
_SINGLE = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕"
    "丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
    "覃武戴莫孔向汤温康施文牛樊葛邢安齐伍庞殷章鲁岳翟倪詹欧耿关兰焦左柳甘祝包宁尚舒阮柯纪梅童凌毕"
    "单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连"
    "芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲"
    "虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥南班储原栗燕楚鄢劳谌奚皮蔺楼冼盘满闻位厉仝岚"
)
FAMILY = rf"(?:{_DOUBLE}|[{_SINGLE}])"
GIVEN = r"[\u4e00-\u9fff]"
TITLE = (
    "老师|师傅|先生|女士|大爷|大妈|大娘|大叔|大婶|大姐|大哥|奶奶|爷爷|阿姨|伯伯|叔叔|婆婆"
    "|婶|嫂|姐|哥|叔"
)
#: what she wants, or how she is, begins here and the name has ended
_NO_NAME = "想要需请找有没不说家住在腿眼耳手脚腰下上去来陪修换理剪打搬送取看教买病摔瘫"
_SHAPES = (
    rf"[老小]{FAMILY}(?:{TITLE})?",
    rf"{FAMILY}{GIVEN}{{0,2}}?(?:{TITLE})",
    rf"{FAMILY}{GIVEN}{{1,2}}",
)
_WHOLE = re.compile("|".join(_SHAPES))
_JOINED = re.compile(
    rf"(?:{_SHAPES[0]}|{_SHAPES[1]}|{FAMILY}(?:(?![{_NO_NAME}]){GIVEN}){{1,2}})(?=[{_NO_NAME}])"
)
_LATIN = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}")
_WEEKDAY = re.compile("周[一二三四五六日天末]")
_SAID = re.compile(r"^(?:不是[^,，。]*[,，]\s*)?(?:姓名|名字|称呼|她?他?叫|是)\s?[:：]?\s?")
_PARTS = re.compile(r"[\s,，、。;；:：]+")


def read_called(text: str) -> str | None:
    """The first name in these words, which hold no door, time or phone any more."""
    for part in _PARTS.split(fold(text).strip()):
        word = _SAID.sub("", part)
        if _WEEKDAY.match(word):
            continue
        if _WHOLE.fullmatch(word) and word[1:2] not in _NO_NAME:
            return word
        joined = _JOINED.match(word)
        if joined is not None:
            return joined.group()
    latin = _LATIN.search(text)
    return latin.group() if latin else None
