"""What sets one order apart from the others: who may know of it, how it is told, how soon."""

from sqlalchemy import Boolean, String
from sqlalchemy.orm import Mapped, mapped_column

from models.vault import Secret


class OrderMarks:
    """Mixin of `Order`."""

    #: only the people it was given to by name may see it; nobody claims it from the list
    only_named: Mapped[bool] = mapped_column(Boolean, default=False)
    #: papers she hands over for an errand at an office; "" none needed, None where it is no such
    papers: Mapped[str | None] = mapped_column(Secret)
    #: 一老一小: "elder", "child" or ""
    whose: Mapped[str] = mapped_column(String(8), default="")
    #: 着急的事: she says so, or staff; answered and looked for by shorter hours
    is_pressing: Mapped[bool] = mapped_column(Boolean, default=False)
