"""What an idle proxied connection costs in memory, the kernel's left out."""
import resource
import socket
import ssl
import time

from .row import Row
from ..answers import ask
from ..measurement import NOT_JAVA, Metric, NotMeasured, Sample
from ..memory import java_memory, native_memory
from ..warmup import warm_up

SPARE_DESCRIPTORS = 200
HEAP = "-heap"


class IdleConnections(Row):
    """Each connection carries one request and then stays open. Growth is counted from a balancer that was warmed up with at most 64
    connections at once, so that code and caches are there but no room for many connections is."""
    name = "idle"
    title = "memory of an idle connection"
    service = "web"
    ahead = 0  # connections that are there before the first look
    repeated = False

    def __init__(self):
        self.metrics = [Metric(self.name, self.title, "bytes", 0), Metric(self.name + HEAP, "of that in the Java heap", "bytes", 0)]

    def measure_once(self, bench, balancer):
        count = bench.effort.idle_connections
        allow_descriptors(count + self.ahead)
        running = bench.start_fresh(balancer, self.protocol == "tls")
        try:
            warm_up(bench, running, bulk=False)
            memory = java_memory if balancer.is_java else native_memory
            native, heap = growth(running.process, count, memory, lambda: self.client(running.ports[self.service]), ask, self.ahead)
        finally:
            running.process.stop()
        if heap is None:
            return Sample({self.name: native}, {"connections": count}, {self.name + HEAP: NOT_JAVA})
        return Sample({self.name: native + heap, self.name + HEAP: heap}, {"connections": count})

    def client(self, port: int) -> socket.socket:
        return connected(port)


class SecuredIdleConnections(IdleConnections):
    """In TLS that ends at the balancer, each with a handshake of its own; the client's memory is not in it. Thousands of handshakes of the
    warm-up leave memory that is free and stays resident: connections that are there before the first look use it up."""
    name = "tls-idle"
    title = "memory of an idle connection in TLS"
    service = "tls"
    ahead = 1_000
    protocol = "tls"

    def __init__(self):
        super().__init__()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE
        self.context.minimum_version = ssl.TLSVersion.TLSv1_3

    def client(self, port):
        return self.context.wrap_socket(connected(port), server_hostname="localhost")


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 5)


def growth(process, count: int, memory, client, ask, ahead: int = 0) -> tuple[float, float | None]:
    """Bytes a client, outside and inside the Java heap, while so many are there that have asked once, more than those ahead of them."""
    memory(process)  # the first look loads what looking needs
    clients = []
    try:
        join(clients, ahead, client, ask)
        before = memory(process)
        join(clients, count, client, ask)
        after = memory(process)
        ask(clients[0])  # still served
    finally:
        for each in clients:
            each.close()
    return (after.native - before.native) / count, None if before.heap is None else (after.heap - before.heap) / count


def join(clients: list, count: int, client, ask):
    for _ in range(count):
        clients.append(client())
        ask(clients[-1])
    time.sleep(1)  # buffers are given back late by some


def allow_descriptors(count: int):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + SPARE_DESCRIPTORS
    if hard != resource.RLIM_INFINITY and hard < 2 * wanted:
        raise NotMeasured(f"only {hard} file descriptors are allowed (ulimit -Hn)")
    if soft < 2 * wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (2 * wanted, hard))
