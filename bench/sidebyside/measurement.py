"""The words of the bench: what a row measures, what comes out of it, and why it may not."""
from dataclasses import dataclass, field

NOT_JAVA = "not Java"  # why a peer has no value in a row that is about Java; worth no footnote


class NotMeasured(Exception):
    """A row cannot be measured on a balancer; the text is the sentence in the table's footnotes."""


@dataclass(frozen=True)
class Metric:
    """One line of the table. Less is better, always."""
    key: str
    title: str
    unit: str
    digits: int = 1


@dataclass
class Sample:
    """What one measurement of a row gave: values by metric key, and what only the JSON keeps."""
    values: dict[str, float]
    details: dict = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)  # metric key: why it has no value, the others being good


@dataclass(frozen=True)
class Effort:
    """How much work a run does."""
    rounds: int
    request_seconds: float
    connections: int
    sessions: int
    bulk_bytes_a_stream: int
    latency_seconds: float
    warm_up_seconds: float
    idle_connections: int
    starts: int
    traced_connections: int
    budget_seconds: float


FULL = Effort(rounds=5, request_seconds=4, connections=20_000, sessions=100_000, bulk_bytes_a_stream=1_000_000_000, latency_seconds=5,
              warm_up_seconds=6, idle_connections=2_000, starts=5, traced_connections=1_000, budget_seconds=1740)
QUICK = Effort(rounds=3, request_seconds=1.5, connections=6_000, sessions=30_000, bulk_bytes_a_stream=250_000_000, latency_seconds=2,
               warm_up_seconds=3, idle_connections=1_000, starts=2, traced_connections=300, budget_seconds=350)
