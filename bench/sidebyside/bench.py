"""What rows work with: the services, the tools, the effort, and the ways to make load."""
import json
import re
import subprocess
from pathlib import Path

from .backends import Backends, Service
from .balancers.balancer import Balancer, Running
from .measurement import Effort, NotMeasured
from .tools import Missing, Tools, find

KEEP_ALIVE_CONNECTIONS = 64


class Bench:
    def __init__(self, directory: Path, tools: Tools, backends: Backends, effort: Effort):
        self.directory = directory
        self.tools = tools
        self.effort = effort
        self.services: list[Service] = backends.services()
        self.backends = backends
        self.answer_length = 0            # bytes of one whole answer with its head; known after the check of the answers
        self.closing_answer_length = 0    # the same where the request said "Connection: close"
        self.peak: dict[str, float] = {}  # peers' names: requests a second they reached, kept by the keep-alive row
        self.rates: dict[str, int] = {}   # rows with a fixed rate: requests a second, the same for all balancers
        self._numbers = 0

    def fresh_directory(self, name: str) -> Path:
        self._numbers += 1
        return self.directory / f"{self._numbers:03d}-{name}"

    def start_for_rounds(self, balancer: Balancer, protocols: set[str]) -> Running:
        """The one that is measured again and again, with whatever the rows need."""
        services = self.services + (self.backends.datagram_services() if "udp" in protocols else [])
        services += self.backends.secured_services() if "tls" in protocols else []
        return balancer.start(services, self.fresh_directory(balancer.name))

    def start_fresh(self, balancer: Balancer, secured: bool = False) -> Running:
        """One more of that kind, for rows that must not see what earlier rows left behind."""
        services = self.backends.secured_services() if secured else []
        return balancer.start(self.services + services, self.fresh_directory(balancer.name))

    def generate(self, program: str, *arguments) -> dict:
        """Runs one of our generators to its end and gives the JSON it printed."""
        command = [str(self.tools.generator(program)), *map(str, arguments)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        except subprocess.TimeoutExpired:
            raise NotMeasured(f"the load ({program}) did not end within 120 s")
        if done.returncode != 0:
            raise NotMeasured(f"the load ({program}) failed: {done.stderr.strip()}")
        return json.loads(done.stdout)

    def requests(self, address: str, seconds: float, connections: int = KEEP_ALIVE_CONNECTIONS, scheme: str = "http") -> int:
        """Keep-alive requests at full speed by wrk for about so many seconds; how many were answered rightly."""
        command = [find("wrk"), "-t", "2", "-c", str(connections), "-d", f"{max(1, round(seconds))}s", f"{scheme}://{address}/"]
        said = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60).stdout
        for trouble in ("Non-2xx", "Socket errors"):
            if trouble in said:
                raise NotMeasured(next(line.strip() for line in said.splitlines() if trouble in line))
        count = re.search(r"(\d+) requests in", said)
        if not count or int(count[1]) == 0:
            raise NotMeasured("wrk got no answer")
        return int(count[1])

    def connections(self, address: str, count: int, concurrency: int) -> float:
        """A connection a request, all of which must succeed; the seconds it took."""
        result = self.generate("connections", address, count, concurrency, self.closing_answer_length)
        if result["bad"]:
            raise NotMeasured(f"{result['bad']} of {count} connections failed: {result['error']}")
        return result["seconds"]

    def secured_connections(self, address: str, kind: str, count: int, threads: int) -> dict:
        """The same in TLS, with a full handshake each or one that resumes the session of the one before."""
        result = self.generate("tls", "connect", kind, address, count, threads, self.closing_answer_length)
        if result["bad"] or result["resumed"] != (count if kind == "resumed" else 0):
            raise NotMeasured(f"{result['bad']} of {count} connections failed, {result['resumed']} were resumed: {result['error']}")
        return result

    def bulk(self, address: str, direction: str, streams: int, bytes_a_stream: int, verify: bool = False, program: str = "bulk") -> float:
        """Streams in one direction ("get" to the client, "put" from it); the seconds it took."""
        result = self.generate(program, direction, address, streams, bytes_a_stream, *(["verify"] if verify else []))
        if result["bytes"] != result["expected"]:
            raise NotMeasured(f"{result['bytes']} of {result['expected']} bytes arrived{' as sent' if verify else ''}")
        return result["seconds"]
