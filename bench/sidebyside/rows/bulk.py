"""Long streams in one direction."""
from .row import Row
from ..measurement import Metric, Sample

STREAMS = 4
TITLES = {"get": "bulk to clients, 4 streams", "put": "bulk from clients, 4 streams"}


class Bulk(Row):
    def __init__(self, direction: str):
        self.direction = direction
        self.name = f"bulk-{direction}"
        self.metrics = [Metric(self.name, TITLES[direction], "ms CPU a GB", 0)]

    def measure(self, bench, running):
        size = bench.effort.bulk_bytes_a_stream
        before = running.process.cpu_seconds()
        seconds = bench.bulk(running.address("bulk"), self.direction, STREAMS, size)
        cpu = running.process.cpu_seconds() - before
        gigabytes = size * STREAMS / 1e9
        return Sample({self.name: cpu / gigabytes * 1e3}, {"GB a second": gigabytes / seconds, "cores used": cpu / seconds})
