"""不做的事: what we do not do is said before an order is made, with who does it; staff change it.

A machine's reading is never the last word: whoever wants the community to look gets an order that
a worker reads.
"""

import re

from handlers.content import Content, Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, language, pgettext
from handlers.readers import OneOf, Words
from handlers.understand.limits import read_limit
from handlers.understand.normal import fold
from models.errors import Refused
from models.kind_limit import (
    LONGEST_REASON,
    LONGEST_WHO,
    Limit,
    change_limit,
    limits_of,
    shipped_limits,
)
from models.membership import STAFF, roles_of
from models.words import N_

_AGAIN = re.compile(r"照原来|恢复|as shipped", re.IGNORECASE)
_WE_DO = re.compile(r"(?:我们|这件|这个)*(?:能做|可以做|我们做|做)$|we do it", re.IGNORECASE)
_LINE = re.compile(r"(?P<who>.*?)[\s:：,，]*(?P<phone>\d[\d\- ]{2,20})$")


def is_not_ours(chat: Chat, text: str, kind: str) -> bool:
    """Say what we do not do and who does; True when she leaves it at that."""
    code = chat.keep("limit", lambda: _code_of(chat, text, kind))
    if not code:
        return False
    limit = next(each for each in limits_of(chat.session, chat.community.id) if each.code == code)
    options = [
        Option("no", pgettext("button", "知道了")),
        Option("look", pgettext("button", "请社区看看")),
    ]
    lines = [*lines_of(limit), _("要不要还是请社区看看？")]
    return chat.ask("not_ours", "\n".join(lines), OneOf(options)) == "no"


def _code_of(chat: Chat, text: str, kind: str) -> str:
    if read_limit(text, kind, shipped_limits()) is None:
        return ""  # most messages: nothing has to be looked up
    found = read_limit(text, kind, limits_of(chat.session, chat.community.id))
    return found.code if found is not None else ""


def lines_of(limit: Limit) -> list[str]:
    """Why not, and who does it."""
    is_english = language() == "en"
    says, who = (limit.says_en, limit.who_en) if is_english else (limit.says, limit.who)
    if limit.phone:
        return [says, _("可以找{who}：{phone}。").format(who=who, phone=limit.phone)]
    return [says, _("可以找{who}。").format(who=who)]


def limits(chat: Chat) -> None:
    """不做的事: each with who does it; a worker can change them."""
    is_staff = bool(roles_of(chat.session, chat.person, chat.now).intersection(STAFF))
    for limit in limits_of(chat.session, chat.hearer.community_id):
        if limit.is_off and not is_staff:
            continue
        name = limit.name_en if language() == "en" else limit.name
        title = _("{name}：这里做").format(name=name) if limit.is_off else name
        body = "\n".join([title, *([] if limit.is_off else lines_of(limit))])
        if is_staff:
            subject = f"limit:{limit.code}"
            action = Action(pgettext("button", "改一改"), "edit_limit", subject)
            chat.show(Content(text=body, subject=subject), action)
        else:
            chat.say(body)


def edit_limit(chat: Chat) -> None:
    """改一改: who does it and the phone, a reason of ours, or that it is done. Raises Refused."""
    person = chat.somebody()
    if not roles_of(chat.session, person, chat.now).intersection(STAFF):
        raise Refused(N_("这个由社区的人改。"))
    code = chat.talk.subject.partition(":")[2]
    prompt = _(
        "写一行就行：\n“燃气公司 8000 0456”是找谁；\n一句话是原因，大家会原样看到；\n"
        "“我们做”是这里能办；“照原来”是改回去。"
    )
    said = chat.ask("line", prompt, Words(LONGEST_REASON))
    change_limit(chat.session, person, code, chat.now, **_changes(said))
    here = limits_of(chat.session, person.community_id)
    limit = next(each for each in here if each.code == code)
    if limit.is_off:
        chat.say(_("记下了：这件这里做，不再拦。"))
        return
    chat.say("\n".join([_("记下了，以后这样说："), *lines_of(limit)]))


def _changes(said: str) -> dict[str, object]:
    words = fold(said).strip()
    if _AGAIN.search(words):
        return {}
    if _WE_DO.search(words):
        return {"is_off": True}
    line = _LINE.fullmatch(words)
    if line is not None:
        who, phone = line["who"].strip()[:LONGEST_WHO], line["phone"].strip()
        return {"who": who, "phone": phone, "is_off": False} if who else {"phone": phone}
    return {"says": said.strip(), "is_off": False}
