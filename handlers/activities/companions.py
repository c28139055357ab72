"""带人一起: how many, whether there are minors among them, and their names if they like."""

import re

from handlers.activities.card import renew
from handlers.activities.choosing import chosen
from handlers.activities.telling import move_up
from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.reader import Offering
from handlers.engine.said import Answer
from handlers.language import _, ngettext, pgettext
from handlers.readers import OneOf
from handlers.understand.normal import fold
from models import bringing
from models.activity import Activity, ActivityRole
from models.errors import Invalid, Refused
from models.words import N_

LONGEST_NAME = 20
UNNAMED = "unnamed"
_NUMBER = re.compile(r"(\d{1,2}|[一二两三四])\s*(?:位|个|人|个人)?")
_NOBODY = frozenset({"不带", "不带了", "不带人", "nobody"})
_WORDS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}


class HowMany(Offering[int]):
    """How many come along: 0 to MOST."""

    def read_words(self, answer: Answer) -> int:
        """A number, or one that was offered. Raises Invalid."""
        text = fold(answer.text).strip()
        if text in _NOBODY:
            return 0
        found = _NUMBER.fullmatch(text)
        if found is None:
            raise Invalid(N_("写一个数就行，比如“2”。"))
        return _WORDS.get(found[1]) or int(found[1])

    def chosen(self, key: str) -> int:
        """The number on the button."""
        return int(key)


class Names(Offering[str]):
    """Their names, set apart by anything that does so; or none."""

    def read_words(self, answer: Answer) -> str:
        """The names, each on a line."""
        names = [each.strip() for each in re.split(r"[、,，;；\s]+", answer.text) if each.strip()]
        if not names or not all(map(_is_name, names)):
            raise Invalid(N_("写名字，用顿号隔开，像“小明、小红”。\n不想写，写“不写”。"))
        return "\n".join(names)


def _is_name(words: str) -> bool:
    return len(words) <= LONGEST_NAME and any(map(str.isalpha, words))


def bring_along(chat: Chat) -> None:
    """带人一起: each is counted against the places; again, and it is as said last."""
    person = chat.somebody_known()
    known = chosen(chat, "mine")
    bringing.check_room(chat.session, bringing.may_bring(chat.session, known, person, chat.now))
    n = _ask_number(chat)
    minors = bool(n) and _ask_minors(chat)
    names = _ask_names(chat, n) if n else []
    activity = Activity.locked(chat.session, known.id)
    mine = bringing.may_bring(chat.session, activity, person, chat.now)
    bringing.bring(chat.session, activity, mine, names, chat.now, minors=minors)
    if n:
        said = ngettext("好，带 {n} 位，位子留好了。", "好，带 {n} 位，位子留好了。", n)
        chat.say(said.format(n=n))
    else:
        chat.say(_("好，您自己来。"))
    if minors:
        chat.say(_("没满18岁的，您一直带在身边。"))
    move_up(chat, activity, chat.session.get_one(ActivityRole, mine.role_id))
    renew(chat, activity, person.id)


def _ask_number(chat: Chat) -> int:
    # each stands at its own number: who has no buttons writes the same digit
    numbers = range(1, bringing.MOST + 1)
    options = [Option(str(n), pgettext("button", "{n} 位").format(n=n)) for n in numbers]
    n = chat.ask("how_many", _("带几位？您自己不算。\n不带了，写“0”。"), HowMany(options))
    if n > bringing.MOST:
        raise Refused(
            N_("一次最多带 {n} 位。\n人多，写“找社区”，一起安排。"), ask="how_many", n=bringing.MOST
        )
    return n


def _ask_minors(chat: Chat) -> bool:
    """Whether there are minors; those of others come with their own guardian."""
    options = [
        Option("none", pgettext("button", "都满了")),
        Option("mine", pgettext("button", "有，我家的")),
        Option("others", pgettext("button", "有，别人家的")),
    ]
    said = chat.ask("minors", _("里面有没满18岁的吗？"), OneOf(options))
    if said == "others":
        raise Refused(N_("没满 18 岁的，要自己家里大人带。\n请家里大人来报名。"), ask="minors")
    return said == "mine"


def _ask_names(chat: Chat, n: int) -> list[str]:
    """As many names as there are people; whoever is not named is just counted."""
    asked = _("怎么称呼？用顿号隔开，给领队看。\n不写也行。")
    reader = Names([Option(UNNAMED, pgettext("button", "不写"))])
    said = chat.ask("names", asked, reader)
    names = [] if said == UNNAMED else said.split("\n")
    if len(names) > n:
        raise Refused(N_("您说带 {n} 位，名字多了。\n再写一遍，或者写“不写”。"), ask="names", n=n)
    return [*names, *[""] * (n - len(names))]
