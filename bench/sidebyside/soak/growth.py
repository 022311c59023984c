"""The criterion: what counts as growth, and how much is none.

The first part of the run is warm-up: the compiler, the heap and the pools reach their sizes in it. Of the rest, the lowest value of the
first quarter is compared with the lowest of the last one: the lowest, because what is in flight at a moment comes and goes, and a leak does
not. What is left after the load is compared with what was there before it.

A process does not give memory back, so that a machine which others keep busy for a while leaves a mark: connections pile up behind it. Each
connection that was there at once and not before may have cost what performance allows an idle one.
"""
from dataclasses import dataclass

from .census import Census

WARM_UP = 0.25
MB_A_CONNECTION = 0.002   # at once


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
    allowed: float

    @property
    def amount(self) -> float:
        return self.end - self.begin

    @property
    def is_too_much(self) -> bool:
        return self.amount > self.allowed


def during(samples: list[Census]) -> list[Growth]:
    settled = samples[int(len(samples) * WARM_UP):]
    quarter = max(1, len(settled) // 4)
    more_at_once = most_connections(samples) - most_connections(samples[:-len(settled) + quarter])
    return [Growth(limit, "under load", lowest(settled[:quarter], limit), lowest(settled[-quarter:], limit),
                   limit.allowed + (more_at_once * MB_A_CONNECTION if limit.key == "memory" else 0)) for limit in DURING]


def lowest(samples: list[Census], limit: Limit) -> float:
    return min(getattr(sample, limit.key) for sample in samples)


def most_connections(samples: list[Census]) -> float:
    """Two descriptors each."""
    return max(sample.descriptors for sample in samples) / 2


def left_behind(before: dict[str, float], after: dict[str, float]) -> list[Growth]:
    return [Growth(limit, "before and after", before[limit.key], after[limit.key], limit.allowed) for limit in AFTER if limit.key in before]
