"""The conversations about suggestions and questions, for handlers/scripts.py."""

from handlers.engine.playing import Script
from handlers.suggesting import answering, giving

SCRIPTS: dict[str, Script] = {
    "answer_suggestion": answering.answer_suggestion,
    "give_suggestion": giving.give_suggestion,
    "report_suggestion": answering.report_suggestion,
    "route_suggestion": answering.route_suggestion,
    "suggestions": answering.suggestions,
}
