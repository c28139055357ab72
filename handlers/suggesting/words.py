"""The words that begin what is done with suggestions and questions."""

import re

WORDS: dict[str, str] = {
    **dict.fromkeys(("提建议", "建议", "建议箱", "意见箱", "suggestion"), "give_suggestion"),
    **dict.fromkeys(("我要提建议", "我想提建议", "我有个建议"), "give_suggestion"),
    **dict.fromkeys(("明白人", "问明白人", "ask an expert"), "ask_expert"),
    **dict.fromkeys(("坐班", "坐班表", "sitting"), "sitting"),
    **dict.fromkeys(("排坐班", "set sitting"), "set_sitting"),
    **dict.fromkeys(("建议清单", "suggestions"), "suggestions"),
}
#: words of buttons under a suggestion: alone, they mean the only one
OF_THE_ONLY_ONE: dict[str, str] = {
    **dict.fromkeys(("回这条", "answer this"), "answer_suggestion"),
    **dict.fromkeys(("转给同事", "pass it on"), "route_suggestion"),
    **dict.fromkeys(("告诉结果", "tell result"), "report_suggestion"),
}
SENTENCES: dict[str, re.Pattern[str]] = {
    "set_sitting": re.compile(
        r"(?:排?坐班|(?:set )?sitting)(?P<line>[\s:：,，]+\S.*)", re.DOTALL | re.IGNORECASE
    ),
    "give_suggestion": re.compile(
        r"(?:我)?(?:[想要])?(?:给社区)?(?:[提有]一?[个条点]?)?"
        r"(?:建议|意见|(?:i have )?a? ?suggestion)[\s:：,，]+(?P<said>\S.*)",
        re.DOTALL | re.IGNORECASE,
    ),
}
