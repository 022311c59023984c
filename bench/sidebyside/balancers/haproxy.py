"""HAProxy in TCP mode: a thread a core, a listening socket a thread, splice for the bulk service, no log."""
import resource
import subprocess

from .balancer import CORES, Balancer
from ..tools import Missing, find

# HAProxy refuses to start where its maxconn needs more than the allowed descriptors: two a connection, pipes for splice, some of its own.
ALLOWED_DESCRIPTORS = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
CONNECTIONS = 4000 if ALLOWED_DESCRIPTORS == resource.RLIM_INFINITY else min(4000, (ALLOWED_DESCRIPTORS - 500) // 4)


class HAProxy(Balancer):
    speaks_udp = False

    def __init__(self, name: str, path: str | None):
        self.name = name
        self.program = path or find("haproxy")
        self.title = f"HAProxy {self.version()}"

    def version(self):
        try:
            said = subprocess.run([self.program, "-v"], capture_output=True, text=True).stdout
        except OSError as error:
            raise Missing(f"{self.program} does not run: {error.strerror}")
        return said.split()[2].partition("-1+")[0] if said.startswith("HAProxy") else "of unknown version"

    def configure(self, ports, services, directory):
        sections = "\n".join(self._section(service, ports[service.name]) for service in services)
        (directory / "haproxy.cfg").write_text(f"""
global
    maxconn {CONNECTIONS}
    nbthread {CORES}
defaults
    mode tcp
    timeout connect 5s
    timeout client 1h
    timeout server 1h
{sections}
""")
        return [self.program, "-db", "-f", str(directory / "haproxy.cfg")]

    @staticmethod
    def _section(service, port):
        splice = "    option splice-request\n    option splice-response\n" if service.bulk else ""
        tls = f" ssl crt {service.certificate}" if service.certificate else ""
        return f"""listen {service.name}
    bind 127.0.0.1:{port} shards by-thread backlog 4096{tls}
{splice}    server one 127.0.0.1:{service.backend_port}
"""
