"""Two records of one person: joined at once, or looked at by a coordinator."""

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.readers import OneOf
from handlers.sayings import say_date, say_minutes
from handlers.whom import who_it_is
from models.errors import Refused
from models.joining import MERGERS, Decided, join, two_sides
from models.joining_hours import agreed_to_by_oneself, for_oneself, overlapping
from models.joining_sides import has_history, obstacles, side_of
from models.linking import MERGE_WAITS, LinkCode, LinkState, locked, waiting_links
from models.membership import ROLE_LABELS, people_with, require, roles_of
from models.person import Person
from models.service_record import ServiceRecord
from models.words import N_

SHOWN = 8
ONE, OTHER = "one", "other"


def join_or_wait(chat: Chat, link: LinkCode) -> None:
    """Join what has no history of its own; else let a coordinator look. `link` must be locked."""
    _stays, gone = two_sides(chat.session, link)
    if gone is not None and has_history(chat.session, gone):
        _wait(chat, link)
        return
    there, here = link.typed_contact_id or 0, link.contact_id
    join(chat.session, link, None, Decided(), chat.now)
    chat.tell_chat(there, "link_joined", link=link.id)
    if here == chat.hearer.contact_id:
        chat.say(_("好，连上了。以后有事，\n发到您最后写字的那边。\n想定在一边，写“在哪儿收”。"))
    else:
        chat.say(_("好，连上了。"))
        chat.tell_chat(here, "link_joined_there", link=link.id)


def _wait(chat: Chat, link: LinkCode) -> None:
    """Nothing is joined before somebody has seen both sides."""
    link.state, link.expires_at = LinkState.WAITS, chat.now + MERGE_WAITS
    chat.session.flush()
    community_id = chat.hearer.community_id
    for person_id in people_with(chat.session, community_id, MERGERS, chat.now):
        chat.tell(person_id, "people_to_join", link=link.id)
    chat.say(_("两边都有记录，\n要社区的人合到一起。合好告诉您。"))
    for contact_id in {link.contact_id, link.typed_contact_id or 0} - {chat.hearer.contact_id}:
        chat.tell_chat(contact_id, "link_waits", link=link.id)


def join_people(chat: Chat) -> None:
    """看看两份: what each side holds; each conflict is decided first; then one card, one yes."""
    link = _waiting(chat)
    stays, gone = _both(chat, link)
    stands_in_the_way = obstacles(chat.session, stays, gone, chat.now)
    if stands_in_the_way:
        chat.say(_("还合不了："))
        for each in stands_in_the_way[:SHOWN]:
            chat.say(_(each.text).format(**each.values))
        chat.say(_("办好了，再写“看看两份”。"))
        return
    takes = frozenset(
        name
        for name, prompt in (
            ("display_name", _("名字不一样，用哪个？")),
            ("phone", _("电话不一样，用哪个？")),
        )
        if _takes_other(chat, name, prompt, (stays, gone))
    )
    falls = _decide_hours(chat, (stays, gone))
    facts = _facts(chat, stays, gone, falls)
    note = _("两份合成一份，时长一起算。\n30 天里写“分开”，还能分开。")
    send = Option("yes", pgettext("button", "合到一起"))
    if not chat.confirm("card", _("同一个人的两份记录"), facts, note, send):
        chat.say(_("好，先不合。写“看看两份”再来。"))
        return
    link = locked(chat.session, link.id, LinkState.WAITS, chat.now)
    chats = (link.contact_id, link.typed_contact_id or 0)
    join(chat.session, link, chat.somebody(), Decided(takes, tuple(falls)), chat.now)
    chat.say(_("合好了，两边各说了一声。"))
    for contact_id in chats:
        chat.tell_chat(contact_id, "link_joined", link=link.id)


def _waiting(chat: Chat) -> LinkCode:
    require(chat.session, chat.person, MERGERS, chat.now)
    link = chat.session.get(LinkCode, int(chat.talk.subject.partition(":")[2] or _chosen(chat)))
    is_here = link is not None and link.community_id == chat.hearer.community_id
    if link is None or not is_here or link.state is not LinkState.WAITS:
        raise Refused(N_("这两份已经办过了。"))
    if link.expires_at <= chat.now:
        raise Refused(N_("放了 30 天，过期了。\n请本人再写一次“连号”。"))
    return link


