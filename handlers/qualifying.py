"""核实资质: a worker has seen a licence; the skill counts until its last day."""

from datetime import timedelta

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.sheet import Fact
from handlers.language import _, pgettext
from handlers.profile_readers import Skills
from handlers.sayings import say_date
from handlers.sentences import SENTENCES
from handlers.understand.until import read_until
from handlers.whom import FOR_GOOD, Until, ask_whom, said_in, who_it_is
from models.errors import Refused
from models.membership import STAFF, require
from models.qualification import Proof, verify
from models.skill import LICENSED, SKILLS
from models.words import N_


def verify_skill(chat: Chat) -> None:
    """核实资质 周凯 水电维修 到2027年6月."""
    worker = chat.somebody_known()
    require(chat.session, worker, STAFF, chat.now)
    said = said_in(chat, SENTENCES["verify_skill"])
    person = ask_whom(chat, _("看了谁的证？写名字就行。"), said.get("whom", ""))
    skills = Skills(())
    known = [code for code in skills.find(said.get("skill", "")) if code in LICENSED]
    chat.suppose("skill", skills, known or None)
    chosen = [code for code in chat.ask("skill", _which(), skills) if code in LICENSED]
    if not chosen:
        raise Refused(N_("这一项不用看证，自己说会就行。"), ask="skill")
    reader = Until(chat.community.zone, (Option(FOR_GOOD, pgettext("button", "长期有效")),))
    day = read_until(said.get("until", ""), chat.community.local(chat.now))
    chat.suppose("until", reader, day and day.isoformat())
    until = chat.ask("until", _("证到哪一天有效？\n比如“2027年6月”。"), reader)
    now = chat.community.local(chat.now)
    last = (chat.community.local(until) - timedelta(seconds=1)).date() if until else None
    skill = SKILLS[chosen[0]]
    facts = [
        Fact(_("谁的证"), who_it_is(person)),
        Fact(_("哪一样"), _(skill.label)),
        Fact(_("有效到"), say_date(last, now) if last else _("长期"), "", "until", _change()),
    ]
    note = _("按“看过了”，就是您亲眼看了原件。\n会留记录。")
    seen = Option("yes", pgettext("button", "看过了"))
    if not chat.confirm("card", _("核实资质"), facts, note, seen):
        chat.say(_("好，没记。"))
        return
    verify(chat.session, person, Proof(skill.code, last), worker, now.date(), chat.now)
    chat.say(
        _("记下了，{name}的{skill}核实了。").format(name=person.display_name, skill=_(skill.label))
    )
    chat.tell(person.id, "verified", skill=skill.code)


def _which() -> str:
    return _("看的是哪一样证？\n比如“水电小修”。")


def _change() -> str:
    return pgettext("button", "改日子")
