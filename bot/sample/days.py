"""Days counted from today on the community's clock, so that the sample is never old."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Days:
    """Moments around `now`; what it returns is aware."""

    now: datetime
    zone: ZoneInfo

    def on(self, days: int, hour: int, minute: int = 0) -> datetime:
        """That hour of the day so many days from today; negative days have passed."""
        return self.after(self.now, days, hour, minute)

    def after(self, moment: datetime, days: int, hour: int, minute: int = 0) -> datetime:
        """That hour of the day so many days after the day of `moment`."""
        day = moment.astimezone(self.zone) + timedelta(days=days)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def workday(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Like `on`, or the Friday before when that day is at a weekend."""
        moment = self.on(days, hour, minute)
        return moment - timedelta(days=max(moment.weekday() - SATURDAY + 1, 0))

    def ago(self, minutes: int) -> datetime:
        """So many minutes before now, on a round five minutes."""
        moment = self.now.astimezone(self.zone) - timedelta(minutes=minutes)
        return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)
