"""The report: one line a figure, with the bar it must reach."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing. `holds` is None for what is only told; `must` decides the exit code."""

    what: str
    figure: str
    bar: str = ""
    holds: bool | None = None
    must: bool = False


def show(figures: list[Figure]) -> bool:
    """Print the table; False when something that must hold does not."""
    wide = max(len(each.what) for each in figures)
    broad = max(len(each.figure) for each in figures)
    for each in figures:
        word = {None: "", True: "ok", False: "SHORT" if each.must else "short"}[each.holds]
        print(f"{each.what:<{wide}}  {each.figure:<{broad}}  {each.bar:<22}  {word}".rstrip())
    return not any(each.must and each.holds is False for each in figures)
