"""The words that work everywhere, Chinese and English: what starts which conversation."""

import re

from handlers.activities import words as activities

CONTROLS: dict[str, str] = {
    **dict.fromkeys(("上一步", "返回", "退回", "back", "/back"), "back"),
    **dict.fromkeys(("取消", "cancel", "/cancel", "不办了"), "cancel"),
    **dict.fromkeys(("继续", "接着办", "resume", "go on", "continue"), "resume"),
    **dict.fromkeys(("等会儿", "等一下", "等一会", "稍等", "wait"), "wait"),
}

WORDS: dict[str, str] = {
    **activities.WORDS,
    **dict.fromkeys(("找人帮忙", "求助", "/need", "need help", "get help"), "post_need"),
    **dict.fromkeys(("我来帮忙", "接单", "我去", "/help_out", "help out", "i'll go"), "open_tasks"),
    **dict.fromkeys(("登记", "我要当志愿者", "当志愿者", "sign up"), "signup"),
    **dict.fromkeys(("我是家长", "家长同意", "我是监护人", "i'm a parent", "parent"), "guardian"),
    **dict.fromkeys(("家长撤回", "parent withdraws"), "guardian_withdraws"),
    **dict.fromkeys(("登记孩子", "sign up a child"), "sign_up_child"),
    **dict.fromkeys(("回一句", "answer them"), "relay"),
    **dict.fromkeys(("举报", "report"), "relay_report"),
    **dict.fromkeys(("留个电话", "leave my number"), "leave_phone"),
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
    **dict.fromkeys(("看每一次", "每一次", "each time"), "each_time"),
    **dict.fromkeys(("记错了", "时长不对", "时长记错了", "wrong hours"), "hours_wrong"),
    **dict.fromkeys(("党员60小时进度", "60小时进度", "party goal"), "party_goal"),
    **dict.fromkeys(("收起进度", "hide goal"), "close_goal"),
    **dict.fromkeys(("核实时长", "hours to check"), "hours_waiting"),
    **dict.fromkeys(("异议", "时长异议", "objections"), "objections"),
    **dict.fromkeys(("改一笔", "correct hours"), "correct_hours"),
    **dict.fromkeys(("不改时长", "keep hours"), "keep_hours"),
    **dict.fromkeys(("补记", "补记时长", "补录", "make up hours"), "make_up_hours"),
    **dict.fromkeys(("本周数字", "/figures", "this week's figures"), "this_week"),
    **dict.fromkeys(("本月数字", "this month's figures"), "this_month"),
    **dict.fromkeys(("今年数字", "this year's figures"), "this_year"),
    **dict.fromkeys(("要表格", "as a file"), "figures_file"),
    **dict.fromkeys(("我的资料", "资料", "志愿者编号", "/profile", "my profile"), "my_profile"),
    **dict.fromkeys(("歇一阵", "歇一歇", "take a rest"), "rest"),
    **dict.fromkeys(("我回来了", "i'm back", "back again"), "back_again"),
    **dict.fromkeys(("核实资质", "check a licence"), "verify_skill"),
    **dict.fromkeys(("少收通知", "少发这类", "quieter"), "quieter"),
    **dict.fromkeys(("多收通知", "louder"), "louder"),
    **dict.fromkeys(("设置", "/settings", "settings"), "settings"),
    **dict.fromkeys(("换语言", "language", "/language"), "set_language"),
    **dict.fromkeys(("安静时间", "quiet hours"), "set_quiet"),
    **dict.fromkeys(("今天别叫我", "别叫我", "not today"), "hush"),
    **dict.fromkeys(("可以叫我", "call me again"), "unhush"),
    **dict.fromkeys(("大字", "标准字", "large letters"), "set_letters"),
    **dict.fromkeys(("收哪些通知", "notices"), "set_notices"),
    **dict.fromkeys(("概况", "overview"), "overview"),
    **dict.fromkeys(("队伍", "我的队伍", "/teams", "teams"), "teams"),
    **dict.fromkeys(("建一支队", "新队伍", "new team"), "make_team"),
    **dict.fromkeys(("不做的事", "你们不做什么", "what you don't do"), "limits"),
    **dict.fromkeys(("站点", "社区站", "服务点", "/stations", "stations"), "stations"),
    **dict.fromkeys(("清单", "/list", "list", "to do"), "worklist"),
    **dict.fromkeys(("群", "/groups", "groups"), "groups"),
    **dict.fromkeys(("家里不用知道", "别告诉家里", "don't tell family"), "family_off"),
    **dict.fromkeys(("家里可以知道", "告诉家里", "tell family"), "family_on"),
    **dict.fromkeys(("询单", "开门询单", "/door", "door visit"), "doorstep"),
    **dict.fromkeys(("楼门", "/doors", "doors"), "door_contacts"),
    **dict.fromkeys(("常来的", "standing help"), "standing"),
    **dict.fromkeys(("停一阵", "pause it"), "pause_standing"),
    **dict.fromkeys(("接着来", "come again"), "resume_standing"),
    **dict.fromkeys(("不用来了", "no more visits"), "end_standing"),
    **dict.fromkeys(("走访", "走访记录", "/round", "my round"), "door_round"),
    **dict.fromkeys(("隐私", "/privacy", "privacy", "你们记了我什么", "记了我什么"), "privacy"),
    **dict.fromkeys(("谁看过", "谁看过我的电话", "who has seen"), "who_read"),
    **dict.fromkeys(("我的同意", "my consents", "撤回同意", "withdraw consent"), "withdraw"),
    **dict.fromkeys(("要一份记录", "要一份我的记录", "my data", "copy of my data"), "export"),
    **dict.fromkeys(("改一项", "改我的信息", "correct my data"), "correct"),
    **dict.fromkeys(("退出", "不用了，退出", "注销", "删掉我的信息", "close account"), "leave"),
    **dict.fromkeys(("不退了", "stay"), "stay"),
    **dict.fromkeys(("身份", "谁管什么", "/roles", "roles"), "roles"),
    **dict.fromkeys(("给身份", "give a role"), "give_role"),
    **dict.fromkeys(("收回身份", "take back a role"), "end_role"),
    **dict.fromkeys(("不当了", "不干了", "lay down my role"), "leave_role"),
    **dict.fromkeys(("通知", "发通知", "/notice", "notice"), "broadcast"),
    **dict.fromkeys(("通知进度", "notice status"), "notice_progress"),
    **dict.fromkeys(("停止通知", "stop notice"), "stop_notice"),
    **dict.fromkeys(("先停一下", "pause notice"), "pause_notice"),
    **dict.fromkeys(("接着发", "go on sending"), "resume_notice"),
    **dict.fromkeys(("看名单", "who's coming"), "notice_names"),
    **dict.fromkeys(("谢谢来的人", "thank them"), "thank_notice"),
    **dict.fromkeys(("同意发出", "approve notice"), "approve_notice"),
    **dict.fromkeys(("退回通知", "return notice"), "refuse_notice"),
    **dict.fromkeys(("帮助", "/help", "help"), "help"),
    **dict.fromkeys(("菜单", "/start", "开始", "menu", "start"), "welcome"),
    **dict.fromkeys(("找社区", "人工", "找人", "打电话", "找人工"), "find_human"),
    **dict.fromkeys(("human", "a human", "ask a human", "a person"), "find_human"),
}

