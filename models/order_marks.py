"""What sets one order apart from the others: who may know of it, how it is told, how soon."""

from sqlalchemy import Boolean
from sqlalchemy.orm import Mapped, mapped_column


class OrderMarks:
    """Mixin of `Order`."""

    #: only the people it was given to by name may see it; nobody claims it from the list
    only_named: Mapped[bool] = mapped_column(Boolean, default=False)
