"""The balancers that are compared. A new one is a module here and a line in `choose`."""
from pathlib import Path

from . import distribution
from .awe4lb import Awe4lb, GuardedAwe4lb, ObservedAwe4lb, OtherAwe4lb
from .balancer import Balancer
from .haproxy import HAProxy
from .nginx import NginxStream
from ..tools import Missing

NAMES = ["haproxy", "haproxy-given", "nginx", "awe4lb-nio", "awe4lb-linux", "awe4lb-linux-observed"]
# only when they are asked for
MORE = ["awe4lb-linux-guarded", "awe4lb-linux-other"]


def choose(names: list[str], haproxy_path: str | None, awe4lb_directory: str | None, other_directory: str | None,
           directory: Path) -> tuple[list[Balancer], dict[str, str]]:
    """The balancers of those names that can run here, and why the others cannot."""
    def unpacked() -> Path:
        return distribution.copy(distribution.locate(awe4lb_directory), directory / "awe4lb")

    def other() -> Path:
        if not other_directory:
            raise Missing("no other distribution: give one with --other DIR")
        return distribution.copy(distribution.locate(other_directory), directory / "other")

    makers = {
        "haproxy": lambda: HAProxy("haproxy", None),
        "haproxy-given": lambda: HAProxy("haproxy-given", haproxy_path),
        "nginx": NginxStream,
        "awe4lb-nio": lambda: Awe4lb("nio", unpacked()),
        "awe4lb-linux": lambda: Awe4lb("linux", unpacked()),
        "awe4lb-linux-guarded": lambda: GuardedAwe4lb("linux", unpacked()),
        "awe4lb-linux-other": lambda: OtherAwe4lb("linux", other()),
        "awe4lb-linux-observed": lambda: ObservedAwe4lb("linux", unpacked()),
    }
    found, absent = [], {}
    for name in names:
        if name == "haproxy-given" and not haproxy_path:
            continue
        try:
            found.append(makers[name]())
        except Missing as missing:
            absent[name] = str(missing)
    return found, absent