#: words of buttons that stand under something else than an order: alone, they mean the only one
OF_THE_ONLY_ONE: dict[str, str] = {
    **dict.fromkeys(("同意进队", "let them in"), "accept_member"),
    **dict.fromkeys(("想加入", "join"), "join_team"),
    **dict.fromkeys(("看队员", "members"), "team_members"),
    **dict.fromkeys(("打过了", "reached them"), "called"),
    **dict.fromkeys(("看号码", "see number"), "see_number"),
}

#: words for staff, with nothing open; to anybody else, and in an answer, they are a time
STAFF_WORDS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("本周", "这周", "this week"), ("this_week", "")),
    **dict.fromkeys(("本月", "这个月", "this month"), ("this_month", "")),
    **dict.fromkeys(("今年", "this year"), ("this_year", "")),
    **dict.fromkeys(("上周", "上一周", "last week"), ("this_week", "week:last")),
    **dict.fromkeys(("上个月", "上月", "last month"), ("this_month", "month:last")),
    **dict.fromkeys(("去年", "上一年", "last year"), ("this_year", "year:last")),
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
    "看电话": "see_phone",
    "来": "come",
    "来不了": "give_back",
    "换个时间": "another_time",
    "让社区打给我": "call_me_back",
    "不用了": "let_it_be",
    "我到了": "check_in",
    "我走了": "check_out",
    "办好了": "rate_done",
    "没办好": "rate_not_done",
    "人没来": "nobody_came",
    "取消这单": "cancel_order",
    "念号码": "read_codes",
    "以后也来": "make_standing",
    "make regular": "make_standing",
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
    "核实时长": "confirm_minutes",
    "不算": "refuse_minutes",
    "抽查": "recheck",
    "办成了什么": "say_result",
    "read codes": "read_codes",
    "see phone": "see_phone",
    "agree to hours": "confirm_minutes",
    "don't count": "refuse_minutes",
    "spot check": "recheck",
    "what was done": "say_result",
    "给对方留话": "relay",
    "答一句": "answer_back",
    "结单": "close_order",
    "回访": "call_back",
    "转告了": "passed_on",
    "纸条": "slip",
    "打过电话了": "own_yes",
    "关照": "care",
    "要知道的": "need_to_know",
    **dict.fromkeys(("家里不用知道", "别告诉家里"), "family_off"),
    **dict.fromkeys(("家里可以知道", "告诉家里"), "family_on"),
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
    "their phone": "see_phone",
    "coming": "come",
    "can't come": "give_back",
    "another time": "another_time",
    "call me": "call_me_back",
    "no need": "let_it_be",
    "i'm here": "check_in",
    "i've left": "check_out",
    "it's done": "rate_done",
    "not done": "rate_not_done",
    "nobody came": "nobody_came",
    "cancel order": "cancel_order",
    "pass on a line": "relay",
    "answer": "answer_back",
    "close order": "close_order",
    "call back": "call_back",
    "passed on": "passed_on",
    "slip": "slip",
    "i called": "own_yes",
    "care": "care",
    "good to know": "need_to_know",
}
#: with nothing open these begin nothing either
THANKS = frozenset(["谢谢", "谢谢您", "谢谢你", "多谢", "谢了", "麻烦了", "辛苦了", "thanks"]) | {
    "thank you"
}
#: an answer to a notice that calls for help
I_COME = frozenset({"我来", "i'll come"})
#: sentences that begin a conversation and already hold some of its answers; the groups are named
#: like the questions
_LINE = r"(?:[\s:：,，]+|(?=\d))\S.*"
_TRUSTED = r"单独上门|一个人上门|单独|和孩子在一起|和孩子|带孩子|孩子"
_ROLE = "志愿者|队长|社区工作人员|工作人员|协调员|审核员|管理员"
_TO = r"(?:\s*到\s*(?P<until>.{2,12}))?"
NOTICE = re.compile(r"(?:发通知|通知|/?notice)[\s:：,，]+(?P<said>\S.*)", re.DOTALL | re.IGNORECASE)
SENTENCES: dict[str, re.Pattern[str]] = {
    **activities.SENTENCES,
    "broadcast": NOTICE,
    "door_contacts": re.compile(rf"(?:楼门|/?doors){_LINE}", re.DOTALL | re.IGNORECASE),
    "doorstep": re.compile(
        rf"(?:开门询单|询单|/door|door visit){_LINE}", re.DOTALL | re.IGNORECASE
    ),
    "end_trust": re.compile(rf"收回信任\s+(?P<whom>\S{{1,20}})(?:\s+(?P<kind>{_TRUSTED}))?"),
    "give_trust": re.compile(
        rf"(?P<verb>信任|核实)\s+(?P<whom>\S{{1,20}})(?:\s+(?P<kind>{_TRUSTED}))?"
        r"(?:\s*(?P<until>[到至].{2,12}))?"
    ),
    "end_role": re.compile(rf"收回\s*(?P<whom>\S{{1,20}}?)\s*的?\s*(?P<role>{_ROLE})"),
    "give_role": re.compile(rf"给\s*(?P<whom>\S{{1,20}}?)\s*(?P<role>{_ROLE}){_TO}"),
    "each_time": re.compile(
        r"(?P<year>\d{4})[年-](?P<month>\d{1,2})[月-](?P<day>\d{1,2})日?\s*(?:以前|and before)"
    ),
    "make_up_hours": re.compile(
        r"补[记录](?:时长)?\s+(?P<whom>\S{1,20})\s+(?P<number>\d{4}-?\d{2,3})"
    ),
    "pause_standing": re.compile(
        r"(?:停一阵|pause it)[\s,，]*(?:到|停到|until)?\s*(?P<until>\S.{1,12})"
    ),
    "verify_skill": re.compile(rf"核实资质\s*(?P<whom>\S{{1,20}})\s+(?P<skill>\S{{1,12}}?){_TO}"),
}
NUMBER = re.compile(r"\d{1,6}")
#: 请 and a volunteer's name, with an order's number
INVITED = re.compile(r"(?:请|ask\s)\s*(\S.{0,19}?)\s*(\d{4})-?(\d{2,3})")
NUMBERED = re.compile(
    rf"({'|'.join(sorted(ABOUT, key=len, reverse=True))})\s*(\d{{4}})-?(\d{{2,3}})"
)
