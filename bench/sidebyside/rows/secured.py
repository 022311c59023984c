"""TLS that ends at the balancer: handshakes, requests and bulk. awe4lb's other engine, Java's own, is measured beside."""
from .row import Row
from ..measurement import Metric, NotMeasured, Sample

THREADS = 32
STREAMS = 4
JAVA = "-jdk"
HANDSHAKES = {"full": "a TLS connection a request, full handshake", "resumed": "a TLS connection a request, resumed"}
NO_ENGINES = "has one engine only"


class Secured(Row):
    """On each engine that a balancer has: its listener is named by the service."""
    protocol = "tls"
    service = "tls"
    unit: str
    title: str
    digits = 1

    def define(self):
        self.metrics = [Metric(self.name, self.title, self.unit, self.digits),
                        Metric(self.name + JAVA, "the same by Java's own engine", self.unit, self.digits)]

    def measure(self, bench, running):
        if self.service not in running.ports:
            raise NotMeasured("no TLS")
        value, details = self.cost(bench, running, self.service)
        sample = Sample({self.name: value}, details)
        if self.service + JAVA in running.ports:
            sample.values[self.name + JAVA] = self.cost(bench, running, self.service + JAVA)[0]
        else:
            sample.missing[self.name + JAVA] = NO_ENGINES
        return sample

    def cost(self, bench, running, service: str) -> tuple[float, dict]:
        before = running.process.cpu_seconds()
        work, details = self.load(bench, running.address(service))
        return (running.process.cpu_seconds() - before) / work, details

    def load(self, bench, address: str) -> tuple[float, dict]:
        """The work that was done, in the unit of the row, and what else there is to say."""
        raise NotImplementedError


class Handshakes(Secured):
    unit = "µs CPU a connection"

    def __init__(self, kind: str):
        self.kind = kind
        self.name = f"tls-{kind}"
        self.title = HANDSHAKES[kind]
        self.define()

    def load(self, bench, address):
        count = bench.effort.connections // 2
        result = bench.secured_connections(address, self.kind, count, THREADS)
        return count / 1e6, {"connections a second": count / result["seconds"]}


class SecuredRequests(Secured):
    name = "tls-keep-alive"
    title = "keep-alive in TLS, small answers, 64 connections"
    unit = "µs CPU a request"
    digits = 2

    def __init__(self):
        self.define()

    def load(self, bench, address):
        count = bench.requests(address, bench.effort.request_seconds, scheme="https")
        return count / 1e6, {"requests": count}


class SecuredBulk(Secured):
    service = "tls-bulk"
    unit = "ms CPU a GB"
    digits = 0

    def __init__(self, direction: str):
        self.direction = direction
        self.name = f"tls-{direction}"
        self.title = {"get": "bulk in TLS to clients, 4 streams", "put": "bulk in TLS from clients, 4 streams"}[direction]
        self.define()

    def load(self, bench, address):
        size = bench.effort.bulk_bytes_a_stream // 2
        seconds = bench.bulk(address, self.direction, STREAMS, size, program="tls")
        gigabytes = size * STREAMS / 1e9
        return gigabytes / 1e3, {"GB a second": gigabytes / seconds}
