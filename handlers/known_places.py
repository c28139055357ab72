"""The place she names, beside the buildings and stations that the community has written down.

A building that nobody wrote down is asked back once and never refused: the list may be wrong,
too. The name of a station or point becomes the place with its street.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.content import Option
from handlers.engine.chat import Chat
from handlers.engine.said import Answer
from handlers.language import _, pgettext
from handlers.readers import Door, OneOf, has_letters
from handlers.understand.named_places import named_in, nearest_numbers
from handlers.understand.numerals import number
from handlers.understand.place import Place
from models.address import building_numbers
from models.station import station_names

STAYS = "stays"


class BuildingAgain(OneOf):
    """Which building it is: one of those that are near, as she wrote it, or another in words."""

    def read(self, answer: Answer) -> str:
        """The number, or STAYS. Raises Invalid for words without a number."""
        if "option" in answer.data:
            return super().read(answer)
        door = Door().spot(answer)
        if door is not None:
            return str(door["building"])
        digits = number(answer.text.strip().removesuffix("号楼").removesuffix("楼"))
        if digits is None:
            return super().read(answer) if not has_letters(answer.text) else STAYS
        return str(digits)


def as_known(chat: Chat, place: Place) -> Place:
    """The same place, its building asked back where nobody knows it, its station written out."""
    if place.building:
        return _with_building(chat, place)
    if not place.landmark:
        return place
    named = chat.keep(f"named-{place.landmark}", lambda: _station_in(chat, place.landmark))
    return replace(place, landmark=named) if named else place


def station_said(chat: Chat, text: str) -> str:
    """The station or point named in her first words, with its street; "" for none."""
    return chat.keep("station_said", lambda: _station_in(chat, text))


def _station_in(chat: Chat, text: str) -> str:
    names = station_names(chat.session, chat.community.id)
    found = named_in(text, names)
    return "，".join(part for part in (found, names[found]) if part) if found else ""


def _with_building(chat: Chat, place: Place) -> Place:
    near = chat.keep(f"near-{place.building}", lambda: _near(chat, place.building))
    if near is None:
        return place
    say = _("{building}号楼").format
    options = [Option(each, say(building=each)) for each in near]
    options.append(Option(STAYS, pgettext("button", "没写错")))
    asked = _("没查到 {building}号楼。\n再看一眼，是几号楼？").format(building=place.building)
    which = chat.ask(f"building-{place.building}", asked, BuildingAgain(options))
    return place if which == STAYS else replace(place, building=which)


def _near(chat: Chat, building: str) -> Sequence[str] | None:
    """Numbers it may have been meant for; None when it is known or nothing was written down."""
    numbers = building_numbers(chat.session, chat.community.id)
    if not numbers or building in numbers:
        return None
    return nearest_numbers(building, numbers)
