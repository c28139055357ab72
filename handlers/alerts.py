"""我来联系, 看原话, 处理完: what whoever is on duty does with an alert."""

from handlers import alert_news
from handlers.cards.alert import alert_card
from handlers.engine.chat import Chat
from handlers.language import _
from handlers.notice import Reading
from handlers.readers import Words
from models.alert import (
    CLOSED,
    OPEN,
    TIMER,
    Alert,
    close,
    note_alert_reading,
    own_alert,
    standing_alerts,
    take,
)
from models.errors import Refused
from models.person import Person
from models.timer import clear_timer
from models.words import N_


def take_alert(chat: Chat) -> None:
    """我来联系: the first who presses has it, and reads phone, place and words."""
    worker = chat.somebody_known()
    alert, is_mine = take(chat.session, _id(chat), worker, chat.now)
    if not is_mine:
        chat.say(_who_has_it(chat, alert, worker))
        return
    clear_timer(chat.session, TIMER, alert.subject)
    chat.say(_("好，您来联系，先打电话。\n办完了按“处理完”。"))
    _read(chat, alert, worker)
    chat.out.told.extend(alert_news.taken(chat.session, alert, chat.now))


def _who_has_it(chat: Chat, alert: Alert, worker: Person) -> str:
    if alert.taken_by_id == worker.id and alert.state != CLOSED:
        return _("这件是您在联系。")
    by = chat.session.get(Person, alert.closed_by_id or alert.taken_by_id or 0)
    name = alert_news.name_of_staff(by)
    if alert.state == CLOSED:
        return _("{name}处理完了，谢谢。").format(name=name)
    return _("{name}在联系了，谢谢。").format(name=name)


def see_alert(chat: Chat) -> None:
    """看原话: what was written, where it is and whom to ring; written down as read."""
    worker = chat.somebody_known()
    _read(chat, own_alert(chat.session, _id(chat), worker, chat.now), worker)


def _read(chat: Chat, alert: Alert, worker: Person) -> None:
    note_alert_reading(chat.session, alert, worker.id, "contact", chat.now)
    note_alert_reading(chat.session, alert, worker.id, "words", chat.now)
    chat.out.told.append(alert_news.to_worker(alert, worker.id))


def close_alert(chat: Chat) -> None:
    """处理完: what came of it; until then it stands first."""
    worker = chat.somebody_known()
    alert = own_alert(chat.session, _id(chat), worker, chat.now)
    if alert.state == OPEN:
        raise Refused(N_("这件急事还没人联系。\n先按“我来联系”。"))
    if alert.state == CLOSED:
        raise Refused(N_("这件急事已经处理完了。\n写“清单”看还有哪些。"))
    outcome = chat.ask("outcome", _("后来怎么样？写一句，\n只有社区看得到。"), Words(500))
    alert = close(chat.session, alert.id, worker, outcome, chat.now)
    chat.say(_("好，记下了，从清单上去掉了。"))
    chat.out.told.extend(alert_news.renewed(chat.session, alert, chat.now))


def alerts_waiting(chat: Chat, worker: Person) -> int:
    """For 清单, before everything: each alert as a card, without phone and place; how many."""
    alerts = standing_alerts(chat.session, worker.community_id)
    if alerts:
        chat.say(_("急事 {n} 件：").format(n=len(alerts)))
    reading = Reading(chat.session, chat.hearer.known, worker, chat.now)
    for alert in alerts:
        message = alert_card(reading, {"alert": alert.id, "bare": True})
        if message is not None:
            chat.show(message.content, *message.actions)
    return len(alerts)


def _id(chat: Chat) -> int:
    """The alert that is meant; 0, which is none, when a word named no single one."""
    return chat.subject_id if chat.talk.subject else 0
