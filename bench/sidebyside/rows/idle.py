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
            memory = java_memory if balancer.is_java else native_memory
            native, heap = growth(running.process, count, memory, lambda: connected(running.ports["web"]), ask)
        finally:
            running.process.stop()
        if heap is None:
            return Sample({"idle": native}, {"connections": count}, {"idle-heap": NOT_JAVA})
        return Sample({"idle": native + heap, "idle-heap": heap}, {"connections": count})


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 5)


def growth(process, count: int, memory, client, ask) -> tuple[float, float | None]:
    """Bytes a client, outside and inside the Java heap, while so many are there that have asked once."""
    memory(process)  # the first look loads what looking needs
    before, clients = memory(process), []
    try:
        for _ in range(count):
            clients.append(client())
            ask(clients[-1])
        time.sleep(1)  # buffers are given back late by some
        after = memory(process)
        ask(clients[0])  # still served
    finally:
        for each in clients:
            each.close()
    return (after.native - before.native) / count, None if before.heap is None else (after.heap - before.heap) / count


def allow_descriptors(count: int):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + SPARE_DESCRIPTORS
    if hard != resource.RLIM_INFINITY and hard < 2 * wanted:
        raise NotMeasured(f"only {hard} file descriptors are allowed (ulimit -Hn)")
    if soft < 2 * wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (2 * wanted, hard))
