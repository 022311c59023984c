"""What an idle proxied connection costs in memory, the kernel's left out."""
import resource
import socket
import time

from .row import Row
from ..answers import ask
from ..measurement import NOT_JAVA, Metric, NotMeasured, Sample
from ..memory import java_memory, native_memory
from ..warmup import warm_up

SPARE_DESCRIPTORS = 200


class IdleConnections(Row):
    """Each connection carries one request and then stays open. Growth is counted from a balancer that was warmed up with at most 64
    connections at once, so that code and caches are there but no room for many connections is."""
    name = "idle"
    repeated = False
    metrics = [Metric("idle", "memory of an idle connection", "bytes", 0), Metric("idle-heap", "of that in the Java heap", "bytes", 0)]

    def measure_once(self, bench, balancer):
        count = bench.effort.idle_connections
        allow_descriptors(count)
        running = bench.start_fresh(balancer)
        try:
            warm_up(bench, running, bulk=False)
            return self._grow(running, count, java_memory if balancer.is_java else native_memory)
        finally:
            running.process.stop()

    def _grow(self, running, count, memory):
        before, connections = memory(running.process), []
        try:
            for _ in range(count):
                connections.append(socket.create_connection(("127.0.0.1", running.ports["web"]), 5))
                ask(connections[-1])
            time.sleep(1)  # buffers are given back late by some
            after = memory(running.process)
            ask(connections[0])  # still served
        finally:
            for connection in connections:
                connection.close()
        native = (after.native - before.native) / count
        if before.heap is None:
            return Sample({"idle": native}, {"connections": count}, {"idle-heap": NOT_JAVA})
        heap = (after.heap - before.heap) / count
        return Sample({"idle": native + heap, "idle-heap": heap}, {"connections": count})


def allow_descriptors(count: int):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + SPARE_DESCRIPTORS
    if hard != resource.RLIM_INFINITY and hard < 2 * wanted:
        raise NotMeasured(f"only {hard} file descriptors are allowed (ulimit -Hn)")
    if soft < 2 * wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (2 * wanted, hard))
