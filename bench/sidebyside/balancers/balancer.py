"""What the rows know of a balancer."""
import os
from dataclasses import dataclass
from pathlib import Path

from ..backends import Service
from ..measurement import NOT_JAVA, NotMeasured
from ..processes import Process, await_bound, await_port, free_port

CORES = os.cpu_count() or 1


class Balancer:
    """A kind of balancer: how it is configured and started. Any number of it can run at once, each on its own ports."""
    name: str
    title: str
    is_peer = True       # awe4lb is compared with the better peer
    is_java = False
    speaks_udp = True
    has_engines = False  # of TLS; who has one speaks it with that

    def version(self) -> str:
        raise NotImplementedError

    def configure(self, ports: dict[str, int], services: list[Service], directory: Path) -> list[str]:
        """Writes the configuration into the directory and gives the command that serves in the foreground."""
        raise NotImplementedError

    def with_start_cache(self, directory: Path) -> "Balancer":
        """The same, with a cache made on this machine that shortens its start. The directory is the bench's."""
        raise NotMeasured(NOT_JAVA)

    def prepare(self, services: list[Service], directory: Path) -> "Prepared":
        """Everything that comes before the start itself."""
        directory.mkdir(parents=True, exist_ok=True)
        services = self.spoken(services)
        ports = {service.name: free_port() for service in services}
        return Prepared(self, self.configure(ports, services, directory), ports, directory)

    def spoken(self, services: list[Service]) -> list[Service]:
        return [service for service in services if (service.protocol != "udp" or self.speaks_udp)
                and (service.engine != "jdk" or self.has_engines)]

    def start(self, services: list[Service], directory: Path) -> "Running":
        """Starts it and waits until it listens."""
        running = self.prepare(services, directory).launch()
        for service in self.spoken(services):
            (await_bound if service.protocol == "udp" else await_port)(running.ports[service.name], running.process)
        return running


@dataclass(frozen=True)
class Prepared:
    """A balancer whose configuration is written."""
    balancer: Balancer
    command: list[str]
    ports: dict[str, int]
    directory: Path

    def launch(self) -> "Running":
        """Starts it and returns at once; it may not listen yet."""
        process = Process(self.balancer.title, self.command, self.directory / "output.log")
        return Running(self.balancer, process, self.ports)


@dataclass
class Running:
    """A balancer that serves, or is about to."""
    balancer: Balancer
    process: Process
    ports: dict[str, int]

    def address(self, service: str) -> str:
        return f"127.0.0.1:{self.ports[service]}"
