"""From the start of the process to the first answer through it."""
import socket
import statistics
import time
from pathlib import Path

from .row import Row
from ..answers import ask
from ..measurement import Metric, NotMeasured, Sample

PATIENCE_SECONDS = 20
TRAINING_SECONDS = 2


class Startup(Row):
    name = "start"
    repeated = False
    metrics = [Metric("start", "start to the first answer", "ms", 0),
               Metric("start-cached", "start to the first answer, Java with an AOT cache made here", "ms", 0)]

    def measure_once(self, bench, balancer):
        times = [self._start(bench, balancer) for _ in range(bench.effort.starts)]
        sample = Sample({"start": statistics.median(times)}, {"all": times})
        if not balancer.is_java:
            sample.missing["start-cached"] = "not Java"
            return sample
        try:
            cache = self._train(bench, balancer)
            cached = [self._start(bench, balancer, {"JAVA_TOOL_OPTIONS": f"-XX:AOTCache={cache}"}) for _ in range(bench.effort.starts)]
            sample.values["start-cached"] = statistics.median(cached)
            sample.details |= {"all with cache": cached, "cache bytes": cache.stat().st_size}
        except NotMeasured as why:
            sample.missing["start-cached"] = str(why)
        return sample

    @staticmethod
    def _start(bench, balancer, environment=None) -> float:
        """Milliseconds. What `check` costs awe4lb when its configuration is written is not part of it."""
        prepared = balancer.prepare(bench.services, bench.fresh_directory(balancer.name))
        begin = time.monotonic()
        running = prepared.launch(environment)
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

    @staticmethod
    def _train(bench, balancer) -> Path:
        """A run that serves a little and ends in order; Java writes the cache at its end."""
        cache = bench.directory / f"{balancer.name}.aot"
        running = bench.start_fresh(balancer, {"JAVA_TOOL_OPTIONS": f"-XX:AOTCacheOutput={cache}"})
        try:
            bench.requests(running.address("web"), 1)
            time.sleep(TRAINING_SECONDS)
        finally:
            running.process.stop(patience=60)
        if not cache.exists():
            raise NotMeasured(f"Java made no AOT cache: {running.process.last_words()}")
        return cache
