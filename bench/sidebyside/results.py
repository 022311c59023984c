"""What came out of a run, and the medians and ratios of it."""
import statistics
from dataclasses import dataclass, field

from .balancers.balancer import Balancer
from .measurement import Metric, Sample


@dataclass
class Results:
    balancers: list[Balancer]
    metrics: list[Metric]
    about: dict = field(default_factory=dict)     # machine, versions, date, effort
    notes: list[str] = field(default_factory=list)
    values: dict[str, dict[str, list[float]]] = field(default_factory=dict)   # metric key, balancer name
    reasons: dict[str, dict[str, str]] = field(default_factory=dict)          # the same keys: why there is no value
    details: list[dict] = field(default_factory=list)

    def add(self, row, balancer: Balancer, sample: Sample):
        for metric in row.metrics:
            if metric.key in sample.values:
                self.values.setdefault(metric.key, {}).setdefault(balancer.name, []).append(sample.values[metric.key])
        for key, why in sample.missing.items():
            self.reasons.setdefault(key, {})[balancer.name] = why
        self.details.append({"row": row.name, "balancer": balancer.name, "values": sample.values, **sample.details})

    def fail(self, row, balancer: Balancer, why: str):
        """One failure spoils the row on that balancer: the rounds that went well are no measurement either."""
        for metric in row.metrics:
            self.reasons.setdefault(metric.key, {})[balancer.name] = why
            self.values.get(metric.key, {}).pop(balancer.name, None)

    def failed(self, row, balancer: Balancer) -> bool:
        return all(balancer.name in self.reasons.get(metric.key, {}) for metric in row.metrics)

    def median(self, metric: Metric, balancer: Balancer) -> float | None:
        values = self.values.get(metric.key, {}).get(balancer.name)
        return statistics.median(values) if values else None

    def better_peer(self, metric: Metric) -> float | None:
        medians = [self.median(metric, balancer) for balancer in self.balancers if balancer.is_peer]
        return min((median for median in medians if median is not None), default=None)

    def ratio(self, metric: Metric, balancer: Balancer) -> float | None:
        """To the better peer: below 1 is better than every peer. None where there is nothing sensible to compare."""
        own, peer = self.median(metric, balancer), self.better_peer(metric)
        return own / peer if own is not None and peer is not None and peer > 0 else None

    def as_json(self) -> dict:
        return {
            "about": self.about,
            "notes": self.notes,
            "balancers": {balancer.name: {"title": balancer.title, "peer": balancer.is_peer, "version": balancer.version()}
                          for balancer in self.balancers},
            "metrics": [{"key": metric.key, "title": metric.title, "unit": metric.unit, "balancers": {
                balancer.name: {
                    "median": self.median(metric, balancer),
                    "ratio to the better peer": self.ratio(metric, balancer),
                    "values": self.values.get(metric.key, {}).get(balancer.name, []),
                    "not measured": self.reasons.get(metric.key, {}).get(balancer.name),
                } for balancer in self.balancers}} for metric in self.metrics],
            "samples": self.details,
        }
