"""派单: who could go and why, one asked by name, a team, or small groups of those who are near."""

from datetime import datetime

from handlers import finding_news
from handlers.cards.parts import number_of
from handlers.content import Card, Content, Line, Option
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.language import _, ngettext, pgettext
from handlers.readers import OneOf
from handlers.reasons import say_left_out, say_places, say_reasons
from handlers.sayings import say_moment
from models import inviting, posting
from models.assignment import places_kept
from models.candidates import candidates
from models.errors import Refused
from models.finding_hours import next_group_after, staff_called_at
from models.keeping import require_keeper, require_open
from models.order import Order, OrderState
from models.person import Person
from models.team import Team, teams_of
from models.timer import set_timer
from models.words import N_

SHOWN = 3
S = OrderState


def dispatch(chat: Chat) -> None:
    """派单: the list once more."""
    order = Order.locked(chat.session, chat.subject_id)
    require_keeper(chat.session, order, chat.person, chat.now)
    if order.state not in (S.APPROVED, S.DISPATCHED) or order.places_left == 0:
        raise Refused(N_("这张单现在不用找人。\n写“清单”看等着的。"))
    suggest(chat, order)


def suggest(chat: Chat, order: Order) -> None:
    """可以请: the best three, each with reasons; who was left out; what else can be done."""
    left = order.places_left - places_kept(chat.session, order, chat.now)
    if left <= 0 or order.state not in (S.APPROVED, S.DISPATCHED):
        return
    found = candidates(chat.session, order, chat.now, SHOWN)
    shown = found.listed
    lines = tuple(Line(each.name or _("志愿者"), say_reasons(each)) for each in shown)
    empty = "" if lines else _("名单上现在没有能请的人。")
    note = "\n".join(each for each in (empty, say_left_out(found.left_out)) if each)
    card = Card(title=say_places(order, left), aside=number_of(order), lines=lines, note=note)
    actions = [
        Action(
            pgettext("button", "请{name}").format(name=each.name[:5] or each.person_id),
            "invite",
            f"{order.subject}:{each.person_id}",
        )
        for each in shown
    ]
    if not order.batches and not order.only_named:
        actions.append(Action(pgettext("button", "放开接单"), "open_order", order.subject, "main"))
    if not order.only_named and teams_of(chat.session, order.community_id):
        actions.append(Action(pgettext("button", "派给队"), "team_call", order.subject))
    chat.show(Content(card=card), *actions)


def invite(chat: Chat) -> None:
    """请周凯: one is asked by name; the place is kept until a promised hour."""
    order_id, person_id = _pair(chat)
    order = Order.locked(chat.session, order_id)
    who = chat.session.get(Person, person_id)
    if who is None:
        raise Refused(N_("这位找不到了。\n请别的人，写“派单”看名单。"))
    until = inviting.invite(chat.session, order, who, chat.somebody(), chat.now)
    chat.say(
        _("问了{name}，等到{until}。").format(
            name=who.display_name or _("志愿者"), until=_moment(chat, until)
        )
    )
    finding_news.invited(chat, order, [who.id])
    suggest(chat, order)


def _pair(chat: Chat) -> tuple[int, int]:
    order_id, _colon, person_id = chat.talk.subject.partition(":")[2].partition(":")
    return int(order_id), int(person_id or 0)


def open_order(chat: Chat) -> None:
    """放开接单: six who fit are asked; the next six when nobody has come forward."""
    order = Order.locked(chat.session, chat.subject_id)
    posting.open_for_claiming(chat.session, order, chat.somebody(), chat.now)
    asked, called = finding_news.opened(chat, order)
    text = ngettext("{number} 放开了，先问了 {n} 位。", "{number} 放开了，先问了 {n} 位。", asked)
    chat.say(text.format(number=order.number, n=asked))
    until = staff_called_at(chat.community, order, chat.now)
    after = next_group_after(order)
    set_timer(chat.session, order.community_id, "next_batch", order.subject, chat.now + after)
    set_timer(chat.session, order.community_id, "nobody_yet", order.subject, until)
    if order.is_pressing:
        text = _("着急的事，十分钟没人接就再问下一批。\n到{until}还没人，会叫您。")
    else:
        text = _("半小时没人接，再问下一批。\n到{until}还没人，会叫您。")
    chat.say(text.format(until=_moment(chat, until)))
    if called:
        text = ngettext("也在 {n} 个群里招呼一声。", "也在 {n} 个群里招呼一声。", called)
        chat.say(text.format(n=called))


def team_call(chat: Chat) -> None:
    """派给队: every member who can is asked, and the leader hears of it."""
    order = Order.known(chat.session, chat.subject_id)
    require_keeper(chat.session, order, chat.person, chat.now)
    require_open(order)
    teams = chat.keep(
        "teams",
        lambda: [
            (str(each.id), each.name) for each in teams_of(chat.session, chat.community.id)[:8]
        ],
    )
    if not teams:
        raise Refused(N_("现在还没有队。\n可以请一位，或者放开接单。"))
    options = [Option(key, name) for key, name in teams]
    chosen = chat.ask("team", _("派给哪个队？"), OneOf(options))
    order = Order.locked(chat.session, chat.subject_id)
    team = chat.session.get_one(Team, int(chosen))
    people, until = inviting.invite_team(chat.session, order, team, chat.somebody(), chat.now)
    text = ngettext(
        "问了{team}的 {n} 位，等到{until}。", "问了{team}的 {n} 位，等到{until}。", len(people)
    )
    chat.say(text.format(team=team.name, n=len(people), until=_moment(chat, until)))
    finding_news.invited(chat, order, people)
    if team.leader_id is not None:
        chat.tell(team.leader_id, "team_asked", order=order.id, team=team.id, asked=len(people))
        chat.say(_("队长那边也说了一声。"))


def _moment(chat: Chat, moment: datetime) -> str:
    community = chat.community
    return say_moment(community.local(moment), community.local(chat.now))
