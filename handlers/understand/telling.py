"""Whether a time is wished for or only told: 夜里咳得睡不着, 物业说要下个月, 后天就过期了.

What surrounds a time in its clause decides. A wrong time is worse than none, which is asked for.
"""

import re

_CLAUSE_END = re.compile(r"[,。;!?\n]")
#: what stands before a time that is told, not wished for
_TOLD = re.compile(
    r"(?:排到|拖到|等到|吵到|闹到|开到|说要等|响到|跳到|忙到|早就|自打|打从|一到|每到|每次|经常|有时候?"
    r"|往常|平常|老是|原定|原来约的?|本来约?的?|昨天说|熬到|年年|去年|前年)\s*$"
    r"|(?:师傅|物业|房东|医生|大夫|老师|公司|学校|通知|单位|客服|老板|他们|中介|法院|人家|店家)"
    r"[^,。;!?]{0,4}(?:说|让|叫|答应|讲|要求|通知)[^,。;!?]{0,6}$|工作日[^,。]{0,12}(?:或者?|和|跟|、)\s*$"
)
#: a doctor's day is the day on which somebody has to go along
_VISIT = re.compile("复查|复诊|检查|手术|拆线|住院|去医院|体检|化疗|换药")
#: the day of something else
_EVENT = re.compile(
    r"^[^,。;!?]{0,4}?(?:就?(?:过期|到期|截止|停发|开学|停用|关门|打烊)|[要得]出门(?![^,。]{0,4}[陪送接])|得走|(?<!没)有会(?=$|[,。;!?议要])|没空"
    r"|结婚|才(?:回|排|写|能|有空|到)|推了|又推|搬走|停电|停水|过完|再说|都一个人|来结果)"
)
#: what follows a time of day that is told, whatever else is said in the clause
_SURELY = re.compile(
    r"^[^,。;!?]{0,6}?(?:哭|睡不|醒|做梦|疼得|咳|冷得|冻得|热得|吵|剁|蹦|闹|没睡|失眠|怕进|害怕|不敢|老有|老是"
    r"|总是|看不清|看不见|黑灯|没人敢|又|常常?头|拖椅子|上夜班|就拖|太阳)"
)
_TELLS = re.compile(r"了|坏|发现|开始(?=.)|刚|老是|总|一直|没(?!事)|经常|没人|上班|网课")
_WISHES = re.compile(
    r"来|能|帮|请|想|行|可以|去|修|方便|在家|在屋|都在|有空|找|教|送|接|陪|前|麻烦|求|要(?:人|个|去|做|有|来|上|搬|办)"
    r"|得(?:去|有|送|来|要)|[缺差](?!不多)|约|看[眼牙病]|复查|手术|检查|抽血|体检|拆线|出发|(?<![没不])出门|店休|轮休|没课|集合|开始|排练"
    r"|到站|(?<![号日])到$|的火?车|到[^,。]{0,4}(?:医院|小学|幼儿园|学校|站|家|院|门)|门口|没人(?:接|送|看|带|管)|上门|等|都[行成中好]|随便"
    r"|哪天|的号|报名|参加|活动|辅导|补|用|办|搞|弄|搬|取|买|理发|剪|量|给|跳|练|喂|看看|看不|聊|左右|之间|面试|加班|活|开家长会"
    r"|can|could|please|need|help|want|pick up|looking for"
)
_TIME_ALONE = re.compile(
    r"(?:[上下中]午|晚[上饭]后?|早[上晨]|傍晚|放学以?后?|[\d一二三四五六七八九十两半点时分:到至\-~左右]"
    r"|小时|钟头|分钟|[一两]?次|从|[下这]?个?(?:周|星期|礼拜)[一二三四五六日天]?起|[下这本]个?月|开学以?后|放假以?后|[\s,。;!?的在就那住家钟个\ue000])*"
)
_SOON = 20


def tells_a_story(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the time at this place is told, and whether it is surely that of something else."""
    stop = _CLAUSE_END.search(text, end)
    after = text[end : stop.start() if stop else len(text)][:_SOON]
    before = _TOLD.search(text, max(0, start - 16), start)
    is_event = _EVENT.match(after) is not None or before is not None
    is_event = is_event and not _VISIT.search(after)
    if is_event or _SURELY.match(after):
        return True, is_event
    return bool(_TELLS.search(after)) and not _WISHES.search(after), False


def is_surely_told(text: str, end: int) -> bool:
    """Whether what follows is how somebody is, not what is to be done: 睡不着, 咳."""
    return _SURELY.match(text, end) is not None


def is_wished(text: str, start: int, end: int) -> bool:
    """Whether the clause that holds a time asks for something, or holds nothing but the time."""
    begins = 0
    for match in _CLAUSE_END.finditer(text, max(0, start - 60), start):
        begins = match.end()
    stop = _CLAUSE_END.search(text, end)
    clause = text[begins:start] + text[end : stop.start() if stop else len(text)]
    return _TIME_ALONE.fullmatch(clause) is not None or _WISHES.search(clause) is not None
