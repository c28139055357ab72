"""The section [sms]: a gateway for text messages about what cannot wait."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class SmsSection(BaseModel):
    """The gateway for text messages about what is urgent; without an address it is off.

    A template is the id under which the gateway knows a text with the places `community`, `words`
    and `phone` (the station's); a kind without one sends nothing.
    """

    model_config = ConfigDict(extra="forbid")

    url: str = ""
    key: SecretStr = SecretStr("")
    #: what stands in 【】 in front, as the gateway knows it
    sign: str = ""
    today_template: str = ""
    safety_template: str = ""
    #: texts a second, and seconds until an answer is not waited for any longer
    pace: float = Field(default=5, gt=0)
    seconds: float = Field(default=10, gt=0)

    def template_of(self, is_safety: bool) -> str:
        """The template of that kind of notice."""
        return self.safety_template if is_safety else self.today_template
