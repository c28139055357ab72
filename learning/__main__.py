"""`make learn`: a linear model each for intent, kind of help and danger, in whole numbers.

A feature counts when several examples hold it, weighs 1 / sqrt(number of features) in a message,
and has no weight when none of its weights would matter.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from handlers.understand.intent import seen
from handlers.understand.likeness import PART, features
from handlers.understand.normal import plain
from learning.examples import Example, examples, mark, of_danger, of_intents, of_kinds

INTO = Path(__file__).parent.parent / "handlers" / "understand" / "learned"
#: how strongly weights may grow; found by learning from all hands but one and judging by that one
STRENGTH = 10.0
#: in how many examples a feature must stand
OFTEN = 2
#: in parts; a feature that never weighs so much is left out
LEAST = 8
Look = Callable[[str], frozenset[str]]
MODELS: tuple[tuple[str, Callable[[list[Example]], Iterable[Example]], Look], ...] = (
    ("intent", of_intents, lambda text: seen(plain(text))),
    ("kind", of_kinds, features),
    ("danger", of_danger, features),
)


def main() -> None:
    """Learn all three and write them."""
    told, of = examples(), mark()
    INTO.mkdir(exist_ok=True)
    for name, chosen, look in MODELS:
        lines = learn(dict.fromkeys(chosen(told)), look)
        (INTO / f"{name}.txt").write_text("\n".join([of, *lines]) + "\n", "utf-8")
        print(f"{name}: {len(lines) - 2} features")  # noqa: T201 - a tool's answer


def learn(told: Iterable[Example], look: Look) -> list[str]:
    """The lines of a file: the classes, where they begin, and the features with their weights."""
    pairs = [(label, look(text)) for label, text in told]
    often = Counter(each for _label, found in pairs for each in found)
    rows = [
        {each: 1 / len(found) ** 0.5 for each in found if often[each] >= OFTEN}
        for _label, found in pairs
    ]
    vectors = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=300, random_state=0)
    model.fit(vectors.fit_transform(rows), [label for label, _found in pairs])
    lines = [" ".join(model.classes_), _whole(model.intercept_)]
    for feature, weights in zip(vectors.get_feature_names_out(), model.coef_.T, strict=True):
        if max(map(abs, weights)) * PART >= LEAST:
            lines.append(f"{feature}\t{_whole(weights)}")
    return lines


def _whole(numbers: Iterable[float]) -> str:
    return " ".join(str(round(number * PART)) for number in numbers)


if __name__ == "__main__":
    main()
