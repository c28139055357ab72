"""The desk: every conversation by name, the words that start them, and who takes a first message.

A new conversation is one file and one line in SCRIPTS; a word that starts it, one line in WORDS.
"""

import re
from collections.abc import Mapping

from sqlalchemy import select

from handlers import (
    alarm,
    arriving,
    broadcast,
    claim,
    group_call,
    groups,
    menu,
    mine,
    moving,
    overseas,
    post_need,
    privacy,
    quiet,
    rating,
    review,
    show_media,
    signup,
    visiting,
)
from handlers.content import Content
from handlers.emergency import answer, scan
from handlers.engine.buttons import find_action
from handlers.engine.chat import Told
from handlers.engine.choices import NO_WORDS, YES_WORDS, plain
from handlers.engine.contract import Command
from handlers.engine.gate import Gate
from handlers.engine.hearer import Hearer
from handlers.engine.playing import Script
from handlers.engine.said import Said
from handlers.engine.stage import Alarm
from handlers.language import _
from handlers.understand.draft import is_greeting
from models.membership import STAFF, people_with
from models.order import Order, OrderState, find_order

SCRIPTS: dict[str, Script] = {
    "adopt_group": groups.adopt_group,
    "answer_back": review.answer_back,
    "approve": review.approve,
    "approve_notice": broadcast.approve_notice,
    "ask_back": review.ask_back,
    "broadcast": broadcast.broadcast,
    "call_me": signup.call_me,
    "cancel_order": mine.cancel_order,
    "check_in": visiting.check_in,
    "check_out": visiting.check_out,
    "claim": claim.claim,
    "claim_here": group_call.claim_here,
    "close_order": rating.close_order,
    "decline": claim.decline,
    "find_human": menu.find_human,
    "give_back": claim.give_back,
    "groups": groups.groups,
    "hello_first": overseas.hello_first,
    "help": menu.help_me,
    "louder": quiet.louder,
    "mine": mine.mine,
    "move_device": moving.move_device,
    "my_code": mine.my_code,
    "my_hours": mine.my_hours,
    "notice_progress": broadcast.notice_progress,
    "open_order": review.open_order,
    "open_tasks": claim.open_tasks,
    "overseas": overseas.overseas,
    "post_need": post_need.post_need,
    "privacy": privacy.privacy,
    "quieter": quiet.quieter,
    "rate_done": rating.rate_done,
    "rate_nobody": rating.rate_nobody,
    "rate_not_done": rating.rate_not_done,
    "refuse_notice": broadcast.refuse_notice,
    "reject": review.reject,
    "show_media": show_media.show_media,
    "signup": signup.signup,
    "stop_notice": broadcast.stop_notice,
    "welcome": menu.welcome,
    "where_it_is": alarm.where_it_is,
    "withdraw": privacy.withdraw,
    "worklist": menu.worklist,
}

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
    "我到了": "check_in",
    "我走了": "check_out",
    "办好了": "rate_done",
    "没办好": "rate_not_done",
    "人没来": "rate_nobody",
    "取消这单": "cancel_order",
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
    "i'm here": "check_in",
    "i've left": "check_out",
    "it's done": "rate_done",
    "not done": "rate_not_done",
    "nobody came": "rate_nobody",
    "cancel order": "cancel_order",
    "answer": "answer_back",
    "close order": "close_order",
}
#: with nothing open these begin nothing either
THANKS = frozenset(["谢谢", "谢谢您", "谢谢你", "多谢", "谢了", "麻烦了", "辛苦了", "thanks"]) | {
    "thank you"
}
_NUMBER = re.compile(r"\d{1,6}")
_NUMBERED = re.compile(
    rf"({'|'.join(sorted(ABOUT, key=len, reverse=True))})\s*(\d{{4}})-?(\d{{2,3}})"
)


