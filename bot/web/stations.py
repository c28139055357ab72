"""/?s=CODE: the station whose poster was scanned, kept until her first word says who asks.

The code grants nothing; a wrong one is forgotten.
"""

import re

from sqlalchemy import Connection, update
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from models.contact import Contact
from models.station import find_station

COOKIE = "linli-station"
LIVES_SECONDS = 24 * 3600
_CODE = re.compile(r"[A-Za-z0-9-]{1,24}")
#: the word of a picture in a group or of a screen, typed for whoever comes by its code
_CALLED = re.compile(r"(?:(?:接|报名)\d{4}-\d{2,3}|签到\d{4}-\d{2,3} \d{4})")


def keep_scanned(request: Request, response: Response) -> None:
    """Let the browser remember the code it came with."""
    code = request.query_params.get("s", "")
    if _CODE.fullmatch(code):
        response.set_cookie(COOKIE, code, LIVES_SECONDS, httponly=True, samesite="lax")


def called(request: Request) -> str:
    """What stands in the field already, for her to send: the word of the picture she scanned."""
    word = request.query_params.get("say", "")
    return word if _CALLED.fullmatch(word) else ""


def scanned(request: Request) -> str:
    """The code that was scanned a while ago, or nothing."""
    code = request.cookies.get(COOKIE, "")
    return code if _CODE.fullmatch(code) else ""


def note_station(connection: Connection, community_id: int, contact_id: int, code: str) -> None:
    """This chat asks from there."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        station = find_station(session, community_id, code)
    if station is not None:
        here = update(Contact).where(Contact.id == contact_id)
        connection.execute(here.values(station_id=station.id))
