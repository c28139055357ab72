"""The first words, 帮助, 菜单, 清单: where everything else begins."""

from collections.abc import Sequence

from sqlalchemy import select

from handlers import arriving
from handlers.alerts import alerts_waiting
from handlers.asking_a_human import calls_waiting
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat
from handlers.hours_waiting import say_hours_waiting
from handlers.language import _, pgettext
from handlers.order_card import show_cards
from models.care import is_first
from models.community import Community
from models.keeping import keeps
from models.membership import STAFF, require, roles_of
from models.order import Order, OrderState
from models.person import Person
from models.station import Station
from models.still_coming import orders_at_risk
from models.suggestion import waiting_for

SHOWN = 6
#: what waits for staff, most urgent state first
WAITING = (OrderState.SUBMITTED, OrderState.RATED, OrderState.APPROVED, OrderState.NEED_INFO)


def hello(community: Community) -> str:
    """Who we are; said once."""
    return _("您好，这里是{name}邻里。").format(name=community.name)


def greeting(community: Community, place: Sequence[str] = (), phone: str = "") -> list[str]:
    """Who we are, what to do, what if you cannot write: three lines, and `place` between them."""
    phone = phone or community.station_phone
    lines = [hello(community), *place, _("有事要帮忙，直接写一句话就行。")]
    if phone:
        lines.append(_("写字不方便，就打 {phone}，有人接。").format(phone=phone))
    return lines


def welcome(chat: Chat) -> None:
    """您好, at the station whose code was scanned."""
    station = chat.session.get(Station, chat.subject_id) if chat.talk.subject else None
    if station is not None:
        arriving.remember(chat, station)
    place = arriving.say_station(station) if station else []
    if chat.hearer.is_greeted:
        chat.show(
            Content(text="\n".join([*place, _("好。有事要帮忙，直接写一句话。")])),
            Action(pgettext("button", "找人帮忙"), "post_need", ""),
            Action(pgettext("button", "我的"), "mine", ""),
            Action(pgettext("button", "帮助"), "help", ""),
        )
        return
    lines = greeting(chat.community, place, station.phone if station else "")
    chat.show(
        Content(text="\n".join(lines)),
        Action(pgettext("button", "找人帮忙"), "post_need", ""),
        Action(pgettext("button", "我来帮忙"), "open_tasks", ""),
        Action(pgettext("button", "我的"), "mine", ""),
    )


def help_me(chat: Chat) -> None:
    """帮助: what can be written, in a few lines; staff read theirs below."""
    chat.say(
        _(
            "有事要帮忙，直接写一句话。\n"
            "“我的” 看办到哪一步了\n"
            "“我来帮忙” 看谁要帮忙\n"
            "“活动” 看今天和接下来的\n"
            "“时长” 看服务了多久\n"
            "“我的资料”“队伍”“设置”\n"
            "“站点” 看哪里有人、几点开门\n"
            "“上一步”“取消” 随时都行\n"
            "“找社区” 找真人"
        )
    )
    chat.say(_("“建议” 给社区提想法\n“明白人” 问懂行的人"))
    if roles_of(chat.session, chat.person, chat.now).intersection(STAFF):
        chat.say(
            _(
                "“清单”“概况” 看等着的、看人数\n"
                "“核实时长”“异议” 看时长\n"
                "“本周”“本月”“今年” 看数字\n"
                "“身份”“值班”“核实资质”“登记孩子”"
            )
        )
        chat.say(_("“坐班” 看懂行的人哪天在\n“建议清单” 看等着回的"))
        chat.say(_("“做活动”“奉献日规则”“主题”\n“假期”“活动数字”"))
        chat.say(_("“发群” 做微信群里用的话\n“接龙”“群消息” 从群里贴回来\n“电话单” 打给收不到的人"))


def _is_told(chat: Chat, order: Order, worker: Person) -> bool:
    return not order.only_named or keeps(chat.session, order, worker, chat.now)


def worklist(chat: Chat) -> None:
    """清单: what waits for the community's look: special care first, then the oldest promise."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    rows = (
        select(Order, Person)
        .join(Person, Person.id == Order.served_person_id)
        .where(
            Order.community_id == person.community_id,
            Order.state.in_(WAITING)
            | ((Order.state == OrderState.DONE) & (Order.relation == "station")),
        )
        .order_by(Order.review_due_at, Order.id)
    )
    found = list(chat.session.execute(rows))
    # whoever is marked for special care first, then what cannot wait; marks are encrypted,
    # no database sorts by them
    found.sort(key=lambda each: (not is_first(each[1]), not each[0].is_pressing))
    orders = [order for order, _served in found]
    orders = [each for each in orders if _is_told(chat, each, person)]
    alerts = alerts_waiting(chat, person)
    risky = orders_at_risk(chat.session, person.community_id, chat.now)
    silent = [each for each in risky if _is_told(chat, each, person)]
    if silent:
        chat.say(_("还没说来不来的 {n} 件：").format(n=len(silent)))
    if orders:
        chat.say(_("等着看的 {n} 件：").format(n=len(orders)))
    hours = say_hours_waiting(chat, person)
    show_cards(chat, [*silent[:SHOWN], *orders][:SHOWN])
    given = len(waiting_for(chat.session, person, chat.now))
    if given:
        chat.say(_("等着回的 {n} 条，写“建议清单”看。").format(n=given))
    waits = calls_waiting(chat, person) or alerts or given
    if not waits and not orders and not silent and not hours:
        chat.say(_("都看过了，现在没有等着的。"))
