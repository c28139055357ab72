"""Who said a message: known by its row, spoken to in the language they were heard in."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row

from bot.clock import Surroundings
from handlers.engine.chat import Told
from handlers.engine.hearer import Hearer
from handlers.engine.said import Said
from models.lore import Lore
from models.outbox import Lane


def hearer_of(
    connection: Connection, row: Row[Any], around: Surroundings, said: Said, lore: Lore
) -> Hearer:
    """Whoever said it, as the script knows them."""
    language = row.language or language_of(said.text) or row.community_language
    return Hearer(
        connection,
        row.contact_id,
        row.community_id,
        row.person_id,
        language,
        row.channel,
        around.token,
        lore,
        said.said_at,
        overseas=row.overseas,
    )


def answering(told: Told, hearer: Hearer) -> Told:
    """What somebody is told because of their own words is an answer, at any hour."""
    is_own = told.person_id == hearer.person_id and told.lane is Lane.NOTICE
    return replace(told, lane=Lane.REPLY) if is_own else told


def language_of(text: str) -> str:
    """English for words without a Chinese character; nothing for a number or a single word."""
    if any("一" <= char <= "鿿" for char in text):
        return "zh"
    words = [word for word in text.split() if word.isascii() and word.strip(".,!?'").isalpha()]
    return "en" if len(words) > 1 else ""
