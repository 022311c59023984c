"""Resident memory of a process that serves nobody."""
import time

from .row import Row
from ..measurement import Metric, Sample

SETTLE_SECONDS = 3


class Resident(Row):
    name = "resident"
    repeated = False
    metrics = [Metric("resident", "resident memory, freshly started and idle", "MB")]

    def measure_once(self, bench, balancer):
        running = bench.start_fresh(balancer)
        try:
            time.sleep(SETTLE_SECONDS)
            return Sample({"resident": running.process.resident_bytes() / 1e6})
        finally:
            running.process.stop()
