"""nginx stream as Debian ships it: a worker a core, reuseport, no access log, everything else at its default."""
import subprocess

from .balancer import CORES, Balancer
from ..tools import find, nginx_preamble, nginx_stream_module

LISTEN = {"tcp": "reuseport backlog=4096", "udp": "udp reuseport", "tls": "ssl reuseport backlog=4096"}


def tls(service) -> str:
    if service.certificate is None:
        return ""
    return f"ssl_certificate {service.certificate}; ssl_certificate_key {service.certificate}; ssl_protocols TLSv1.2 TLSv1.3; "


class NginxStream(Balancer):
    name = "nginx"

    def __init__(self):
        self.program = find("nginx")
        self.module = nginx_stream_module()
        self.title = f"nginx stream {self.version()}"

    def version(self):
        return subprocess.run([self.program, "-v"], capture_output=True, text=True).stderr.strip().rpartition("/")[2]

    def configure(self, ports, services, directory):
        servers = "\n".join(
            f"    server {{ listen 127.0.0.1:{ports[service.name]} {LISTEN[service.protocol]}; proxy_pass 127.0.0.1:{service.backend_port}; "
            f"{tls(service)}{'' if service.answers is None else f'proxy_responses {service.answers}; '}}}"
            for service in services)
        (directory / "nginx.conf").write_text(self.module + nginx_preamble(directory) + f"""
worker_processes {CORES};
events {{ worker_connections 16384; }}
stream {{
{servers}
}}
""")
        return [self.program, "-p", str(directory), "-e", "error.log", "-c", str(directory / "nginx.conf"), "-g", "daemon off;"]
