"""What of an order is nobody's but theirs, and who may read which of it."""

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
        name for name, secret in SECRETS.items() if secret in plain and who not in MAY_READ[name]
    ]
