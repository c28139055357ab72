"""The one card before an order is sent: everything read back, and what a yes agrees to."""

from dataclasses import replace

from handlers.cards.parts import say_keepers
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.forms.hazard import HAZARD
from handlers.forms.papers import say_terms
from handlers.language import _, language, ngettext, pgettext
from handlers.meeting import say_meeting
from handlers.need_draft import Draft
from handlers.overseas import platforms_abroad
from handlers.sayings import say_time
from handlers.they import They
from handlers.understand.phone import say_phone

SHOWN = 60


def confirm_card(chat: Chat, draft: Draft, they: They | None) -> bool:
    """Show the card; False when she would rather not."""
    facts = _facts(chat, draft)
    send = Option("yes", pgettext("button", "发出"))
    agreed = _("按“发出”，就是同意我们记下这些，\n办这件事。")
    return chat.confirm("card", _("我念一遍"), facts, _promise(chat, draft, they, agreed), send)


def choose_time(chat: Chat, draft: Draft, offers: list[Option]) -> str:
    """The same card before a time is known: a press on one of `offers` is the yes, with that time.

    Returns its key, or NO. The span of `draft` stands for any and is not shown.
    """
    facts = [
        replace(each, value=_("按一个，就发出"), edit="") if each.edit == "when" else each
        for each in _facts(chat, draft)
    ]
    note = _promise(chat, draft, None, _("按下时间，就是同意我们记下这些，\n办这件事。"))
    return chat.choose("time", _("我念一遍，就差时间"), facts, note, offers)


def _facts(chat: Chat, draft: Draft) -> list[Fact]:
    now = chat.community.local(chat.now)
    kind, place = draft.kind.title(language()), draft.place
    text = draft.text if len(draft.text) <= SHOWN else draft.text[:SHOWN] + "…"
    facts = [Fact(_("帮什么"), kind, text, *_edit(draft, "kind", pgettext("button", "改事情")))]
    if draft.other is not None:
        change = pgettext("button", "改名字")
        facts.append(Fact(_("帮谁"), draft.basics.name or _("名字没写"), "", "name", change))
    if draft.helped > 1:
        count = ngettext("{n} 个人", "{n} 个人", draft.helped).format(n=draft.helped)
        facts.append(Fact(_("帮几位"), count))
    where, when = pgettext("button", "改地点"), pgettext("button", "改时间")
    facts += [
        Fact(_("时间"), say_time(draft.span, now), "", "when", when),
        Fact(_("地点"), say_meeting(chat, place), place.estate, "place", where),
    ]
    if draft.basics.phone:
        change = pgettext("button", "改电话")
        facts.append(Fact(_("电话"), say_phone(draft.basics.phone), "", "phone", change))
    if draft.papers is not None:
        change = pgettext("button", "改材料")
        facts.append(Fact(_("材料"), draft.papers or _("不用材料"), "", "papers", change))
    if draft.is_pressing:
        change = pgettext("button", "改急不急")
        facts.append(Fact(_("急不急"), _("着急，社区先看"), "", "pressing", change))
    if draft.wish.words:
        facts.append(Fact(_("要求"), draft.wish.words, "", "wish", pgettext("button", "改要求")))
    return facts


def _edit(draft: Draft, name: str, label: str) -> tuple[str, str]:
    """Somebody else's card has a name to change; what it is about is changed in words."""
    return (name, label) if draft.other is None else ("", "")


def _promise(chat: Chat, draft: Draft, they: They | None, agreed: str) -> str:
    n = draft.people
    if draft.kind.form == HAZARD:
        return "\n".join((_("社区派人去看，看了告诉您。"), agreed))
    if draft.wants_woman and n > 1:
        who = ngettext("来 {n} 位，其中一位女的，不收钱。", "来 {n} 位，其中一位女的，不收钱。", n)
    else:
        who = ngettext("来 {n} 位，戴工作牌，不收钱。", "来 {n} 位，戴工作牌，不收钱。", n)
    lines = [who.format(n=n)]
    if they is not None:
        text = _("不代管钱和钥匙。\n有事先找{her}，再找您。\n{her}点头才算数。")
        lines.append(text.format(her=they.her))
    if draft.papers is not None:
        lines.append(say_terms())
    # what a press agrees to stands where large letters still show it beside the button
    lines.append(agreed)
    abroad = _("来的人用 {platform} 的，门牌和电话\n会存到国外的机器上。")
    lines += [abroad.format(platform=each) for each in platforms_abroad(chat)]
    lines.append(_who_sees(chat, draft))
    return "\n".join(lines)


def _who_sees(chat: Chat, draft: Draft) -> str:
    if draft.keepers:
        names = say_keepers(chat.session, draft.keepers)
        return _("只有{names}看得到。\n去的人由社区点名请，不放在接单里。").format(names=names)
    return _("接单前，别人只看到帮什么、楼号和时间。")
