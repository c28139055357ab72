"""Where people correct what we read of their messages: which field, how often, and examples.

The examples are without names, phones and doors; whoever mends the readers adds them to
tests/understand/tuning.jsonl.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from handlers.language import _, pgettext
from handlers.reports.figures import say_days
from handlers.reports.sheet import Row, Sheet
from models.community import Community
from models.community_figures import community_figures
from models.correction import FIELDS, Correction, corrections_in
from models.figures_span import Span
from models.words import N_

EXAMPLES = 20
_LABELS = {"kind": N_("哪类事"), "when": N_("时间"), "place": N_("门牌"), "phone": N_("电话")}


def understanding(session: Session, community: Community, span: Span) -> Sheet:
    """The corrections of one community and span."""
    came = community_figures(session, community, span).came
    found = corrections_in(session, community, span)
    title = _("{community} {days}，读得对不对").format(
        community=community.name, days=say_days(span)
    )
    return Sheet(title, (*_counts(came, found), *_examples(found)))


def _counts(came: int, found: Sequence[Correction]) -> Iterator[Row]:
    yield Row(_("单子"), _("收到"), came, pgettext("unit", "张"))
    by_field = Counter(each.field for each in found)
    for field in FIELDS:
        yield Row(_("改过的"), _(_LABELS[field]), by_field[field], _("次"))
    by_worker = sum(each.by == "worker" for each in found)
    yield Row(_("谁改的"), _("居民"), len(found) - by_worker, _("次"))
    yield Row(_("谁改的"), _("工作人员"), by_worker, _("次"))


def _examples(found: Sequence[Correction]) -> Iterator[Row]:
    for number, each in enumerate(found[:EXAMPLES], start=1):
        what = f"{_(_LABELS[each.field])} {each.was} → {each.became}"
        yield Row(_("例 {n}").format(n=number), each.words, 1, _("次"), words=what)
