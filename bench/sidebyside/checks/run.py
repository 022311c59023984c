"""One measurement: start, let it settle, watch, count."""
import re
import time
import urllib.request
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Iterator

from .backends import ManyAddresses
from .peers import Peer, floor, haproxy
from .plan import Plan
from ..balancers import distribution
from ..command import say
from ..measurement import NotMeasured
from ..memory import live_heap_bytes
from ..noise import Noise
from ..processes import Process, await_port, free_port
from ..soak import census, growth
from ..tools import Missing

SAMPLE_SECONDS = 1.0
RUNS = re.compile(r'^awe4lb_healthcheck_runs_total\{.*result="(\w+)".*\} (\d+)', re.M)


@dataclass(frozen=True)
class Outcome:
    plan: Plan
    cores: float                     # used by awe4lb, after the warm-up
    checks_a_second: float
    failed: int                      # checks that did not pass
    samples: list[census.Census]
    growths: list[growth.Growth]
    others_cores: float
    peers: list[Peer]                # which do the same; none for checks that only awe4lb knows


def measure(plan: Plan, directory: Path, awe4lb: str | None) -> Outcome:
    directory.mkdir()
    own = measure_own(plan, directory, awe4lb)
    return replace(own, peers=list(measure_peers(plan, directory))) if plan.is_tcp else own


def measure_peers(plan: Plan, directory: Path) -> Iterator[Peer]:
    """Those that this machine has what they need for."""
    for peer in (floor, haproxy):
        try:
            yield peer(plan, directory)
        except Missing as missing:
            say(f"left out: {missing}")


def measure_own(plan: Plan, directory: Path, awe4lb: str | None) -> Outcome:
    backends = ManyAddresses(plan.backends)
    program = distribution.copy(distribution.locate(awe4lb), directory / "awe4lb") / "bin" / "awe4lb"
    port, admin = free_port(), free_port()
    file = directory / "awe4lb.yaml"
    file.write_text(plan.configuration(backends.addresses(), port))
    process = Process("awe4lb", [str(program), "run", "-c", str(file), "--admin", f"127.0.0.1:{admin}", "--data", str(directory / "data")],
                      directory / "output.log")
    try:
        await_port(port, process, 60)
        await_port(admin, process, 60)
        return watch(plan, process, f"http://127.0.0.1:{admin}/metrics")
    finally:
        process.stop()
        backends.close()


def watch(plan: Plan, process: Process, metrics: str) -> Outcome:
    warm_up = max(1, int(plan.seconds * growth.WARM_UP))
    samples = sample(process, warm_up)
    heap, noise = live_heap_bytes(process.pid) / 1e6, Noise()
    runs, counted = count(metrics), time.monotonic()
    began, used = time.monotonic(), process.cpu_seconds()
    samples += sample(process, plan.seconds - warm_up)
    cores = (process.cpu_seconds() - used) / (time.monotonic() - began)
    others = noise.others_cores()
    after, seconds = count(metrics), time.monotonic() - counted
    left = growth.left_behind({"heap": heap}, {"heap": live_heap_bytes(process.pid) / 1e6})
    passed = after.get("passed", 0) - runs.get("passed", 0)
    failed = sum(after.values()) - sum(runs.values()) - passed
    return Outcome(plan, cores, passed / seconds, failed, samples, growth.during(samples) + left, others, [])


def sample(process: Process, seconds: int) -> list[census.Census]:
    samples = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not process.alive():
            raise NotMeasured(f"awe4lb ended: {process.last_words()}")
        samples.append(census.take(process.pid))
        time.sleep(SAMPLE_SECONDS)
    return samples


def count(metrics: str) -> dict[str, int]:
    """Checks so far, by result, as awe4lb itself counts them."""
    with urllib.request.urlopen(metrics, timeout=60) as answer:
        text = answer.read().decode()
    found: dict[str, int] = {}
    for result, number in RUNS.findall(text):
        found[result] = found.get(result, 0) + int(number)
    return found
