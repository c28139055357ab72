"""Money and meals that are offered for help: 给钱也行, 管饭, 有酬谢. Help costs nothing."""

import re

from handlers.understand.normal import plain

_OFFERED = re.compile(
    r"给(?:您|你|他|点|些)?(?:辛苦费|酬劳|报酬|红包|好处|工钱|路费|钱)(?:也行|都行"
    r"|也可以|也中|$|[,。!])|(?:付|出|掏)(?:点|些)?(?:钱|费)|管(?:饭|吃|一顿饭)"
    r"|(?:有|必有)(?:酬谢|重谢|红包|报酬|辛苦费|偿)|请(?:您|你|他们?|大家)?(?:吃饭|喝酒"
    r"|下馆子)|酬谢|重谢|(?:一小时|每小时|一次|一趟)?\d{1,4}(?:块钱?|元)(?:一次|一趟"
    r"|一小时|行吗|行不|够吗)"
    r"|\b(?:i(?:'ll| will| can) pay|pay (?:you|them)|for a fee)\b"
)


def read_money(text: str) -> str:
    """The words by which money or a meal is offered; "" when none is."""
    found = _OFFERED.search(plain(text))
    return found.group() if found else ""
