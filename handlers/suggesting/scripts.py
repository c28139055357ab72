"""The conversations about suggestions and questions, for handlers/scripts.py."""

from handlers.engine.playing import Script
from handlers.suggesting import answering, asking, giving, sitting

SCRIPTS: dict[str, Script] = {
    "answer_suggestion": answering.answer_suggestion,
    "ask_expert": asking.ask_expert,
    "give_suggestion": giving.give_suggestion,
    "report_suggestion": answering.report_suggestion,
    "route_suggestion": answering.route_suggestion,
    "set_sitting": sitting.set_sitting,
    "sitting": sitting.sitting,
    "suggestions": answering.suggestions,
}
