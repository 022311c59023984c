"""Latency at a fixed rate: half of what the better peer reaches at full speed in the same run."""
from .row import Row
from ..bench import KEEP_ALIVE_CONNECTIONS
from ..measurement import Metric, NotMeasured, Sample


class Latency(Row):
    name = "latency"
    metrics = [Metric("p50", "latency at half of the peers' peak, p50", "µs", 0),
               Metric("p99", "latency at half of the peers' peak, p99", "µs", 0),
               Metric("p99.9", "latency at half of the peers' peak, p99.9", "µs", 0)]

    def measure(self, bench, running):
        rate = self._rate(bench, running)
        before = running.process.cpu_seconds()
        result = bench.generate("latency", running.address("web"), rate, bench.effort.latency_seconds, KEEP_ALIVE_CONNECTIONS,
                                bench.answer_length)
        cpu = running.process.cpu_seconds() - before
        if result["bad"] or result["answered"] != result["due"]:
            raise NotMeasured(f"{result['answered']} of {result['due']} requests answered, {result['bad']} wrongly")
        return Sample({"p50": result["p50"], "p99": result["p99"], "p99.9": result["p999"]},
                      {"max": result["max"], "requests a second": rate, "µs CPU a request": cpu / result["due"] * 1e6})

    @staticmethod
    def _rate(bench, running) -> int:
        """Fixed by the first balancer that is measured, so that all of them and all rounds have the same."""
        if "latency" not in bench.rates:
            peak = max(bench.peak.values(), default=0) or bench.requests(running.address("web"), 2) / 2
            bench.rates["latency"] = int(peak / 2)
        return bench.rates["latency"]
