"""Schedules, as cron has them, in a time zone."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cronsim import CronSim


@dataclass(frozen=True, slots=True)
class Schedule:
    """Moments that come again.

    Where clocks are put forward, what falls into the hour that isn't there comes once they
    are; where they are put back, what falls into the hour that is there twice comes once.
    What comes every so many minutes or hours goes on as if nothing were.
    """

    cron: str
    time_zone: str = "UTC"

    def after(self, moment: dt.datetime) -> Iterator[dt.datetime]:
        """Yield the moments after another one, for ever."""
        zone = dt.UTC if self.time_zone == "UTC" else ZoneInfo(self.time_zone)
        for each in CronSim(self.cron, moment.astimezone(zone)):
            yield each.astimezone(dt.UTC)

    def missed(
        self, last: dt.datetime, now: dt.datetime, most: int = 1000
    ) -> list[dt.datetime]:
        """Return the moments after the last one that are over by now, the latest of them."""
        found: list[dt.datetime] = []
        for each in self.after(last):
            if each > now:
                break
            found.append(each)
            if len(found) > 2 * most:
                del found[:most]
        return found[-most:]
