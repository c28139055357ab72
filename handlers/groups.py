"""群: staff say whose group it is that we were added to; until then nothing is said there."""

import re
from typing import Any

from handlers import order_news
from handlers.content import Content, Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.engine.choices import NO_WORDS, YES_WORDS, plain
from handlers.engine.reader import Reader
from handlers.engine.said import Answer
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from handlers.readers import OneOf, has_letters
from handlers.sayings import say_building
from handlers.understand.place import read_place
from models.errors import Invalid
from models.group_chat import GroupChat, GroupPurpose, Use, adopt, cards_in, groups_of, own_group
from models.membership import STAFF, require, roles_of
from models.order import Order, OrderState
from models.person import Person
from models.team import Team, team_named, teams_of
from models.words import N_

P = GroupPurpose
SHOWN = 6
OFFERED = 4
LONGEST_TEAM = 20
LONGEST_TITLE = 30
_BUILDING = re.compile(r"([a-z]?\d{1,3})(?:号|栋|幢|座)?")


def adopt_group(chat: Chat) -> None:
    """说说是哪儿: a building, a team, everybody, or nothing for now."""
    person = chat.somebody_known()
    about = chat.keep("about", lambda: _about(chat, person))
    use = chat.ask("which", about, Whose())
    if use == P.BUILDING:
        use = chat.ask("building", _("几号楼？写数字就行，比如“3”。"), BuildingNumber())
    elif use == P.TEAM:
        offers = chat.keep("teams", lambda: _offers(chat))
        options = [Option(*each) for each in offers]
        use = chat.ask("team", _("哪支队伍？写队名就行。"), TeamName(options))
    group = own_group(chat.session, person, chat.subject_id, chat.now)
    begins = adopt(chat.session, group, person, _use(chat, use), chat.now)
    chat.say(_now(chat, group))
    if begins:
        chat.tell_group(group.id, "group_hello")
    _renew_calls(chat, group)


def groups(chat: Chat) -> None:
    """群: those we are in, each with a way to change what it hears."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    found = groups_of(chat.session, person.community_id)
    if not found:
        chat.say(_("还没有群。把我拉进群里，\n我就来问您是哪儿的群。"))
        return
    if len(found) > SHOWN:
        names = chat.keep("names", lambda: [[str(each.id), _title(each)] for each in found])
        text = _("一共 {n} 个群。要看哪个？\n写群名里的几个字。").format(n=len(names))
        chosen = chat.ask("name", text, PartOfName(names))
        found = [each for each in found if str(each.id) in chosen]
    for group in found[:SHOWN]:
        label = pgettext("button", "换个用处") if group.hears else pgettext("button", "说说是哪儿")
        text = _("群“{title}”：{where}").format(title=_title(group), where=_where(chat, group))
        chat.show(Content(text=text), Action(label, "adopt_group", f"group:{group.id}"))


def group_added(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To staff: we are in a new group, and somebody has to say whose it is."""
    group = reading.session.get(GroupChat, values["group"])
    if group is None or group.left_at is not None or group.purpose is not P.NEW:
        return None
    if not roles_of(reading.session, reading.person, reading.now).intersection(STAFF):
        return None
    text = _("我被加进了群“{title}”。\n这是哪儿的群？").format(title=_title(group))
    label = pgettext("button", "说说是哪儿")
    return Message(Content(text=text), (Action(label, "adopt_group", f"group:{group.id}"),))


def group_hello(reading: Reading, _values: dict[str, Any]) -> Message | None:
    """To a group: who we are, once it was said whose it is."""
    if reading.group is None or not reading.group.hears:
        return None
    text = _("大家好，这里是{name}邻里。\n有人要帮忙，我在这里说一声。\n接单按按钮，细节只私下说。")
    return Message(Content(text=text.format(name=reading.community.name)))


def _about(chat: Chat, person: Person) -> str:
    group = own_group(chat.session, person, chat.subject_id, chat.now)
    text = _("群“{title}”\n现在是：{where}。\n是哪儿的群？写“3号楼”也行。")
    return text.format(title=_title(group), where=_where(chat, group))


def _offers(chat: Chat) -> list[list[str]]:
    teams = teams_of(chat.session, chat.community.id)
    return [[str(team.id), team.name] for team in teams[:OFFERED]]


