"""All kinds of work before any of it is counted: Java compiles what it has seen often, the others need a second of it."""
from .balancers.balancer import Running
from .bench import Bench


def warm_up(bench: Bench, running: Running, bulk: bool = True):
    effort, java = bench.effort, running.balancer.is_java
    bench.requests(running.address("web"), effort.warm_up_seconds if java else 1)
    bench.connections(running.address("web"), effort.connections if java else 1000, 64)
    for direction in ("get", "put") if bulk else ():
        bench.bulk(running.address("bulk"), direction, 4, effort.bulk_bytes_a_stream // (2 if java else 10))
    for service in ("tls", "tls-jdk"):
        if service in running.ports:
            for kind in ("full", "resumed"):
                bench.secured_connections(running.address(service), kind, effort.connections // (2 if java else 20), 32)
            bench.requests(running.address(service), effort.warm_up_seconds if java else 1, scheme="https")
    for service in ("tls-bulk", "tls-bulk-jdk"):
        if service in running.ports:
            for direction in ("get", "put"):
                bench.bulk(running.address(service), direction, 4, effort.bulk_bytes_a_stream // 10, program="tls")
    if "echo" in running.ports:
        for clients, in_flight in ((64, 1), (16, 16)):
            bench.generate("datagrams", "ask", running.address("echo"), clients, in_flight, 100, effort.warm_up_seconds if java else 1)
        bench.generate("datagrams", "burst", running.address("sink"), 4, 32, 1400, effort.bulk_bytes_a_stream // 10)
