"""UDP: questions and answers, and bursts that the sender leaves to the system to take apart."""
import os
import socket
import time
from dataclasses import replace

from .row import Row
from ..measurement import NOT_JAVA, Metric, NotMeasured, Sample
from ..memory import java_memory, live_heap_bytes, native_memory
from .idle import allow_descriptors, growth

BYTES = 100
SEGMENTS = 32
SEGMENT_BYTES = 1400
FLOWS = 4
MOST_LOST = 0.01
AT_ONCE = 64
MOST_DESCRIPTORS = 8
MOST_HEAP = 1_000_000


class Datagrams(Row):
    """What all have in common: they are measured with the others in rounds, on a listener of each balancer that can."""
    protocol = "udp"
    service: str
    unit: float

    def measure(self, bench, running):
        if self.service not in running.ports:
            raise NotMeasured("no UDP")
        before = running.process.cpu_seconds()
        work, details = self.load(bench, running)
        return Sample({self.name: (running.process.cpu_seconds() - before) / work * self.unit}, details)

    def load(self, bench, running) -> tuple[float, dict]:
        """The work that was done, and what else there is to say."""
        raise NotImplementedError


class Echo(Datagrams):
    service = "echo"
    unit = 1e6

    def __init__(self, clients: int, in_flight: int):
        self.clients, self.in_flight = clients, in_flight
        self.name = f"udp-{in_flight}"
        self.metrics = [Metric(self.name, f"UDP echo, {clients} clients, {in_flight} in flight", "µs CPU a response", 2)]

    def load(self, bench, running):
        seconds = bench.effort.request_seconds
        result = bench.generate("datagrams", "ask", running.address("echo"), self.clients, self.in_flight, BYTES, seconds)
        if result["answers"] == 0 or result["lost"] > result["answers"] * MOST_LOST:
            raise NotMeasured(f"{result['lost']} datagrams were lost, {result['answers']} answered")
        return result["answers"], {"responses a second": result["answers"] / result["seconds"], "lost": result["lost"]}


class Bursts(Datagrams):
    name = "udp-bursts"
    metrics = [Metric(name, f"UDP bursts from clients, {FLOWS} flows of {SEGMENTS} × {SEGMENT_BYTES} bytes", "ms CPU a GB", 0)]
    service = "sink"
    unit = 1e3

    def load(self, bench, running):
        total = bench.effort.bulk_bytes_a_stream
        result = bench.generate("datagrams", "burst", running.address("sink"), FLOWS, SEGMENTS, SEGMENT_BYTES, total)
        bursts = result["bytes"] / (SEGMENTS * SEGMENT_BYTES)
        if result["lost"] > bursts * MOST_LOST:
            raise NotMeasured(f"{result['lost']} of {bursts:.0f} bursts did not arrive as a whole")
        return result["bytes"] / 1e9, {"GB a second": result["bytes"] / 1e9 / result["seconds"], "lost": result["lost"]}


class OfSessions(Row):
    """A balancer of its own, because what it has before and after is counted."""
    repeated = False
    answers: int | None = None

    def measure_once(self, bench, balancer):
        if not balancer.speaks_udp:
            raise NotMeasured("no UDP")
        echo = next(service for service in bench.backends.datagram_services() if service.name == "echo")
        running = balancer.start([replace(echo, answers=self.answers)], bench.fresh_directory(balancer.name))
        try:
            return self.measure_on(bench, running)
        finally:
            running.process.stop()

    def measure_on(self, bench, running) -> Sample:
        raise NotImplementedError


class Sessions(OfSessions):
    """Each question comes from a new socket and has one answer, after which the session is at its end. What is there afterwards that was not
    there before has leaked."""
    name = "udp-sessions"
    metrics = [Metric(name, f"a UDP session of one question, {AT_ONCE} at once", "µs CPU a session")]
    answers = 1

    def measure_on(self, bench, running):
        count = bench.effort.sessions
        self.load(bench, running, count if running.balancer.is_java else count // 10)
        before, cpu = left_behind(running), running.process.cpu_seconds()
        result = self.load(bench, running, count)
        value = (running.process.cpu_seconds() - cpu) / result["answers"] * 1e6
        time.sleep(1)  # until the last sockets are closed
        after = left_behind(running)
        grown = {what: after[what] - before[what] for what in after}
        if grown["descriptors"] > MOST_DESCRIPTORS or grown["heap"] > MOST_HEAP:
            raise NotMeasured(f"it leaks: {count} sessions left {grown['descriptors']} descriptors and {grown['heap']} bytes")
        return Sample({self.name: value}, {"sessions a second": result["answers"] / result["seconds"], **grown})

    def load(self, bench, running, count) -> dict:
        result = bench.generate("datagrams", "new", running.address("echo"), AT_ONCE, BYTES, count)
        if result["lost"] > count * MOST_LOST:
            raise NotMeasured(f"{result['lost']} datagrams were lost, {result['answers']} answered")
        return result


def left_behind(running) -> dict[str, int]:
    return {"descriptors": sum(len(os.listdir(f"/proc/{pid}/fd")) for pid in running.process.tree()),
            "heap": live_heap_bytes(running.process.pid) if running.balancer.is_java else 0}


class IdleSessions(OfSessions):
    """Each session has had one answer and then nothing moves. Growth is counted as for connections, over more of them: they cost less."""
    name = "udp-idle"
    metrics = [Metric(name, "memory of an idle UDP session", "bytes", 0), Metric(f"{name}-heap", "of that in the Java heap", "bytes", 0)]

    def measure_on(self, bench, running):
        count = 4 * bench.effort.idle_connections
        allow_descriptors(count)
        bench.generate("datagrams", "ask", running.address("echo"), 64, 1, BYTES, bench.effort.request_seconds)
        memory = java_memory if running.balancer.is_java else native_memory
        native, heap = growth(running.process, count, memory, lambda: connected(running.ports["echo"]), ask)
        if heap is None:
            return Sample({self.name: native}, {"sessions": count}, {f"{self.name}-heap": NOT_JAVA})
        return Sample({self.name: native + heap, f"{self.name}-heap": heap}, {"sessions": count})


def connected(port: int) -> socket.socket:
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.settimeout(5)
    client.connect(("127.0.0.1", port))
    return client


def ask(client: socket.socket):
    client.send(b"?")
    client.recv(BYTES)
