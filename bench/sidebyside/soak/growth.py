"""The criterion: what counts as growth, and how much is none.

The first part of the run is warm-up: the compiler, the heap and the pools reach their sizes in it. Of the rest, the lowest value of the
first quarter is compared with the lowest of the last one: the lowest, because what is in flight at a moment comes and goes, and a leak does
not. What is left after the load is compared with what was there before it.
"""
from dataclasses import dataclass

from .census import Census

WARM_UP = 0.25


@dataclass(frozen=True)
class Limit:
    """How much more of something is still no growth."""
    key: str
    title: str
    unit: str
    allowed: float


DURING = [Limit("memory", "resident memory", "MB", 4),
          Limit("descriptors", "open descriptors", "", 8),
          Limit("pipes", "of them ends of pipes", "", 8),
          Limit("threads", "threads", "", 2)]
AFTER = [Limit("heap", "live objects in the heap", "MB", 1),
         Limit("descriptors", "open descriptors", "", 8)]


@dataclass(frozen=True)
class Growth:
    limit: Limit
    when: str
    begin: float
    end: float

    @property
    def amount(self) -> float:
        return self.end - self.begin

    @property
    def is_too_much(self) -> bool:
        return self.amount > self.limit.allowed


def during(samples: list[Census]) -> list[Growth]:
    settled = samples[int(len(samples) * WARM_UP):]
    quarter = max(1, len(settled) // 4)
    return [Growth(limit, "under load", lowest(settled[:quarter], limit), lowest(settled[-quarter:], limit)) for limit in DURING]


def lowest(samples: list[Census], limit: Limit) -> float:
    return min(getattr(sample, limit.key) for sample in samples)


def left_behind(before: dict[str, float], after: dict[str, float]) -> list[Growth]:
    return [Growth(limit, "before and after", before[limit.key], after[limit.key]) for limit in AFTER if limit.key in before]
