"""The desk: who takes a message, whatever the chat is about.

A new conversation is one line in SCRIPTS (handlers/scripts.py); a word that starts it, one line in
WORDS (handlers/vocabulary.py).
"""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import false, or_, select

from handlers import arriving, overseas, voice
from handlers.activities.meant import about_activity, digits_here, only_activity, signing_in
from handlers.alarm import raised
from handlers.another_matter import another_matter, kept_for_later, two_matters
from handlers.broadcast_news import answer_to
from handlers.emergency import Emergency, perhaps, scan, surely
from handlers.engine.buttons import find_action
from handlers.engine.choices import NO_WORDS, YES_WORDS, plain
from handlers.engine.contract import Alarm, Command
from handlers.engine.gate import Gate
from handlers.engine.hearer import Hearer
from handlers.engine.playing import Script
from handlers.engine.said import Said
from handlers.engine.state import Talk
from handlers.group_call import to_activity, to_order
from handlers.news_or_danger import asks_which
from handlers.only_one import only_one
from handlers.overseas import is_settled
from handlers.scripts import SCRIPTS
from handlers.sentences import CALLED, LINK_DIGITS, SENTENCES
from handlers.understand.first_words import asks_for_talk, first_words
from handlers.understand.greeting import is_greeting
from handlers.vocabulary import (
    ABOUT,
    CONTROLS,
    I_COME,
    INVITED,
    NUMBER,
    NUMBERED,
    OF_THE_ONLY_ONE,
    STAFF_WORDS,
    THANKS,
    WORDS,
)
from models.assignment import Assignment, AssignmentState
from models.calling import call_of, newest_call
from models.membership import STAFF, roles_of, volunteer_named
from models.order import Order, OrderState, find_order


