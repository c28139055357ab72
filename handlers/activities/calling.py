"""请大家来: the volunteers of the community hear of an activity, each once."""

from handlers.activities.choosing import chosen
from handlers.broadcast import ask_colleagues
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf
from models.activity import Activity
from models.activity_calls import call_out
from models.announcing import require_author
from models.audience import Circle, reach
from models.audience_rule import volunteers
from models.notice import NoticeState


def call_to_activity(chat: Chat) -> None:
    """How many it reaches is said first; a large circle waits for a colleague's look."""
    author = chat.somebody_known()
    require_author(chat.session, author, chat.now)
    known = chosen(chat, "ahead")
    circle = Circle(volunteers([author.community_id]), author.id, chat.now)
    people = chat.keep("people", lambda: reach(chat.session, circle).people)
    choices = [
        Option("yes", pgettext("button", "请")),
        Option("no", pgettext("button", "先不请")),
    ]
    asked = _("请志愿者来“{title}”，\n能送到 {n} 位。现在请吗？").format(
        title=known.title, n=people
    )
    if chat.ask("sure", asked, OneOf(choices)) == "no":
        chat.say(_("好，先不请。"))
        return
    activity = Activity.locked(chat.session, known.id)
    notice = call_out(chat.session, activity, author, chat.now)
    if notice.state is NoticeState.WAITING:
        ask_colleagues(chat, notice, author, people)
    else:
        chat.say(_("好，在请了。报满了自己停。"))
