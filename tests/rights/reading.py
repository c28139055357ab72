"""What of an order is nobody's but theirs, and who may read which of it."""

import re
from collections.abc import Mapping

from tests.rights.cast import (
    CARE,
    CODE,
    CODE_OUT,
    DOOR_NOTE,
    NAME,
    PASSWORD,
    PHONE,
    ROOM,
    WORDS,
)
from tests.rights.table import OWN, STAFF, Who

#: how many digits a room and a code have here
SHORT = 4
SECRETS = {
    "name": NAME,
    "room": ROOM,
    "phone": PHONE,
    "words": WORDS,
    "care": CARE,
    "code": CODE,
    "second code": CODE_OUT,
    "password": PASSWORD,
    "door note": DOOR_NOTE,
}
#: what each may read at all, whatever they press and however the order stands
MAY_READ: Mapping[str, Who] = {
    "name": STAFF | OWN | {"goes"},
    "room": OWN | {"goes"},
    "phone": STAFF | OWN | {"goes"},
    "words": STAFF | OWN,
    "care": STAFF,
    "code": STAFF | OWN,
    "second code": STAFF | OWN,
    "password": STAFF | OWN | {"goes"},
    "door note": STAFF | OWN | {"goes"},
}


def beyond(who: str, read: str) -> list[str]:
    """What `who` read there and may not."""
    plain = read.replace(" ", "")
    return [
        name
        for name, secret in SECRETS.items()
        if who not in MAY_READ[name] and _stands_in(secret, read if len(secret) == SHORT else plain)
    ]


def _stands_in(secret: str, read: str) -> bool:
    """Four digits are in many a token by chance; by themselves they are a room or a code."""
    around = "[0-9A-Za-z_-]"
    if len(secret) == SHORT and secret.isdecimal():
        return re.search(rf"(?<!{around}){secret}(?!{around})", read) is not None
    return secret in read