class LinliDesk:
    """The conversations of this product, as the engine wants to know them."""

    scripts: Mapping[str, Script] = SCRIPTS

    def alarm(self, hearer: Hearer, said: Said, asked: tuple[str, str]) -> Alarm | None:
        """An emergency is answered before anything else, in every state, without a sign-up.

        The text of a notice may be about a drill: its script asks which it is, with the number.
        Who grieves and asks for somebody to talk to gets the number and the order.
        """
        found = self._danger(hearer, said, asked)
        if found is None or (found.kind == "selfharm_soft" and asks_for_talk(said.text)):
            return None
        if asks_which(hearer, said, asked):
            return None
        alarm = raised(hearer, found, said.text)
        hearer.settle()
        return alarm

    def _danger(self, hearer: Hearer, said: Said, asked: tuple[str, str]) -> Emergency | None:
        """By a phrase, whatever it is; by likeness, unless it is a word of ours (我走了)."""
        if (found := scan(said.text)) is not None:
            return found
        like = surely(said.text, answers=bool(asked[0]))
        return None if like is None or self.command(hearer, said.text) else like

    def unheard(self, said: Said) -> str:
        """A voice without words stands on the workers' list, whatever else is open."""
        return voice.SCRIPT if said.kind == "voice" and said.media and not said.text else ""

    def gate(self, hearer: Hearer, said: Said) -> Gate | None:
        """On a foreign platform nothing of hers is used before she has agreed to that."""
        if is_settled(hearer):
            return None
        waits = self._says_something(hearer, said)
        return Gate(overseas.SCRIPT, "hello_first", overseas.FREE, waits)

    def _says_something(self, hearer: Hearer, said: Said) -> bool:
        """Whether a message is worth taking up later: no hello, no thanks, no yes to nothing."""
        if said.kind == "start":
            return bool(arriving.code_of(said))
        if said.kind == "press":
            action = find_action(hearer.session, hearer.contact_id, said.token)
            hearer.undo()
            return action is not None
        word = plain(said.text)
        if said.kind != "text" or not any(char.isalnum() for char in word):
            return said.kind != "text"
        if is_greeting(said.text) or word in THANKS | YES_WORDS | NO_WORDS:
            return False
        command = self.command(hearer, said.text)
        if command is not None:
            return (command.control or command.script) not in overseas.FREE | {"welcome"}
        return not (word.isdecimal() and len(word) < 3)

    def command(self, hearer: Hearer, text: str) -> Command | None:
        """A whole message that is one of our words, or a word with an order's number."""
        word = plain(text).replace("’", "'")
        if word in CONTROLS:
            return Command(control=CONTROLS[word])
        if word in WORDS:
            abroad = hearer.abroad is not None and is_settled(hearer)
            return Command(WORDS[word], clears=WORDS[word] == "withdraw" and abroad)
        if word in OF_THE_ONLY_ONE:
            subject = only_one(hearer, OF_THE_ONLY_ONE[word])
            hearer.undo()
            return Command(OF_THE_ONLY_ONE[word], subject)
        for script, sentence in SENTENCES.items():
            if sentence.fullmatch(text.strip()):
                return Command(script, is_heard=True)
        return (
            self._numbered(hearer, word)
            or signing_in(hearer, word)
            or self._called_with_more(hearer, word)
            or self._invitation(hearer, word)
            or self._about_the_only_one(hearer, word)
            or self._in_hand(hearer, word)
            or only_activity(hearer, word)
            or self._called(hearer, word)
        )

    def _numbered(self, hearer: Hearer, word: str) -> Command | None:
        activity = about_activity(hearer, word)
        if activity is not None:
            return activity
        match = NUMBERED.fullmatch(word)
        if match is None:
            return None
        order = find_order(hearer.session, hearer.community_id, f"{match[2]}-{match[3]}")
        subject = order.subject if order else "order:0"
        hearer.undo()
        return Command(ABOUT[match[1]], subject)

    def _called_with_more(self, hearer: Hearer, word: str) -> Command | None:
        """接1123-07 and who they are, as somebody writes who read it in a group."""
        match = CALLED.fullmatch(word)
        if match is None:
            return None
        to = to_activity if match["word"] == "报名" else to_order
        called = to(hearer, f"{match['day']}-{match['n']}")
        return replace(called, is_heard=True)

    def _invitation(self, hearer: Hearer, word: str) -> Command | None:
        """请周凯1123-07, as staff read it; nobody else learns by it who is a volunteer."""
        match = INVITED.fullmatch(word)
        if match is None:
            return None
        is_staff = roles_of(hearer.session, hearer.person, hearer.at).intersection(STAFF)
        order = find_order(hearer.session, hearer.community_id, f"{match[2]}-{match[3]}")
        subject = order.subject if order is not None and is_staff else ""
        person_id = volunteer_named(hearer.session, hearer.community_id, match[1])
        hearer.undo()
        return Command("invite", f"{subject}:{person_id}") if subject and person_id else None

    def _in_hand(self, hearer: Hearer, word: str) -> Command | None:
        """来 or 不方便 without a number, when just one order was asked about."""
        state = _ASKED.get(ABOUT.get(word, ""))
        if state is None or hearer.person_id is None:
            return None
        rows = select(Assignment.order_id).filter_by(person_id=hearer.person_id, state=state)
        ids = list(hearer.session.scalars(rows.limit(2)))
        hearer.undo()
        return Command(ABOUT[word], f"order:{ids[0]}") if len(ids) == 1 else None

    def _about_the_only_one(self, hearer: Hearer, word: str) -> Command | None:
        """办好了 without a number, when just one order can be meant."""
        if word not in ABOUT or hearer.person_id is None:
            return None
        states = _CONCERNS.get(ABOUT[word])
        if states is None:
            return None
        theirs = select(Assignment.order_id).where(
            Assignment.person_id == hearer.person_id, Assignment.state.in_(_GOING)
        )
        meant = or_(
            Order.requested_by_id == hearer.person_id,
            Order.served_person_id == hearer.person_id,
            Order.id.in_(theirs) if ABOUT[word] in _OF_BOTH_SIDES else false(),
        )
        rows = select(Order.id).where(meant, Order.state.in_(states))
        ids = list(hearer.session.scalars(rows.limit(2)))
        hearer.undo()
        return Command(ABOUT[word], f"order:{ids[0]}") if len(ids) == 1 else None

    def another(self, hearer: Hearer, talk: Talk, said: Said) -> tuple[Talk, str] | None:
        """对了 and another kind of help: it waits for its turn."""
        found = another_matter(hearer, talk, said)
        return (found[0], kept_for_later(found[1])) if found else None

    def _called(self, hearer: Hearer, word: str) -> Command | None:
        """我来, where there are no buttons: to the newest notice here that called for help."""
        if word not in I_COME:
            return None
        notice = newest_call(hearer.session, hearer.contact_id)
        call = call_of(notice) if notice is not None else None
        hearer.undo()
        return Command(*answer_to(call)) if call is not None else None

    def first(self, hearer: Hearer, said: Said) -> Command:
        """Her first words are the form; a greeting is greeted; an asked question is answered."""
        if said.kind == "start":
            return arriving.arrive(hearer, said)
        if said.kind == "text" and is_greeting(said.text):
            return Command("welcome")
        if said.kind == "place":
            return Command("stations")
        if self.unheard(said):
            return Command(voice.SCRIPT)
        waiting = self._asked(hearer)
        if waiting and (said.kind == "text" or said.media):
            return Command("answer_back", waiting)
        word = plain(said.text)
        if hearer.person_id is None and LINK_DIGITS.fullmatch(word):
            return Command("link_here", is_heard=True)
        if word in STAFF_WORDS and self._is_staff(hearer):
            return Command(*STAFF_WORDS[word])
        if word in THANKS:
            return Command(control="thanks")
        if said.kind == "press" or word in YES_WORDS | NO_WORDS or NUMBER.fullmatch(word):
            return digits_here(hearer, word) or Command(control="nothing")
        return self._meant(hearer, said)

    def _meant(self, hearer: Hearer, said: Said) -> Command:
        """What first words are about; whatever is not clearly something else is a need."""
        if said.kind != "text" or not said.text:
            return Command("post_need")
        meant = first_words(said.text)
        if meant == "running":
            return Command("mine")
        # What may be danger is never put off with an answer about something else.
        meant = "" if perhaps(said.text) else meant
        if meant == "chitchat":
            return Command(control="nothing")
        if meant:
            return Command("other_words", meant)
        return two_matters(hearer, said) or Command("post_need")

    def _is_staff(self, hearer: Hearer) -> bool:
        held = roles_of(hearer.session, hearer.person, hearer.at)
        hearer.undo()
        return bool(held.intersection(STAFF))

    def _asked(self, hearer: Hearer) -> str:
        """The order they were asked about: their own, or one a relative wrote for them."""
        me = hearer.person_id
        if me is None:
            return ""
        own = or_(Order.requested_by_id == me, Order.served_person_id == me)
        rows = select(Order).where(own, Order.state == OrderState.NEED_INFO)
        asked = hearer.session.scalars(rows.order_by(Order.id.desc()))
        found = next((each.subject for each in asked if each.answering_id == me), "")
        hearer.undo()
        return found


