"""What WeCom's error codes mean for us, and where to mend what only a person can mend."""

from collections.abc import Mapping

from bot.channels.contract import SendError, Trouble
from bot.channels.wechat.errors import MINUTE_SECONDS, OPERATOR_SECONDS, Meaning

#: all of those whom a call was to are gone, or outside of the app's range
NOBODY = 81013
MEANINGS: dict[int, Meaning] = {
    -1: Meaning.BUSY,
    40001: Meaning.TOKEN,
    40014: Meaning.TOKEN,
    42001: Meaning.TOKEN,
    45009: Meaning.MINUTE,
    45033: Meaning.MINUTE,
    40003: Meaning.GONE,
    46004: Meaning.GONE,
    60111: Meaning.GONE,
    NOBODY: Meaning.GONE,
    40007: Meaning.REJECTED,
    42045: Meaning.REJECTED,
    40013: Meaning.OPERATOR,
    40056: Meaning.OPERATOR,
    48002: Meaning.OPERATOR,
    60011: Meaning.OPERATOR,
    60020: Meaning.OPERATOR,
    301002: Meaning.OPERATOR,
}
#: the app may not see this department or tag, or it is not there any more
NOT_SEEN = frozenset({60011, 60003, 40068})
#: of fetching a token alone, where the same code speaks of the secret
WRONG_SECRET = 40001
MEND: dict[int, str] = {
    40001: "the secret is wrong: copy [wecom] secret of this app again from the admin console",
    40013: "the corpid is not known: copy [wecom] corpid again (My Company, at the bottom)",
    40056: "the agentid is not known: copy [wecom] agentid again from the app's page",
    48002: "the app may not use this interface: look at its permissions in the admin console",
    60011: "the app may not see these members: widen its visible range in the admin console",
    60020: "this machine's address is not trusted: add it to the app's trusted IP list",
    301002: "the secret is of another app than the agentid: copy both from one page",
}
_TROUBLES: dict[Meaning, tuple[Trouble, float]] = {
    Meaning.BUSY: (Trouble.BUSY, 0),
    Meaning.TOKEN: (Trouble.BUSY, 0),
    Meaning.MINUTE: (Trouble.BUSY, MINUTE_SECONDS),
    Meaning.DAY: (Trouble.BUSY, MINUTE_SECONDS),
    Meaning.OPERATOR: (Trouble.BUSY, OPERATOR_SECONDS),
    Meaning.GONE: (Trouble.BLOCKED, 0),
    Meaning.CLOSED: (Trouble.REJECTED, 0),
    Meaning.REJECTED: (Trouble.REJECTED, 0),
}


def trouble_of(meaning: Meaning) -> SendError:
    """What delivery is told about it."""
    trouble, seconds = _TROUBLES[meaning]
    return SendError(trouble, seconds)


def refused_members(said: Mapping[str, object]) -> dict[str, Trouble]:
    """The members of one call that will not see it, in small letters, and what that means.

    WeCom says so beside errcode 0: `invaliduser` are gone or outside the app's range,
    `unlicenseduser` have no licence for it.
    """
    found = dict.fromkeys(_ids(said.get("unlicenseduser")), Trouble.REJECTED)
    return found | dict.fromkeys(_ids(said.get("invaliduser")), Trouble.BLOCKED)


def _ids(told: object) -> list[str]:
    """One text with bars between them, or a list (update_template_card)."""
    ids = told.split("|") if isinstance(told, str) else told if isinstance(told, list) else []
    return [str(each).lower() for each in ids if each]
