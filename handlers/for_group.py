"""发群: what a worker pastes into the building's group, where nobody of ours can read or write.

A short text, a picture with a code, and the word that leads even an unknown person to what is
called for. Nothing in them is about a person: no phone, no door, no name, no token.
"""

from collections.abc import Callable

from sqlalchemy import select

from handlers.content import Content, Option
from handlers.engine.chat import Chat
from handlers.group_words import activity_words, notice_words, order_words
from handlers.language import _, speaking
from handlers.notice import Reading
from handlers.readers import OneOf
from models.activity import OPEN, Activity
from models.audit import note_deed
from models.calling import call_of
from models.errors import Refused
from models.keeping import require_open
from models.membership import STAFF, require
from models.notice import GOING, Notice
from models.order import Order, OrderState
from models.person import Person
from models.timer import set_timer
from models.words import N_

TIMER = "group_code"
#: of each kind, among which is chosen
SHOWN = 2


def for_group(chat: Chat) -> None:
    """One call, activity or notice as it can stand in a group; the picture follows."""
    worker = chat.somebody_known()
    require(chat.session, worker, STAFF, chat.now)
    subject = chat.talk.subject or _chosen(chat)
    reading = Reading(chat.session, chat.hearer.known, None, chat.now)
    kind, _colon, number = subject.partition(":")
    found = _FOUND[kind](chat, int(number))
    if found.community_id != worker.community_id:
        raise Refused(N_("这是别的社区的。"))
    if isinstance(found, Order):
        require_open(found)
    with speaking(chat.community.language):
        words = _words(reading, found)
    note_deed(chat.session, found, "made_for_group", worker.id, chat.now)
    chat.say(_("下面这条可以贴到群里，\n里面没有电话、门牌和姓名。"))
    coded = _coded(found)
    if coded:
        _plan_picture(chat, worker, coded)
        chat.say(_("带码的图一分钟内发到这里。"))
    chat.show(Content(text=words))


def _words(reading: Reading, found: Order | Activity | Notice) -> str:
    match found:
        case Order():
            return order_words(reading, found)
        case Activity():
            return activity_words(reading, found)
        case Notice():
            return notice_words(reading, found)


def _coded(found: Order | Activity | Notice) -> str:
    """What the code of the picture leads to; "" for news, which lead nowhere."""
    if not isinstance(found, Notice):
        return found.subject
    call = call_of(found)
    return call.subject if call is not None else ""


def _plan_picture(chat: Chat, worker: Person, subject: str) -> None:
    about = f"for:{worker.id}:{subject}"
    set_timer(chat.session, worker.community_id, TIMER, about, chat.now)


def _chosen(chat: Chat) -> str:
    """The one that is called for now; of several, the one that is chosen."""
    found = chat.keep("called for", lambda: _called_for(chat))
    if not found:
        raise Refused(N_("现在没有要贴到群里的。\n放开接单、发了活动或者通知，\n再写“发群”。"))
    if len(found) == 1:
        return str(found[0][0])
    options = [Option(subject, label) for subject, label in found]
    asked = _("哪一条贴到群里？\n别的写号码，比如“发群1123-07”。")
    return chat.ask("which", asked, OneOf(options))


def _called_for(chat: Chat) -> list[tuple[str, str]]:
    """Subjects and names of what calls for people here: orders, activities, the last notice."""
    here = chat.hearer.community_id
    orders = select(Order).where(
        Order.community_id == here, Order.state == OrderState.DISPATCHED, Order.batches > 0
    )
    activities = select(Activity).where(
        Activity.community_id == here, Activity.state.in_(OPEN), Activity.starts_at > chat.now
    )
    notices = select(Notice).where(Notice.community_id == here, Notice.state.in_(GOING))
    some = chat.session.scalars(orders.order_by(Order.starts_at, Order.id).limit(SHOWN))
    found = [(each.subject, each.number) for each in some]
    held = chat.session.scalars(activities.order_by(Activity.starts_at, Activity.id).limit(SHOWN))
    found += [(each.subject, each.title) for each in held]
    newest = chat.session.scalar(notices.order_by(Notice.id.desc()).limit(1))
    if newest is not None and not newest.calls_for and len(found) < 2 * SHOWN:
        found.append((newest.subject, _("最近的通知")))
    return found


def _notice(chat: Chat, notice_id: int) -> Notice:
    found = chat.session.get(Notice, notice_id)
    if found is None or found.let_go_at is None:
        raise Refused(N_("这条通知还没有发，\n发了再贴到群里。"))
    return found


_FOUND: dict[str, Callable[[Chat, int], Order | Activity | Notice]] = {
    "order": lambda chat, number: Order.known(chat.session, number),
    "activity": lambda chat, number: Activity.known(chat.session, number),
    "notice": _notice,
}
