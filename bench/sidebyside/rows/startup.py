"""From the start of the process to the first answer through it."""
import socket
import statistics
import time

from .row import Row
from ..answers import ask
from ..measurement import Metric, NotMeasured, Sample

PATIENCE_SECONDS = 20


class Startup(Row):
    name = "start"
    repeated = False
    metrics = [Metric("start", "start to the first answer", "ms", 0),
               Metric("start-cached", "the same with an AOT cache made on this machine", "ms", 0)]

    def measure_once(self, bench, balancer):
        times = self._starts(bench, balancer)
        sample = Sample({"start": statistics.median(times)}, {"all": times})
        try:
            times = self._starts(bench, balancer.with_start_cache(bench.directory))
            sample.values["start-cached"] = statistics.median(times)
            sample.details["all with cache"] = times
        except NotMeasured as why:
            sample.missing["start-cached"] = str(why)
        return sample

    def _starts(self, bench, balancer) -> list[float]:
        return [self._start(bench, balancer) for _ in range(bench.effort.starts)]

    @staticmethod
    def _start(bench, balancer) -> float:
        """Milliseconds. Writing the configuration, and what awe4lb needs to check it, is not part of it."""
        prepared = balancer.prepare(bench.services, bench.fresh_directory(balancer.name))
        begin = time.monotonic()
        running = prepared.launch()
        try:
            while time.monotonic() - begin < PATIENCE_SECONDS:
                try:
                    with socket.create_connection(("127.0.0.1", running.ports["web"]), 5) as connection:
                        ask(connection)
                        return (time.monotonic() - begin) * 1e3
                except OSError:
                    time.sleep(0.002)
            raise NotMeasured(f"no answer after {PATIENCE_SECONDS} s: {running.process.last_words()}")
        finally:
            running.process.stop()
