"""What the same checks cost others: a loop in C that does nothing else, and HAProxy."""
import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .backends import ManyAddresses
from .plan import Plan
from ..balancers.balancer import CORES
from ..balancers.haproxy import HAProxy
from ..measurement import NotMeasured
from ..processes import Process, await_port, free_port
from ..soak.growth import WARM_UP
from ..tools import Tools


@dataclass(frozen=True)
class Peer:
    title: str
    checks_a_second: float
    cores: float

    @property
    def microseconds(self) -> float:
        """CPU a check."""
        return self.cores / self.checks_a_second * 1e6


def floor(plan: Plan, directory: Path) -> Peer:
    """Of the system calls alone."""
    backends = ManyAddresses(plan.backends)
    try:
        command = [str(Tools(directory).generator("checks")), str(backends.port), str(plan.backends), str(round(plan.interval * 1000)),
                   str(max(2, plan.seconds // 4))]
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    finally:
        backends.close()
    if said["failed"]:
        raise NotMeasured(f"{said['failed']} connects of the C loop failed")
    return Peer("a C loop", said["passed"] / said["seconds"], said["cpu_seconds"] / said["seconds"])


def haproxy(plan: Plan, directory: Path) -> Peer:
    """It does not count its checks; the system counts connects, and nobody else on the machine should make many meanwhile."""
    program = HAProxy("haproxy", None)
    backends = ManyAddresses(plan.backends)
    port, file = free_port(), directory / "haproxy.cfg"
    servers = "".join(f"    server s{number} {address} check inter {round(plan.interval * 1000)}ms\n"
                      for number, address in enumerate(backends.addresses()))
    file.write_text(f"global\n    maxconn 100\n    nbthread {CORES}\n    spread-checks 5\ndefaults\n    mode tcp\n    timeout connect 1s\n"
                    f"    timeout client 1m\n    timeout server 1m\nlisten many\n    bind 127.0.0.1:{port}\n{servers}")
    process = Process(program.title, [program.program, "-db", "-f", str(file)], directory / "haproxy.log")
    try:
        await_port(port, process, 60)
        time.sleep(max(1.0, plan.seconds / 2 * WARM_UP))
        began, used, opened = time.monotonic(), process.cpu_seconds(), connects()
        time.sleep(plan.seconds / 2 * (1 - WARM_UP))
        seconds = time.monotonic() - began
        return Peer(program.title, (connects() - opened) / seconds, (process.cpu_seconds() - used) / seconds)
    finally:
        process.stop()
        backends.close()


def connects() -> int:
    """That this machine has begun so far (RFC 4022, tcpActiveOpens)."""
    names, numbers = [line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if line.startswith("Tcp:")]
    return int(numbers[names.index("ActiveOpens")])
