"""What WeChat's error codes mean for us: try again, fetch a token, give up, or call the operator.

The codes are those of the documents of the interfaces used here; one that is not known is taken
for a refusal, because the same call would get it again.
"""

from enum import StrEnum

from bot.channels.contract import SendError, Trouble


class Meaning(StrEnum):
    """What is to be done about a code."""

    BUSY = "busy"  # the same call again, in a while
    MINUTE = "minute"  # enough calls for this minute
    DAY = "day"  # enough calls for this day; the operator hears of it
    TOKEN = "token"  # noqa: S105 - the access token is another by now
    CLOSED = "closed"  # until this person does something again
    GONE = "gone"  # this person does not follow us any more
    REJECTED = "rejected"  # this message will never be taken
    OPERATOR = "operator"  # a person has to mend the configuration


MEANINGS: dict[int, Meaning] = {
    -1: Meaning.BUSY,
    40001: Meaning.TOKEN,
    40014: Meaning.TOKEN,
    42001: Meaning.TOKEN,
    45011: Meaning.MINUTE,
    45009: Meaning.DAY,
    45028: Meaning.DAY,
    45015: Meaning.CLOSED,
    45047: Meaning.CLOSED,
    40003: Meaning.GONE,
    43004: Meaning.GONE,
    40007: Meaning.REJECTED,
    43019: Meaning.REJECTED,
    43101: Meaning.REJECTED,
    45002: Meaning.REJECTED,
    45008: Meaning.REJECTED,
    40013: Meaning.OPERATOR,
    40037: Meaning.OPERATOR,
    40125: Meaning.OPERATOR,
    40164: Meaning.OPERATOR,
    40200: Meaning.OPERATOR,
    47003: Meaning.OPERATOR,
    48001: Meaning.OPERATOR,
    48002: Meaning.OPERATOR,
    50002: Meaning.OPERATOR,
}
#: where to mend what only a person can mend; for the log and for `linli doctor`
MEND: dict[int, str] = {
    40013: "the appid is not known: copy [wechat] appid again",
    40037: "a template is not known: mend [wechat] templates or subscriptions",
    40125: "the secret is wrong: copy [wechat] secret again, or reset it on mp.weixin.qq.com",
    40164: "this machine's address is not on the IP list: add it on mp.weixin.qq.com",
    40200: "the account may not send menus: mend [wechat] account",
    45009: "the day's calls are used up: they come back at midnight in Beijing",
    47003: "a template has other fields: mend [wechat] templates or subscriptions",
    48001: "the account may not use this interface: mend [wechat] account",
    48002: "the interface was switched off on mp.weixin.qq.com",
    50002: "the account is restricted: look at mp.weixin.qq.com",
}
MINUTE_SECONDS = 60.0
#: between two tries while somebody has to mend something, and while the day's calls are used up
OPERATOR_SECONDS = 300.0
DAY_SECONDS = 600.0


class ApiError(Exception):
    """WeChat refused a call. Its words may quote what was sent, so only the code is kept."""

    def __init__(self, code: int) -> None:
        """`code` is the errcode."""
        super().__init__(f"errcode {code}")
        self.code = code

    @property
    def meaning(self) -> Meaning:
        """What is to be done."""
        return MEANINGS.get(self.code, Meaning.REJECTED)


def trouble_of(error: ApiError) -> SendError:
    """What delivery is told about it."""
    match error.meaning:
        case Meaning.BUSY | Meaning.TOKEN:
            return SendError(Trouble.BUSY)
        case Meaning.MINUTE:
            return SendError(Trouble.BUSY, MINUTE_SECONDS)
        case Meaning.DAY:
            return SendError(Trouble.BUSY, DAY_SECONDS)
        case Meaning.OPERATOR:
            return SendError(Trouble.BUSY, OPERATOR_SECONDS)
        case Meaning.CLOSED:
            return SendError(Trouble.CLOSED)
        case Meaning.GONE:
            return SendError(Trouble.BLOCKED)
        case Meaning.REJECTED:
            return SendError(Trouble.REJECTED)
