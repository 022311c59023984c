"""UDP: questions and answers, and bursts that the sender leaves to the system to take apart."""
import statistics

from .row import Row
from ..backends import Service
from ..measurement import Metric, NotMeasured, Sample
from ..processes import Process, free_port

BYTES = 100
SEGMENTS = 32
SEGMENT_BYTES = 1400
FLOWS = 4
TIMES = 3
MOST_LOST = 0.01


class Datagrams(Row):
    """What all have in common: a balancer of its own, warm, measured a few times; the median counts."""
    repeated = False
    backend: str

    def measure_once(self, bench, balancer):
        if not balancer.speaks_udp:
            raise NotMeasured("no UDP")
        directory = bench.fresh_directory(self.name)
        directory.mkdir()
        port = free_port()
        backend = Process(f"the {self.backend} backend", [str(bench.tools.generator("datagrams")), self.backend, str(port)],
                          directory / "backend.log")
        running = balancer.start([Service("datagrams", port, protocol="udp")], directory / "balancer")
        try:
            self.load(bench, running, bench.effort.warm_up_seconds if balancer.is_java else 1)
            samples = [self.sample(bench, running) for _ in range(TIMES)]
            return Sample({self.name: statistics.median(sample[0] for sample in samples)}, samples[-1][1])
        finally:
            running.process.stop()
            backend.stop()

    def sample(self, bench, running) -> tuple[float, dict]:
        before = running.process.cpu_seconds()
        work, details = self.load(bench, running, bench.effort.request_seconds)
        return (running.process.cpu_seconds() - before) / work * self.unit, details


class Echo(Datagrams):
    backend = "echo"
    unit = 1e6

    def __init__(self, clients: int, in_flight: int):
        self.clients, self.in_flight = clients, in_flight
        self.name = f"udp-{in_flight}"
        self.metrics = [Metric(self.name, f"UDP echo, {clients} clients, {in_flight} in flight", "µs CPU a response", 2)]

    def load(self, bench, running, seconds):
        result = bench.generate("datagrams", "ask", running.address("datagrams"), self.clients, self.in_flight, BYTES, seconds)
        if result["answers"] == 0 or result["lost"] > result["answers"] * MOST_LOST:
            raise NotMeasured(f"{result['lost']} datagrams were lost, {result['answers']} answered")
        return result["answers"], {"responses a second": result["answers"] / result["seconds"], "lost": result["lost"]}


class Bursts(Datagrams):
    name = "udp-bursts"
    metrics = [Metric(name, f"UDP bursts from clients, {FLOWS} flows of {SEGMENTS} × {SEGMENT_BYTES} bytes", "ms CPU a GB", 0)]
    backend = "sink"
    unit = 1e3

    def load(self, bench, running, seconds):
        total = bench.effort.bulk_bytes_a_stream
        result = bench.generate("datagrams", "burst", running.address("datagrams"), FLOWS, SEGMENTS, SEGMENT_BYTES, total)
        bursts = result["bytes"] / (SEGMENTS * SEGMENT_BYTES)
        if result["lost"] > bursts * MOST_LOST:
            raise NotMeasured(f"{result['lost']} of {bursts:.0f} bursts did not arrive as a whole")
        return result["bytes"] / 1e9, {"GB a second": result["bytes"] / 1e9 / result["seconds"], "lost": result["lost"]}
