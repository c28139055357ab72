"""News of alerts: to whoever is called, at any hour; to her who wrote, never more than is true."""

from typing import Any

from handlers.alert_news import name_of_staff
from handlers.cards.alert import contact_lines
from handlers.content import Content
from handlers.engine.buttons import Action
from handlers.language import _, pgettext
from handlers.notice import Message, Reading
from models.alert import CLOSED, OPEN, TAKEN, Alert
from models.media import MediaState
from models.membership import STAFF, roles_of
from models.person import Person
from models.voices import voices_of


def alert_place(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Where it is, in her words: to whoever has it, or was called."""
    alert = _for_staff(reading, values)
    if alert is None or alert.state == CLOSED:
        return None
    place = contact_lines(reading.session, alert)[0].value
    return _loud(_("急事在哪儿：“{words}”").format(words=place), *_see(alert))


def alert_words(reading: Reading, values: dict[str, Any]) -> Message | None:
    """All she wrote and said, where it is and whom to ring; asked for, so at any hour."""
    alert = _for_staff(reading, values)
    if alert is None:
        return None
    lines = [f"{each.label} {each.value}" for each in contact_lines(reading.session, alert)]
    lines.append(_("原话：“{words}”").format(words=alert.words or _("没写")))
    spoken = voices_of(reading.session, alert.contact_id, alert.raised_at)
    media = tuple(each.id for each in spoken if each.state is MediaState.STORED)
    return Message(Content(text="\n".join(lines), media=media), loud=True)


def alert_more(reading: Reading, values: dict[str, Any]) -> Message | None:
    """She has written again; the words themselves are behind the button."""
    alert = _for_staff(reading, values)
    if alert is None or alert.state == CLOSED:
        return None
    return _loud(_("急事那边又写来一句（{number}）。").format(number=alert.number), *_see(alert))


def alert_again(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Everybody was called and nobody has it: all once more."""
    alert = _for_staff(reading, values)
    if alert is None or alert.state != OPEN:
        return None
    take = Action(pgettext("button", "我来联系"), "take_alert", alert.subject, "main")
    return _loud(_("急事还没人联系（{number}）。").format(number=alert.number), take)


def alert_taken(reading: Reading, values: dict[str, Any]) -> Message | None:
    """Somebody else has it: whoever was woken may go back to sleep."""
    alert = _for_staff(reading, values)
    if alert is None or alert.state != TAKEN:
        return None
    by = reading.session.get(Person, alert.taken_by_id or 0)
    text = _("急事{name}在联系了，您不用管了。\n谢谢。").format(name=name_of_staff(by))
    return _loud(text)


def alert_answered(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: who has pressed, by name."""
    alert = reading.session.get(Alert, values["alert"])
    if alert is None or alert.state != TAKEN:
        return None
    name = name_of_staff(reading.session.get(Person, alert.taken_by_id or 0))
    text = _("{name}看到了，会联系您。\n要紧的还是先打 {number}。")
    return _loud(text.format(name=name, number=_first(alert)))


def alert_next_called(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: the first has not answered, and who is called now."""
    alert = reading.session.get(Alert, values["alert"])
    if alert is None or alert.state != OPEN:
        return None
    called = values["called"]
    if len(called) == 1:
        name = name_of_staff(reading.session.get(Person, called[0]))
        text = _("前面的人还没应，我在叫{name}。\n先打 {number}，别等。").format(
            name=name, number=_first(alert)
        )
    else:
        text = _("还没人应，社区的人我都在叫。\n先打 {number}，别等。").format(number=_first(alert))
    return _loud(text)


def alert_unanswered(reading: Reading, values: dict[str, Any]) -> Message | None:
    """To her: all were called and nobody has answered yet."""
    alert = reading.session.get(Alert, values["alert"])
    if alert is None or alert.state != OPEN:
        return None
    text = _("社区的人我都叫过了，还没人应，\n我接着叫。先打 {number}，别等。")
    return _loud(text.format(number=_first(alert)))


def _first(alert: Alert) -> str:
    return alert.number.partition("、")[0]


def _see(alert: Alert) -> tuple[Action, ...]:
    return (Action(pgettext("button", "看原话"), "see_alert", alert.subject),)


def _for_staff(reading: Reading, values: dict[str, Any]) -> Alert | None:
    """The alert, while the reader is still one of the staff."""
    if not set(roles_of(reading.session, reading.person, reading.now)) & set(STAFF):
        return None
    return reading.session.get(Alert, values["alert"])


def _loud(text: str, *actions: Action) -> Message:
    return Message(Content(text=text, alert=True), actions, loud=True)
