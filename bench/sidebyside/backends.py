"""What stands behind every balancer: one nginx that answers small requests, one server for bulk. The same for all of them."""
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .processes import Process, await_bound, await_port, free_port
from .tools import Tools, find, nginx_preamble

LARGE_BYTES = 1_000_000
ANSWER = "the quick brown fox jumps over the lazy dog, and a balancer carries it\n"


@dataclass(frozen=True)
class Service:
    """What a balancer has to offer: a listener with one backend behind it. A UDP or TLS row adds one with its protocol."""
    name: str
    backend_port: int
    protocol: str = "tcp"
    bulk: bool = False  # long streams go through it; a balancer may choose options that suit them
    certificate: Path | None = None  # of TLS, with its key
    engine: str | None = None  # of TLS: which one awe4lb takes; others have no choice
    answers: int | None = None  # of UDP: a session ends when each datagram has so many


class Backends:
    def __init__(self, directory: Path, tools: Tools):
        self.directory = directory
        self.tools = tools
        self.web = self._start_web()
        self.bulk = self._start_bulk()
        self.datagrams: list[Service] = []
        self.certificate: Path | None = None

    def services(self) -> list[Service]:
        return [Service("web", self.web), Service("bulk", self.bulk, bulk=True)]

    def datagram_services(self) -> list[Service]:
        """Started with the first call: few need them."""
        if not self.datagrams:
            self.datagrams = [Service(kind, self._start_datagrams(kind), protocol="udp") for kind in ("echo", "sink")]
        return self.datagrams

    def secured_services(self) -> list[Service]:
        """In front of the same backends, with one certificate."""
        if self.certificate is None:
            self.certificate = self._make_certificate()
        return [Service(name + suffix, port, protocol="tls", bulk=bulk, engine=engine, certificate=self.certificate)
                for suffix, engine in (("", "boringssl"), ("-jdk", "jdk"))
                for name, port, bulk in (("tls", self.web, False), ("tls-bulk", self.bulk, True))]

    def _make_certificate(self) -> Path:
        """A file with the certificate and its key, and one of each alone beside it."""
        file = self.directory / "site.pem"
        key, certificate = file.with_suffix(".key"), file.with_suffix(".crt")
        subprocess.run([find("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
                       check=True, capture_output=True)
        file.write_bytes(certificate.read_bytes() + key.read_bytes())
        return file

    def _start_web(self) -> int:
        port = free_port()
        directory = self.directory / "web"
        directory.mkdir()
        (directory / "large").write_bytes(b"0123456789" * (LARGE_BYTES // 10))
        (directory / "nginx.conf").write_text(nginx_preamble(directory) + f"""
worker_processes {os.cpu_count()};
events {{ worker_connections 16384; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
    client_header_timeout 1h;
    server {{
        listen 127.0.0.1:{port} reuseport backlog=4096;
        default_type text/plain;
        location / {{ return 200 "{ANSWER.strip()}\\n"; }}
        location = /large {{ root {directory}; }}
    }}
}}
""")
        command = [self.tools.nginx, "-p", str(directory), "-e", "error.log", "-c", str(directory / "nginx.conf"), "-g", "daemon off;"]
        await_port(port, Process("the web backend (nginx)", command, directory / "output.log"))
        return port

    def _start_bulk(self) -> int:
        port = free_port()
        command = [str(self.tools.generator("bulk")), "serve", str(port)]
        await_port(port, Process("the bulk backend", command, self.directory / "bulk.log"))
        return port

    def _start_datagrams(self, kind: str) -> int:
        port = free_port()
        command = [str(self.tools.generator("datagrams")), kind, str(port)]
        await_bound(port, Process(f"the {kind} of datagrams", command, self.directory / f"{kind}.log"))
        return port
