"""A connection a request."""
from .row import Row
from ..measurement import Metric, Sample

CONCURRENCY = 64


class ConnectionARequest(Row):
    name = "connections"
    metrics = [Metric("connections", "a connection a request, 64 at a time", "µs CPU a connection")]

    def measure(self, bench, running):
        count = bench.effort.connections
        before = running.process.cpu_seconds()
        seconds = bench.connections(running.address("web"), count, CONCURRENCY)
        cpu = running.process.cpu_seconds() - before
        return Sample({"connections": cpu / count * 1e6}, {"connections a second": count / seconds, "cores used": cpu / seconds})