def _use(chat: Chat, said: str) -> Use:
    """What an answer stands for: "community", "building:3", "team:5" or "name:红马甲队"."""
    what, _colon, which = said.partition(":")
    if what == "building":
        return Use(P.BUILDING, building=which)
    if what == "team":
        return Use(P.TEAM, team_id=int(which))
    if what == "name":
        return Use(P.TEAM, team_id=team_named(chat.session, chat.community.id, which).id)
    return Use(P(what))


def _now(chat: Chat, group: GroupChat) -> str:
    if not group.hears:
        return _("好，那个群里我不出声。\n想用了，写“群”。")
    text = _("好，群“{title}”记下了：\n{where}。有单子就在那里说。")
    return text.format(title=_title(group), where=_where(chat, group))


def _renew_calls(chat: Chat, group: GroupChat) -> None:
    """Calls that stand there gain or lose their button."""
    ids = [int(subject.partition(":")[2]) for subject in cards_in(chat.session, group)]
    for order_id in ids:
        order = chat.session.get(Order, order_id)
        if order is not None and order.state is OrderState.DISPATCHED:
            chat.tell_group(group.id, order_news.CALL, order.subject, order=order.id)


def _title(group: GroupChat) -> str:
    """As its members named it, in one line."""
    return " ".join(group.title.split())[:LONGEST_TITLE] or pgettext("group", "没有名字")


def _where(chat: Chat, group: GroupChat) -> str:
    if group.purpose is P.BUILDING:
        return say_building(group.building)
    if group.purpose is P.TEAM:
        team = chat.session.get(Team, group.team_id) if group.team_id else None
        return team.name if team else pgettext("group", "志愿队")
    if group.purpose is P.COMMUNITY:
        return pgettext("group", "全社区")
    return pgettext("group", "先不用") if group.purpose is P.SILENT else pgettext("group", "还没说")


def _read_building(text: str) -> str | None:
    place = read_place(text)
    if place is not None and place[0].building:
        return place[0].building
    match = _BUILDING.fullmatch(plain(text))
    return match[1].upper().lstrip("0") or None if match else None


class Whose(OneOf):
    """Whose group it is: one of the choices, or a building at once."""

    def __init__(self) -> None:
        """A building, a team, everybody, nobody for now."""
        super().__init__(
            [
                Option(P.BUILDING, pgettext("button", "一栋楼")),
                Option(P.TEAM, pgettext("button", "志愿队")),
                Option(P.COMMUNITY, pgettext("button", "全社区")),
                Option(P.SILENT, pgettext("button", "先不用")),
            ]
        )

    def read(self, answer: Answer) -> str:
        """The choice, or building:3."""
        place = read_place(answer.text) if "option" not in answer.data else None
        if place is not None and place[0].building:
            return f"{P.BUILDING}:{place[0].building}"
        return super().read(answer)


class BuildingNumber(Reader[str]):
    """A building by its number: 3, 3号楼, A座."""

    def read(self, answer: Answer) -> str:
        """As building:3. Raises Invalid for anything else."""
        number = _read_building(answer.text)
        if number is None:
            raise Invalid(N_("写楼的号数就行，比如“3”或“3号楼”。"))
        return f"{P.BUILDING}:{number}"


class TeamName(Reader[str]):
    """A team that we know, or the name of a new one."""

    def __init__(self, teams: list[Option]) -> None:
        """`teams` with their ids as keys."""
        self._teams = tuple(teams)

    @property
    def options(self) -> tuple[Option, ...]:
        """The teams we know."""
        return self._teams

    def read(self, answer: Answer) -> str:
        """As team:5 or name:红马甲队. Raises Invalid for what no team is called."""
        if "option" in answer.data:
            return f"{P.TEAM}:{answer.data['option']}"
        name = " ".join(answer.text.split())
        if not has_letters(name) or plain(name) in YES_WORDS | NO_WORDS or len(name) > LONGEST_TEAM:
            raise Invalid(N_("写队名就行，{n} 个字以内。\n比如“红马甲队”。"), n=LONGEST_TEAM)
        return f"name:{name}"


class PartOfName(Reader[list[str]]):
    """Some words of a group's name."""

    def __init__(self, names: list[list[str]]) -> None:
        """Ids with their names."""
        self._names = names

    def read(self, answer: Answer) -> list[str]:
        """The ids of the groups with these words in their name. Raises Invalid for none."""
        words = plain(answer.text)
        found = [group_id for group_id, name in self._names if words and words in plain(name)]
        if not found:
            raise Invalid(N_("没有叫这个的群。\n写群名里的几个字就行。"))
        return found
