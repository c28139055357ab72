"""概况: for staff, how many take part, and how many both ask and serve."""

from handlers.engine.chat import Chat
from handlers.language import _
from models.membership import STAFF, require
from models.taking_part import taking_part


def overview(chat: Chat) -> None:
    """Volunteers as a share of the residents; no names."""
    person = chat.somebody_known()
    require(chat.session, person, STAFF, chat.now)
    community = chat.community
    figures = taking_part(chat.session, community.id, chat.now)
    if community.residents:
        share = round(100 * figures.volunteers / community.residents, 1)
        chat.say(
            _("志愿者 {n} 位，居民 {residents} 位，\n占 {share}%。").format(
                n=figures.volunteers, residents=community.residents, share=share
            )
        )
    else:
        chat.say(_("志愿者 {n} 位。\n居民总数还没填。").format(n=figures.volunteers))
    chat.say(_("求助过的 {n} 位。").format(n=figures.askers))
    chat.say(_("又求助又帮忙的 {n} 位。").format(n=figures.both))
