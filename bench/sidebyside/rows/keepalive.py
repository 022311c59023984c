"""Small requests on connections that stay open."""
import time

from .row import Row
from ..measurement import Metric, Sample


class KeepAlive(Row):
    name = "keep-alive"
    metrics = [Metric("keep-alive", "keep-alive, small answers, 64 connections", "µs CPU a request", 2)]

    def measure(self, bench, running):
        before, start = running.process.cpu_seconds(), time.monotonic()
        count = bench.requests(running.address("web"), bench.effort.request_seconds)
        rate = count / (time.monotonic() - start)
        cpu = running.process.cpu_seconds() - before
        if running.balancer.is_peer:
            bench.peak[running.balancer.name] = max(rate, bench.peak.get(running.balancer.name, 0))
        return Sample({"keep-alive": cpu / count * 1e6}, {"requests a second": rate, "cores used": cpu * rate / count})
