"""One soak: warm up, count, load and watch, count again."""
import json
import socket
import time
from dataclasses import dataclass

from . import census, growth
from ..answers import check_answers, learn_answer_length, read_answer
from ..balancers.balancer import Balancer, Running
from ..bench import Bench
from ..measurement import NotMeasured
from ..memory import live_heap_bytes
from ..noise import Noise
from ..processes import Process
from ..warmup import warm_up

LARGE_EVERY = 50          # connections: one of them moves enough to borrow a pipe
SETTLE_SECONDS = 3        # after the load, until the last sockets are closed
SAMPLE_SECONDS = 1.0


@dataclass(frozen=True)
class Outcome:
    load: dict                       # what the generator says
    samples: list[census.Census]
    growths: list[growth.Growth]
    others_cores: float              # what other processes used meanwhile

    def faults(self) -> list[str]:
        """Sentences; none when all is well."""
        found = []
        if self.load["bad"]:
            found.append(f"{self.load['bad']} of {self.load['due']} requests failed: {self.load['error']}; other processes used "
                         f"{self.others_cores:.1f} cores, and {self.load['late']} connections were opened more than 100 ms late")
        found += [f"{each.limit.title}, {each.when}: {each.begin:.1f} grew to {each.end:.1f} {each.limit.unit}".rstrip()
                  for each in self.growths if each.is_too_much]
        return found


def soak(bench: Bench, balancer: Balancer, rate: int, seconds: int, say) -> Outcome:
    learn_answer_length(bench)
    running = bench.start_fresh(balancer)
    try:
        check_answers(bench, running)
        warm_up(bench, running)
        before = quiet(running)
        noise = Noise()
        load, samples = watch(running, start_load(bench, running, rate, seconds), say)
        others = noise.others_cores()
        return Outcome(load, samples, growth.during(samples) + growth.left_behind(before, quiet(running)), others)
    finally:
        running.process.stop()


def quiet(running: Running) -> dict[str, float]:
    """What is there while nobody is served."""
    time.sleep(SETTLE_SECONDS)
    found = {"descriptors": census.take(running.process.pid).descriptors}
    if running.balancer.is_java:
        found["heap"] = live_heap_bytes(running.process.pid) / 1e6
    return found


def start_load(bench: Bench, running: Running, rate: int, seconds: int) -> Process:
    directory = bench.fresh_directory("arrivals")
    directory.mkdir()
    command = [bench.tools.generator("arrivals"), running.address("web"), rate, seconds, bench.closing_answer_length, LARGE_EVERY,
               large_answer_length(bench)]
    return Process("the load", list(map(str, command)), directory / "output.log")


def large_answer_length(bench: Bench) -> int:
    """From the backend itself, without a balancer."""
    web = next(service for service in bench.services if service.name == "web")
    with socket.create_connection(("127.0.0.1", web.backend_port), 5) as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
        return len(read_answer(connection))


def watch(running: Running, load: Process, say) -> tuple[dict, list[census.Census]]:
    samples = []
    began = time.monotonic()
    while load.alive():
        if not running.process.alive():
            raise NotMeasured(f"{running.balancer.title} ended: {running.process.last_words()}")
        samples.append(census.take(running.process.pid))
        if len(samples) % 30 == 0:
            say(f"{running.balancer.title} after {time.monotonic() - began:.0f} s: {shown(samples[-1])}")
        time.sleep(SAMPLE_SECONDS)
    try:
        return json.loads(load.log.read_text()), samples
    except ValueError:
        raise NotMeasured(f"the load failed: {load.last_words()}")


def shown(sample: census.Census) -> str:
    return f"{sample.memory:.1f} MB, {sample.descriptors} descriptors ({sample.pipes} of pipes), {sample.threads} threads"
