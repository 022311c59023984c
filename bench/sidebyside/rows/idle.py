"""What an idle proxied connection costs in memory, the kernel's left out."""
import resource
import socket
import subprocess
import time

from .row import Row
from ..answers import ask
from ..measurement import NOT_JAVA, Metric, NotMeasured, Sample
from ..tools import Missing, find

SPARE_DESCRIPTORS = 200


class IdleConnections(Row):
    """Each connection carries one request and then stays open. Growth is counted from a balancer that was warmed up by 64 busy connections
    and a thousand short ones, so that code and caches are there but no room for many connections is."""
    name = "idle"
    repeated = False
    metrics = [Metric("idle-resident", "an idle connection, resident memory", "bytes", 0),
               Metric("idle-heap", "an idle connection, live Java heap", "bytes", 0)]

    def measure_once(self, bench, balancer):
        count = bench.effort.idle_connections
        allow_descriptors(count)
        running = bench.start_fresh(balancer)
        try:
            bench.requests(running.address("web"), bench.effort.request_seconds)
            bench.connections(running.address("web"), 1000, 64)
            return self._grow(running, count)
        finally:
            running.process.stop()

    def _grow(self, running, count):
        values, missing = {}, {}
        try:
            heap_before = live_heap_bytes(running)
        except (NotMeasured, Missing) as why:
            heap_before, missing["idle-heap"] = None, str(why)
        resident_before = running.process.resident_bytes()
        connections = []
        try:
            for _ in range(count):
                connections.append(socket.create_connection(("127.0.0.1", running.ports["web"]), 5))
                ask(connections[-1])
            time.sleep(1)  # buffers are given back late by some
            values["idle-resident"] = (running.process.resident_bytes() - resident_before) / count
            if heap_before is not None:
                values["idle-heap"] = (live_heap_bytes(running) - heap_before) / count
            ask(connections[0])  # still served
        finally:
            for connection in connections:
                connection.close()
        return Sample(values, {"connections": count, "resident before": resident_before}, missing)


def live_heap_bytes(running) -> int:
    """Of a Java process: what survives a full collection, by the total line of the class histogram."""
    if not running.balancer.is_java:
        raise NotMeasured(NOT_JAVA)
    for _ in range(2):  # the second sees what cleaners of the first let go
        done = subprocess.run([find("jcmd"), str(running.process.pid), "GC.class_histogram"], capture_output=True, text=True)
    total = [line.split() for line in done.stdout.splitlines() if line.startswith("Total")]
    if not total:
        raise NotMeasured(f"jcmd gave no histogram: {(done.stderr or done.stdout).strip()[:200]}")
    return int(total[0][2])


def allow_descriptors(count: int):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + SPARE_DESCRIPTORS
    if hard != resource.RLIM_INFINITY and hard < 2 * wanted:
        raise NotMeasured(f"only {hard} file descriptors are allowed (ulimit -Hn)")
    if soft < 2 * wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (2 * wanted, hard))
