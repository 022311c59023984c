"""Those who end TLS with the same certificates before the same backend: awe4lb, and HAProxy as it comes."""
from dataclasses import dataclass
from pathlib import Path

from .certificates import Authority
from ..processes import Process, await_port, free_port
from ..tools import find


@dataclass(frozen=True)
class Server:
    title: str
    port: int
    process: Process


def awe4lb(unpacked: Path, directory: Path, authority: Authority, backend: int, engine: str | None, names: list[str]) -> Server:
    directory.mkdir()
    port = free_port()
    written = ", ".join(f'{{cert: "{authority.directory}/{name}.pem", key: "{authority.directory}/{name}.key"}}' for name in names)
    (directory / "awe4lb.yaml").write_text(f"""
admin: off
accessLog: off
listeners:
  secure:
    bind: "127.0.0.1:{port}"
    tls: {{certificates: [{written}], alpn: [http/1.1]{f", engine: {engine}" if engine else ""}}}
    pool: web
pools:
  web: {{backends: ["127.0.0.1:{backend}"]}}
""")
    command = [str(unpacked / "bin" / "awe4lb"), "run", "-c", str(directory / "awe4lb.yaml"), "--data", str(directory / "data")]
    return _started("awe4lb", command, directory, port)


def haproxy(directory: Path, authority: Authority, backend: int, names: dict[str, str]) -> Server:
    """Its default is what it does where nothing is said of versions and ciphers."""
    directory.mkdir()
    port = free_port()
    for kind, name in names.items():
        both = (authority.directory / f"{name}.pem").read_text() + (authority.directory / f"{name}.key").read_text()
        (directory / f"site.pem.{'ecdsa' if kind == 'ec' else kind}").write_text(both)
    (directory / "haproxy.cfg").write_text(f"""
global
    crt-base {directory}
defaults
    mode tcp
    timeout connect 5s
    timeout client 1m
    timeout server 1m
listen secure
    bind 127.0.0.1:{port} ssl crt site.pem alpn http/1.1
    server one 127.0.0.1:{backend}
""")
    return _started("HAProxy", [find("haproxy"), "-db", "-f", str(directory / "haproxy.cfg")], directory, port)


def _started(title: str, command: list[str], directory: Path, port: int) -> Server:
    process = Process(title, command, directory / "output.log")
    await_port(port, process, 60)
    return Server(title, port, process)
