"""少收通知, 多收通知: what somebody would rather not hear, one kind at a time."""

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.language import _, pgettext
from handlers.readers import OneOf
from models.opt_out import NOTICE_LABELS, NoticeKind, opt_in, opt_out, turned_off

NEITHER = "neither"


def quieter(chat: Chat) -> None:
    """Turn one kind off; news of one's own orders always comes."""
    person = chat.somebody_known()
    off = chat.keep("off", lambda: [kind.value for kind in turned_off(chat.session, person)])
    left = [kind for kind in NoticeKind if kind.value not in off]
    if not left:
        chat.say(_("能关的都关着了。您自己的单照样告诉您。\n想再收，写“多收通知”。"))
        return
    kind = chat.ask("kind", _("哪种不想收？\n您自己的单照样告诉您。"), OneOf(_options(left)))
    if kind == NEITHER:
        chat.say(_("好，照旧。"))
        return
    opt_out(chat.session, person, NoticeKind(kind), chat.now)
    chat.say(_("好，这种不再发给您。\n想再收，写“多收通知”。"))


def louder(chat: Chat) -> None:
    """Turn one kind on again."""
    person = chat.somebody_known()
    off = chat.keep("off", lambda: [kind.value for kind in turned_off(chat.session, person)])
    if not off:
        chat.say(_("现在都收着呢。嫌多，写“少收通知”。"))
        return
    options = _options([NoticeKind(kind) for kind in off])
    kind = chat.ask("kind", _("哪种想再收？"), OneOf(options))
    if kind == NEITHER:
        chat.say(_("好，照旧。"))
        return
    opt_in(chat.session, person, NoticeKind(kind))
    chat.say(_("好，有了就告诉您。"))


def _options(kinds: list[NoticeKind]) -> list[Option]:
    named = [Option(kind.value, _(NOTICE_LABELS[kind])) for kind in kinds]
    return [*named, Option(NEITHER, pgettext("button", "照旧"))]