def _chosen(chat: Chat) -> int:
    """Which of those that wait, where no button says it. Raises Refused for none."""
    here = chat.hearer.community_id
    ids = chat.keep(
        "waiting", lambda: [each.id for each in waiting_links(chat.session, here, chat.now, SHOWN)]
    )
    if not ids:
        raise Refused(N_("没有等着合的记录。"))
    if len(ids) == 1:
        return int(ids[0])
    links = [chat.session.get_one(LinkCode, each) for each in ids]
    people = [chat.session.get_one(Person, each.person_id) for each in links]
    options = [
        Option(str(link.id), who_it_is(person)) for link, person in zip(links, people, strict=True)
    ]
    return int(chat.ask("link", _("看谁的两份？"), OneOf(options)))


def _both(chat: Chat, link: LinkCode) -> tuple[Person, Person]:
    stays, gone = two_sides(chat.session, link)
    if gone is None:
        raise Refused(N_("这两份已经办过了。"))
    if chat.hearer.person_id in (stays.id, gone.id):
        raise Refused(N_("自己的两份记录，\n要另一位同事来合。"))
    return stays, gone


def _takes_other(chat: Chat, name: str, prompt: str, pair: tuple[Person, Person]) -> bool:
    """Whether the name or phone of the one who goes is taken; asked only where both have one."""
    one, other = (getattr(each, name) for each in pair)
    if not other or one == other:
        return False
    if not one:
        return True
    say = (lambda each: each.display_name) if name == "display_name" else who_it_is
    options = [Option(key, say(each)) for key, each in zip((ONE, OTHER), pair, strict=True)]
    return chat.ask(name, prompt, OneOf(options)) == OTHER


def _decide_hours(chat: Chat, pair: tuple[Person, Person]) -> list[int]:
    """Of each two entries at the same time, the one that does not stand."""
    own = {each.id for each in for_oneself(chat.session, pair[0].id, pair[1].id)}
    falls: list[int] = []
    for one, other in overlapping(chat.session, pair[0].id, pair[1].id):
        if own.union(falls) & {one.id, other.id}:
            continue
        options = [Option(key, _entry(chat, each)) for key, each in ((ONE, one), (OTHER, other))]
        which = chat.ask(
            f"hours {one.id} {other.id}", _("这两笔时间重了，哪一笔算？"), OneOf(options)
        )
        falls.append(other.id if which == ONE else one.id)
    return falls


def _entry(chat: Chat, record: ServiceRecord) -> str:
    local, now = chat.community.local(record.started_at), chat.community.local(chat.now)
    day = say_date(local.date(), now)
    ended = chat.community.local(record.ended_at)
    minutes = say_minutes(record.minutes)
    return f"{day} {local:%H:%M}-{ended:%H:%M} {minutes}"


def _facts(chat: Chat, stays: Person, gone: Person, falls: list[int]) -> list[Fact]:
    facts = [
        Fact(_("留下的"), who_it_is(stays), _holds(chat, stays)),
        Fact(_("合进来的"), who_it_is(gone), _holds(chat, gone)),
    ]
    pair = stays.id, gone.id
    if falls:
        facts.append(Fact(_("重的时长"), _("{n} 笔不算，原来的还在").format(n=len(falls))))
    own = len(for_oneself(chat.session, *pair))
    if own:
        facts.append(Fact(_("自己的单"), _("{n} 笔时长不算").format(n=own)))
    agreed = len(agreed_to_by_oneself(chat.session, *pair))
    if agreed:
        facts.append(Fact(_("自己点的头"), _("{n} 笔要别人再核实").format(n=agreed)))
    return facts


def _holds(chat: Chat, person: Person) -> str:
    side = side_of(chat.session, person)
    roles = sorted(roles_of(chat.session, person, chat.now), key=list(ROLE_LABELS).index)
    said = [_(ROLE_LABELS[each]) for each in roles]
    said.append(_("单子 {n} 张").format(n=side.orders))
    said.append(_("接的单 {n} 张").format(n=side.promises))
    said.append(_("报的活动 {n} 场").format(n=side.sign_ups))
    said.append(say_minutes(side.minutes))
    return _("，").join(said)
