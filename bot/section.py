"""What every section of the configuration is, and how its further accounts are named."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

#: of a further account, as in [telegram.accounts.east]
AccountName = Annotated[str, StringConstraints(pattern="^[a-z0-9]+$")]


class Section(BaseModel):
    """A section refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid")
