"""A voice without text: kept, on the list with a play button, and what was heard is read back.

Nobody is asked to type what she has said.
"""

from handlers import alert_news
from handlers.asking_a_human import CARD, opens_at, renew_call, where_called
from handlers.codes import asks_for_code
from handlers.content import Content
from handlers.emergency_rules import rules
from handlers.engine.buttons import Action
from handlers.engine.chat import Chat, Told
from handlers.engine.said import Answer
from handlers.language import _, pgettext
from handlers.readers import Words
from handlers.sayings import say_moment
from models.alert import standing_alert
from models.audit import Audit
from models.call_request import CallRequest, ask_for_call, called_back, own_call
from models.contact import Contact
from models.errors import Refused
from models.media import MediaState
from models.membership import STAFF, people_with
from models.person import Person
from models.voices import VOICE, keep_heard, voices_of
from models.words import N_

SCRIPT = "voice_came"
#: the subject of the script while another conversation is open
BESIDE = "beside"


def voice_came(chat: Chat) -> None:
    """When somebody listens, and whom to ring where it cannot wait; on the list for staff."""
    contact = chat.session.get_one(Contact, chat.hearer.contact_id)
    alert = standing_alert(chat.session, contact.id)
    if alert is not None:
        chat.out.told.extend(alert_news.to_called(chat.session, alert, "alert_more", chat.now))
    request, is_new = ask_for_call(chat.session, contact, chat.now, VOICE)
    for person_id in people_with(chat.session, contact.community_id, STAFF, chat.now):
        chat.card(person_id, CARD, request.subject, call=request.id)
    if is_new or chat.talk.subject != BESIDE:
        chat.say(_when_heard(chat))
    numbers = rules().numbers
    chat.say(
        _("要紧的别等：{police}、{medical}、{fire}。").format(
            police=numbers.police, medical=numbers.medical, fire=numbers.fire
        )
    )


def _when_heard(chat: Chat) -> str:
    opens = opens_at(chat, where_called(chat)[1])
    if opens is None:
        return _("社区的人会听，听完回您。")
    when = say_moment(opens, chat.community.local(chat.now))
    return _("{when}起有人听，听完回您。").format(when=when)


def hear_voice(chat: Chat) -> None:
    """听录音: played for a worker, which is written down where she can see it."""
    worker, call = _call(chat)
    there = voices_of(chat.session, call.contact_id, call.at)
    ready = tuple(each.id for each in there if each.state is MediaState.STORED)
    if not there:
        chat.say(_("这里没有语音了。"))
    elif not ready:
        chat.say(_("还在取，过一会儿再听。"))
    else:
        _note_hearing(chat, worker, call)
        chat.show(
            Content(text=_("语音 {n} 段：").format(n=len(there)), media=ready),
            Action(pgettext("button", "写下来"), "write_down", call.subject, "main"),
        )


def _note_hearing(chat: Chat, worker: Person, call: CallRequest) -> None:
    subject = f"person:{call.person_id}" if call.person_id else call.subject
    row = {"community_id": call.community_id, "actor_id": worker.id, "at": chat.now}
    chat.session.add(Audit(**row, action="saw_media", subject=subject, detail=call.subject))


def write_down(chat: Chat) -> None:
    """写下来: one line, which is read back to the speaker before anything is made of it."""
    worker, call = _call(chat)
    words = chat.ask("words", _("语音里说的什么事？写一句，\n我念给本人听。"), Words(300))
    keep_heard(chat.session, call, worker, words)
    chat.say(_("好，念给本人听，说对了就办。"))
    told = {"call": call.id}
    chat.out.told.append(Told(0, "voice_heard", told, contact_id=call.contact_id))


def voice_right(chat: Chat) -> None:
    """就是这件事: the line is her words now; she hears her code, or the need is asked on."""
    call = _own(chat)
    worker = chat.session.get(Person, call.heard_by_id or 0)
    media = [each.id for each in voices_of(chat.session, call.contact_id, call.at)]
    opening = Answer("", "text", call.heard or "", chat.now, chat.said.inbox_id, media=media)
    if worker is not None:
        called_back(chat.session, worker, call, chat.now)
    renew_call(chat, call)
    if asks_for_code(opening.text):
        chat.then("my_code")
    else:
        chat.then("post_need", opening=opening)


def voice_wrong(chat: Chat) -> None:
    """不是这样: it stays on the list, and the worker who wrote it hears that."""
    call = _own(chat)
    worker_id = call.heard_by_id
    call.heard = None
    if worker_id is not None:
        chat.tell(worker_id, "voice_not_so", call=call.id)
    chat.say(_("好，社区的人再听一遍，再问您。"))


def _call(chat: Chat) -> tuple[Person, CallRequest]:
    """Whoever listens, and the voice that is meant. Raises Refused."""
    worker = chat.somebody_known()
    call_id = chat.subject_id if chat.talk.subject else 0
    return worker, own_call(chat.session, worker, call_id, chat.now)


def _own(chat: Chat) -> CallRequest:
    """The speaker's own voice, with a line that waits for her word. Raises Refused."""
    call_id = chat.subject_id if chat.talk.subject else 0
    call = chat.session.get(CallRequest, call_id, with_for_update=True)
    is_hers = call is not None and call.contact_id == chat.hearer.contact_id
    if call is None or not is_hers or not call.heard or call.done_at is not None:
        raise Refused(N_("这件说过了。有事再写一句，\n或者再说一段。"))
    return call
