"""awe4lb from its unpacked distribution, one transport each."""
import re
import subprocess
from pathlib import Path

from . import distribution
from .balancer import Balancer
from ..measurement import NOT_JAVA, NotMeasured
from ..processes import free_port
from ..scraper import Scraper
from ..tools import Missing


class Awe4lb(Balancer):
    is_peer = False
    is_java = True
    has_engines = True

    def __init__(self, transport: str, directory: Path):
        self.name = f"awe4lb-{transport}"
        self.title = f"awe4lb {transport}"
        self.transport = transport
        self.directory = directory
        self.program = str(directory / "bin" / "awe4lb")
        self.run_options = subprocess.run([self.program, "run", "--help"], capture_output=True, text=True).stdout

    def version(self):
        said = subprocess.run([self.program, "version"], capture_output=True, text=True).stdout.strip().splitlines()
        return said[0].replace("awe4lb ", "") if said else "of unknown version"

    def with_start_cache(self, directory):
        return Awe4lb(self.transport, distribution.copy_with_cache(self.directory, directory / "awe4lb-with-cache"))

    def configure(self, ports, services, directory):
        listeners = "\n".join(
            f'  {service.name}: {{ bind: "127.0.0.1:{ports[service.name]}", protocol: {"udp" if service.protocol == "udp" else "tcp"}, pool: {service.name}'
            f'{self.tls(service)}{self.guard(service)}'
            f'{"" if service.answers is None else f", udp: {{ maxResponses: {service.answers} }}"} }}'
            for service in services)
        pools = "\n".join(
            f'  {service.name}: {{ strategy: round-robin, backends: ["127.0.0.1:{service.backend_port}"] }}' for service in services)
        file = directory / "awe4lb.yaml"
        file.write_text(f"transport: {self.transport}\n{self.observation(directory)}listeners:\n{listeners}\npools:\n{pools}\n")
        self._check(file)
        command = [self.program, "run", "-c", str(file)]
        if "--admin" in self.run_options:
            command += ["--admin", f"127.0.0.1:{free_port()}"]
        if "--data" in self.run_options:
            command += ["--data", str(directory / "data")]
        return command

    @staticmethod
    def tls(service) -> str:
        if service.certificate is None:
            return ""
        files = f"cert: {service.certificate.with_suffix('.crt')}, key: {service.certificate.with_suffix('.key')}"
        return f", tls: {{ engine: {service.engine}, certificates: {{ {files} }} }}"

    def guard(self, service) -> str:
        """Nobody is turned away."""
        return ""

    def observation(self, directory: Path) -> str:
        """The peers write no log either."""
        return "accessLog: off\n"

    def _check(self, file: Path):
        """Asks awe4lb whether it knows what older ones do not: the transport, when NIO was the only one, and the access log."""
        if self._finding(file):
            file.write_text(re.sub("^accessLog: off\n", "", file.read_text(), flags=re.M))
        if self._finding(file) and self.transport == "nio":
            file.write_text(file.read_text().replace("transport: nio\n", ""))
        finding = self._finding(file)
        if finding:
            raise Missing(f"awe4lb refuses the configuration: {finding}")

    def _finding(self, file: Path) -> str | None:
        checked = subprocess.run([self.program, "check", "-c", str(file)], capture_output=True, text=True)
        if checked.returncode == 0:
            return None
        lines = (checked.stdout + checked.stderr).strip().splitlines()
        return lines[0].replace(str(file.parent) + "/", "") if lines else f"exit code {checked.returncode}"


class OtherAwe4lb(Awe4lb):
    """From another distribution, for instance one of before a change: what that has cost."""

    def __init__(self, transport: str, directory: Path):
        super().__init__(transport, directory)
        self.name += "-other"
        self.title += ", other"

    def with_start_cache(self, directory):
        raise NotMeasured(NOT_JAVA)  # the other one tells it


class GuardedAwe4lb(Awe4lb):
    """With access rules and limits that turn nobody away."""

    def __init__(self, transport: str, directory: Path):
        super().__init__(transport, directory)
        self.name += "-guarded"
        self.title += ", guarded"

    def guard(self, service) -> str:
        if service.protocol == "udp":
            return ", access: [allow 127.0.0.0/8, deny all], limits: { connectionsPerSource: 1M, connectionRate: 10M/s }"
        return (", access: [allow 127.0.0.0/8, deny all]"
                ", limits: { connections: 1M, connectionsPerSource: 1M, connectionRate: 10M/s, connectionRatePerSource: 10M/s }")

    def with_start_cache(self, directory):
        raise NotMeasured(NOT_JAVA)  # the other one tells it


class ObservedAwe4lb(Awe4lb):
    """With all that there is to see: a line a connection in a file, and metrics that somebody reads every five seconds."""

    def __init__(self, transport: str, directory: Path):
        super().__init__(transport, directory)
        self.name += "-observed"
        self.title += ", observed"

    def observation(self, directory):
        return f"accessLog: {{ format: json, target: {{ file: {directory / 'access.log'} }} }}\nmetrics: {{ public: true }}\n"

    def with_start_cache(self, directory):
        raise NotMeasured(NOT_JAVA)  # the other one tells it

    def start(self, services, directory):
        running = super().start(services, directory)
        command = running.process.popen.args
        Scraper(f"http://{command[command.index('--admin') + 1]}/metrics", running.process).start()
        return running
