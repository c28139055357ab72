"""我的同意, 撤回同意: each yes with its day, taken back one by one; nobody asks again."""

from handlers import overseas
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.privacy import say_date
from handlers.readers import OneOf
from models.consent import PURPOSE_LABELS, UNANSWERED, Purpose, agreed, withdraw, withdraw_overseas
from models.person import Person

KEEP = "keep"


def withdraw_consent(chat: Chat) -> None:
    """Show what was agreed to and take one of it back. To be remembered at all comes last."""
    person = chat.person
    given = _in_force(chat, person) if person else {}
    if person is None or not given:
        chat.say(_("这里没有要撤回的。"))
        _say_where_to_ask(chat)
        return
    if list(given) == [Purpose.OVERSEAS_CHANNEL] or not overseas.is_settled(chat.hearer):
        _leave_the_platform(chat, person)
        return
    chat.say(_("您同意过的："))
    for purpose, day in given.items():
        chat.say(_("{day}，{what}").format(day=day, what=_(PURPOSE_LABELS[purpose])))
    options = [Option(purpose.value, _label(purpose)) for purpose in given]
    options.append(Option(KEEP, pgettext("button", "都留着")))
    chosen = chat.ask("which", _("想撤回哪一样？"), OneOf(options))
    if chosen == KEEP:
        chat.say(_("好，都留着。"))
    else:
        _take_back(chat, person, Purpose(chosen))


def _in_force(chat: Chat, person: Person) -> dict[Purpose, str]:
    """The last day of each yes, as it was when the question was put."""

    def make() -> dict[str, str]:
        rows = agreed(chat.session, person)
        days = {each.purpose: say_date(chat, each.given_at) for each in rows}
        return {purpose.value: day for purpose, day in days.items() if purpose in PURPOSE_LABELS}

    return {Purpose(key): day for key, day in chat.keep("given", make).items()}


def _label(purpose: Purpose) -> str:
    return {
        Purpose.REGISTER: pgettext("button", "记我的事"),
        Purpose.SHARE_CONTACT: pgettext("button", "给对方电话"),
        Purpose.HEALTH: pgettext("button", "身体情况"),
        Purpose.LOCATION: pgettext("button", "看位置"),
        Purpose.PHOTO: pgettext("button", "用照片"),
        Purpose.OVERSEAS_CHANNEL: pgettext("button", "国外软件"),
        Purpose.PARTY_HOURS: pgettext("button", "60小时"),
    }[purpose]


def _take_back(chat: Chat, person: Person, purpose: Purpose) -> None:
    if purpose is Purpose.REGISTER:
        chat.say(_("不记下来，就没法替您办事。\n撤回这一样，等于退出。"))
        chat.then("leave")
        return
    if purpose is Purpose.OVERSEAS_CHANNEL:
        _leave_the_platform(chat, person)
        return
    withdraw(chat.session, person, purpose, chat.now)
    chat.say(
        {
            Purpose.SHARE_CONTACT: _("好，撤回了。\n您的电话不再告诉对方。"),
            Purpose.HEALTH: _("好，撤回了。\n身体情况不再告诉来的人。"),
            Purpose.LOCATION: _("好，撤回了。\n到场时不再看位置。"),
            Purpose.PHOTO: _("好，撤回了。\n照片不再用。"),
            Purpose.PARTY_HOURS: _("好，收起来了。"),
        }[purpose]
    )
    if purpose is not Purpose.PARTY_HOURS:  # nobody ever asks for that one
        chat.say(_("以后我也不再问这个。"))


def _leave_the_platform(chat: Chat, person: Person) -> None:
    """From now on the question of the foreign platform stands before everything there."""
    if not withdraw_overseas(chat.session, person, chat.now):
        chat.say(_("这里没有要撤回的。"))
        _say_where_to_ask(chat)
        return
    if chat.hearer.abroad is not None:
        chat.hearer.overseas = UNANSWERED
    phone = chat.community.station_phone
    chat.say(_("好，撤回了。\n国外的软件上，您写的我们不再用，\n也不往那上面发。发出的单子照办。"))
    if phone:
        chat.say(_("想问办到哪了，打 {phone}。").format(phone=phone))
    chat.say(_("改了主意，在那上面写一句就行。"))


def _say_where_to_ask(chat: Chat) -> None:
    phone = chat.community.station_phone
    if phone:
        chat.say(_("想看、想改、想删，打 {phone}。").format(phone=phone))
    else:
        chat.say(_("想看、想改、想删，写“找社区”。"))