class LinliDesk:
    """The conversations of this product, as the engine wants to know them."""

    scripts: Mapping[str, Script] = SCRIPTS

    def alarm(self, hearer: Hearer, said: Said) -> Alarm | None:
        """An emergency is answered before anything else, in every state, without a sign-up."""
        found = scan(said.text) if said.text else None
        if found is None:
            return None
        staff = people_with(hearer.session, hearer.community_id, STAFF, said.said_at)
        values = {"number": found.number, "who": self._who(hearer)}
        hearer.undo()
        told = [Told(person_id, "emergency", values) for person_id in staff]
        return Alarm(Content(text=_(answer(found)), alert=True), told, "where_it_is")

    def _who(self, hearer: Hearer) -> str:
        person = hearer.person
        name = person.display_name if person else ""
        return name or _("第 {n} 号来客").format(n=hearer.contact_id)

    def gate(self, hearer: Hearer, said: Said) -> Gate | None:
        """On a foreign platform nothing of hers is used before she has agreed to that."""
        if overseas.is_settled(hearer):
            return None
        waits = self._says_something(hearer, said)
        return Gate(overseas.SCRIPT, "hello_first", overseas.FREE, waits)

    def _says_something(self, hearer: Hearer, said: Said) -> bool:
        """Whether a message is worth taking up later: no hello, no thanks, no yes to nothing."""
        if said.kind == "start":
            return bool(arriving.code_of(said))
        if said.kind == "press":
            action = find_action(hearer.session, hearer.contact_id, said.token)
            hearer.undo()
            return action is not None
        word = plain(said.text)
        if said.kind != "text" or not any(char.isalnum() for char in word):
            return said.kind != "text"
        if is_greeting(said.text) or word in THANKS | YES_WORDS | NO_WORDS:
            return False
        command = self.command(hearer, said.text)
        if command is not None:
            return (command.control or command.script) not in overseas.FREE | {"welcome"}
        return not (word.isdecimal() and len(word) < 3)

    def command(self, hearer: Hearer, text: str) -> Command | None:
        """A whole message that is one of our words, or a word with an order's number."""
        word = plain(text).replace("’", "'")
        if word in CONTROLS:
            return Command(control=CONTROLS[word])
        if word in WORDS:
            abroad = hearer.abroad is not None and overseas.is_settled(hearer)
            return Command(WORDS[word], clears=WORDS[word] == "withdraw" and abroad)
        return self._numbered(hearer, word) or self._about_the_only_one(hearer, word)

    def _numbered(self, hearer: Hearer, word: str) -> Command | None:
        match = _NUMBERED.fullmatch(word)
        if match is None:
            return None
        order = find_order(hearer.session, hearer.community_id, f"{match[2]}-{match[3]}")
        subject = order.subject if order else "order:0"
        hearer.undo()
        return Command(ABOUT[match[1]], subject)

    def _about_the_only_one(self, hearer: Hearer, word: str) -> Command | None:
        """办好了 without a number, when just one order can be meant."""
        if word not in ABOUT or hearer.person_id is None:
            return None
        states = _CONCERNS.get(ABOUT[word])
        if states is None:
            return None
        rows = select(Order.id).where(
            Order.requested_by_id == hearer.person_id, Order.state.in_(states)
        )
        ids = list(hearer.session.scalars(rows.limit(2)))
        hearer.undo()
        return Command(ABOUT[word], f"order:{ids[0]}") if len(ids) == 1 else None

    def first(self, hearer: Hearer, said: Said) -> Command:
        """Her first words are the form; a greeting is greeted; an asked question is answered."""
        if said.kind == "start":
            return arriving.arrive(hearer, said)
        if said.kind == "text" and is_greeting(said.text):
            return Command("welcome")
        waiting = self._asked(hearer)
        if waiting and (said.kind == "text" or said.media):
            return Command("answer_back", waiting)
        word = plain(said.text)
        if word in THANKS:
            return Command(control="thanks")
        if said.kind == "press" or word in YES_WORDS | NO_WORDS or _NUMBER.fullmatch(word):
            return Command(control="nothing")
        return Command("post_need")

    def _asked(self, hearer: Hearer) -> str:
        if hearer.person_id is None:
            return ""
        rows = select(Order.id).filter_by(
            requested_by_id=hearer.person_id, state=OrderState.NEED_INFO
        )
        found = hearer.session.scalar(rows.order_by(Order.id.desc()).limit(1))
        hearer.undo()
        return f"order:{found}" if found else ""


_CONCERNS: dict[str, tuple[OrderState, ...]] = {
    "rate_done": (OrderState.DONE,),
    "rate_not_done": (OrderState.DONE,),
    "rate_nobody": (OrderState.DONE,),
    "answer_back": (OrderState.NEED_INFO,),
    "cancel_order": (
        OrderState.SUBMITTED,
        OrderState.NEED_INFO,
        OrderState.APPROVED,
        OrderState.DISPATCHED,
        OrderState.CLAIMED,
    ),
}
