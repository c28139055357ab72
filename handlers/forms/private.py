"""私下的事: a need that only named people may see. She reads who before she sends it, and hears
of everybody who is let in later (让同事看)."""

from handlers import order_news
from handlers.engine.chat import Chat
from handlers.language import _
from handlers.whom import ask_whom
from models.errors import Refused
from models.keeping import PRIVATE, first_keepers, give_to, keepers_of, named_for, require_keeper
from models.membership import STAFF, roles_of
from models.need_kind import NeedKind
from models.order import Order
from models.words import N_


def keepers_for(chat: Chat, kind: NeedKind) -> tuple[int, ...]:
    """Whom a need of this kind is given to, fixed when she first sees it; () where all staff do."""
    if kind.form != PRIVATE:
        return ()
    here = chat.hearer.community_id
    return tuple(chat.keep("keepers", lambda: first_keepers(chat.session, here, chat.now)))


def let_see(chat: Chat) -> None:
    """让同事看: one of those who may see it names another; she hears who."""
    order = Order.known(chat.session, chat.subject_id)
    require_keeper(chat.session, order, chat.person, chat.now)
    if not order.only_named:
        raise Refused(N_("这张单社区的人都看得到，\n不用另外点名。"))
    whom = ask_whom(chat, _("让哪位同事也看？写名字。\n对方会知道又多了谁。"))
    if not roles_of(chat.session, whom, chat.now).intersection(STAFF):
        raise Refused(N_("这位不是社区的工作人员。\n去调解的人，按“派单”来请。"), ask="whom")
    order = Order.locked(chat.session, chat.subject_id)
    name = whom.display_name
    if whom.id in named_for(chat.session, order):
        chat.say(_("{name}本来就看得到。").format(name=name))
        return
    # whoever stood in for those who are gone stays with it
    people = [*keepers_of(chat.session, order, chat.now), whom.id]
    give_to(chat.session, order, people, chat.somebody(), chat.now)
    order.note(chat.session, "let_see", chat.somebody(), chat.now)
    chat.say(_("好，{name}也看得到 {number} 了。").format(name=name, number=order.number))
    order_news.let_in(chat, order, whom)
