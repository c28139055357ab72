"""The words that work everywhere, Chinese and English: what starts which conversation."""

import re

CONTROLS: dict[str, str] = {
    **dict.fromkeys(("上一步", "返回", "退回", "back", "/back"), "back"),
    **dict.fromkeys(("取消", "cancel", "/cancel", "不办了"), "cancel"),
    **dict.fromkeys(("继续", "接着办", "resume", "go on", "continue"), "resume"),
    **dict.fromkeys(("等会儿", "等一下", "等一会", "稍等", "wait"), "wait"),
}

WORDS: dict[str, str] = {
    **dict.fromkeys(("找人帮忙", "求助", "/need", "need help", "get help"), "post_need"),
    **dict.fromkeys(("我来帮忙", "接单", "我去", "/help_out", "help out", "i'll go"), "open_tasks"),
    **dict.fromkeys(("登记", "我要当志愿者", "当志愿者", "sign up"), "signup"),
    **dict.fromkeys(("我的", "我的单", "mine", "/mine", "my orders"), "mine"),
    **dict.fromkeys(("号码", "见面号码", "code", "my code"), "my_code"),
    **dict.fromkeys(("我到了", "到了", "签到", "/here", "here", "i'm here"), "check_in"),
    **dict.fromkeys(("我走了", "走了", "签退", "/leave", "leave", "i've left"), "check_out"),
    **dict.fromkeys(("拿不到", "拿不到号码", "no code"), "no_code"),
    **dict.fromkeys(("不单独进门", "not alone"), "not_alone"),
    **dict.fromkeys(("事件", "/incidents", "incidents"), "incidents"),
    **dict.fromkeys(("信任", "核实", "/trust", "trust"), "give_trust"),
    **dict.fromkeys(("收回信任", "end trust"), "end_trust"),
    **dict.fromkeys(("门牌备注", "door note"), "door_note"),
    **dict.fromkeys(("忘了签退", "i forgot to sign out"), "left_earlier"),
    **dict.fromkeys(("没好", "not yet"), "not_yet"),
    **dict.fromkeys(("换设备", "换手机", "换电脑", "move"), "move_device"),
    **dict.fromkeys(("时长", "我的时长", "/hours", "hours", "my hours"), "my_hours"),
    **dict.fromkeys(("少收通知", "少发这类", "quieter"), "quieter"),
    **dict.fromkeys(("多收通知", "louder"), "louder"),
    **dict.fromkeys(("清单", "/list", "list", "to do"), "worklist"),
    **dict.fromkeys(("群", "/groups", "groups"), "groups"),
    **dict.fromkeys(("隐私", "/privacy", "privacy"), "privacy"),
    **dict.fromkeys(("撤回同意", "withdraw consent"), "withdraw"),
    **dict.fromkeys(("通知", "发通知", "/notice", "notice"), "broadcast"),
    **dict.fromkeys(("通知进度", "notice status"), "notice_progress"),
    **dict.fromkeys(("停止通知", "stop notice"), "stop_notice"),
    **dict.fromkeys(("同意发出", "approve notice"), "approve_notice"),
    **dict.fromkeys(("退回通知", "return notice"), "refuse_notice"),
    **dict.fromkeys(("帮助", "/help", "help"), "help"),
    **dict.fromkeys(("菜单", "/start", "开始", "menu", "start"), "welcome"),
    **dict.fromkeys(("找社区", "人工", "找人", "打电话", "找人工"), "find_human"),
    **dict.fromkeys(("human", "a human", "ask a human", "a person"), "find_human"),
}

#: words with an order's number: 接1123-07, the dash may be missing
ABOUT: dict[str, str] = {
    "接单": "claim",
    "接": "claim",
    "不方便": "decline",
    "退单": "give_back",
    "通过": "approve",
    "问一句": "ask_back",
    "婉拒": "reject",
    "放开接单": "open_order",
    "放开": "open_order",
    "派单": "dispatch",
    "派给队": "team_call",
    "并单": "merge_orders",
    "看原话": "see_words",
    "来": "come",
    "来不了": "give_back",
    "换个时间": "another_time",
    "让社区打给我": "call_back",
    "不用了": "let_it_be",
    "我到了": "check_in",
    "我走了": "check_out",
    "办好了": "rate_done",
    "没办好": "rate_not_done",
    "人没来": "nobody_came",
    "取消这单": "cancel_order",
    "念号码": "read_codes",
    "打个分": "rate_stars",
    "打分": "rate_stars",
    "写句谢谢": "thank",
    "请原来两位": "ask_again",
    "请别人": "ask_others",
    "打给她": "call_her",
    "give stars": "rate_stars",
    "say thanks": "thank",
    "ask them again": "ask_again",
    "ask others": "ask_others",
    "ring them": "call_her",
    "需要帮忙": "need_help",
    "出了点事": "report_incident",
    "i need help": "need_help",
    "report it": "report_incident",
    "看电话": "show_phone",
    "核实时长": "confirm_minutes",
    "read codes": "read_codes",
    "see phone": "show_phone",
    "agree to hours": "confirm_minutes",
    "答一句": "answer_back",
    "结单": "close_order",
    **dict.fromkeys(("看照片", "听录音", "看文件"), "show_media"),
    **dict.fromkeys(("see photos", "listen", "see files"), "show_media"),
    "i'll go": "claim",
    "not this time": "decline",
    "give it back": "give_back",
    "approve": "approve",
    "ask first": "ask_back",
    "turn down": "reject",
    "ask around": "open_order",
    "find someone": "dispatch",
    "ask a team": "team_call",
    "merge": "merge_orders",
    "their words": "see_words",
    "their phone": "show_phone",
    "coming": "come",
    "can't come": "give_back",
    "another time": "another_time",
    "call me": "call_back",
    "no need": "let_it_be",
    "i'm here": "check_in",
    "i've left": "check_out",
    "it's done": "rate_done",
    "not done": "rate_not_done",
    "nobody came": "nobody_came",
    "cancel order": "cancel_order",
    "answer": "answer_back",
    "close order": "close_order",
}
#: with nothing open these begin nothing either
THANKS = frozenset(["谢谢", "谢谢您", "谢谢你", "多谢", "谢了", "麻烦了", "辛苦了", "thanks"]) | {
    "thank you"
}
#: sentences that begin a conversation and already hold some of its answers; the groups are named
#: like the questions
_TRUSTED = r"单独上门|一个人上门|单独|和孩子在一起|和孩子|带孩子|孩子"
SENTENCES: dict[str, re.Pattern[str]] = {
    "end_trust": re.compile(rf"收回信任\s+(?P<whom>\S{{1,20}})(?:\s+(?P<kind>{_TRUSTED}))?"),
    "give_trust": re.compile(
        rf"(?P<verb>信任|核实)\s+(?P<whom>\S{{1,20}})(?:\s+(?P<kind>{_TRUSTED}))?"
        r"(?:\s*(?P<until>[到至].{2,12}))?"
    ),
}
NUMBER = re.compile(r"\d{1,6}")
#: 请 and a volunteer's name, with an order's number
INVITED = re.compile(r"(?:请|ask\s)\s*(\S.{0,19}?)\s*(\d{4})-?(\d{2,3})")
NUMBERED = re.compile(
    rf"({'|'.join(sorted(ABOUT, key=len, reverse=True))})\s*(\d{{4}})-?(\d{{2,3}})"
)