#: what a volunteer may say of the one order they were asked about
_ASKED = {
    "come": AssignmentState.ACCEPTED,
    "give_back": AssignmentState.ACCEPTED,
    "decline": AssignmentState.OFFERED,
}
#: what either side may say of a visit
_OF_BOTH_SIDES = ("need_help", "report_incident")
_GOING = (AssignmentState.ACCEPTED, AssignmentState.COMPLETED)
_CONCERNS: dict[str, tuple[OrderState, ...]] = {
    "rate_done": (OrderState.DONE,),
    "rate_not_done": (OrderState.DONE,),
    "nobody_came": (OrderState.DONE, OrderState.CLAIMED),
    "answer_back": (OrderState.NEED_INFO,),
    "make_standing": (OrderState.RATED, OrderState.CLOSED),
    "rate_stars": (OrderState.RATED, OrderState.CLOSED),
    "thank": (OrderState.RATED, OrderState.CLOSED),
    "need_help": (OrderState.CLAIMED, OrderState.IN_SERVICE),
    "report_incident": (
        OrderState.CLAIMED,
        OrderState.IN_SERVICE,
        OrderState.DONE,
        OrderState.RATED,
    ),
    "relay": (OrderState.DISPATCHED, OrderState.CLAIMED, OrderState.IN_SERVICE),
    "cancel_order": (
        OrderState.SUBMITTED,
        OrderState.NEED_INFO,
        OrderState.APPROVED,
        OrderState.DISPATCHED,
        OrderState.CLAIMED,
    ),
}
