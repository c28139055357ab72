"""要一份记录: a copy of everything, behind a link that opens once and is over tomorrow."""

from handlers.engine.chat import Chat
from handlers.language import _
from models.rights_request import COPY_WITHIN, open_request, request
from models.timer import set_timer

KIND = "export"


def export(chat: Chat) -> None:
    """Promise it; a timer makes it. Asked twice before it is there, it is made once."""
    person = chat.somebody_known()
    if open_request(chat.session, person, KIND) is None:
        wish = request(chat.session, person, KIND, chat.now, COPY_WITHIN)
        set_timer(chat.session, person.community_id, KIND, wish.subject, chat.now)
    chat.say(_("好，10 分钟内做好，发到这里。\n下载的链接只能开一次，\n明天这时候过期。"))
