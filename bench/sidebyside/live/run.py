"""One run: warm up, count, change a thousand times under load, count again; then the contest and the large configuration."""
import time
from dataclasses import dataclass

from . import large, writers
from .api import Api
from .changes import Changes
from .load import ARRIVALS_A_SECOND, CONNECTIONS, REQUESTS_A_SECOND, Load
from ..answers import check_answers, learn_answer_length
from ..balancers.balancer import Balancer, Running
from ..bench import Bench
from ..soak import census, growth
from ..soak.run import large_answer_length, quiet
from ..warmup import warm_up

WARM_UP_CHANGES = 2000   # the compiler takes memory in steps until it has compiled what it wants to
SAMPLE_EVERY = 5      # changes
LARGE_COUNT = 20


@dataclass(frozen=True)
class Outcome:
    changes: list[float]             # seconds of each
    load: dict[str, dict]            # what the generators say
    samples: list[census.Census]
    growths: list[growth.Growth]
    contest: writers.Contest
    times: list[large.Times]
    large_memory: float              # resident, MB, after the large configuration's changes

    def faults(self) -> list[str]:
        """Sentences; none when all is well."""
        stay, come = self.load["stay"], self.load["come"]
        found = list(self.contest.faults)
        if stay["bad"] or stay["answered"] != stay["due"]:
            found.append(f"{stay['answered']} of {stay['due']} requests on connections that stay were answered, {stay['bad']} of them wrongly")
        if come["bad"]:
            found.append(f"{come['bad']} of {come['due']} connections that come and go failed: {come['error']}")
        found += [f"{each.limit.title}, {each.when}: {each.begin:.1f} grew to {each.end:.1f} {each.limit.unit}".rstrip()
                  for each in self.growths if each.is_too_much]
        return found


def live(bench: Bench, balancer: Balancer, count: int, say) -> Outcome:
    learn_answer_length(bench)
    running = bench.start_fresh(balancer)
    try:
        check_answers(bench, running)
        warm_up(bench, running)
        changes = Changes(Api(running.ports["admin"]), web_backend(bench))
        warming = Load(bench, running, large_answer_length(bench))
        changes.make(WARM_UP_CHANGES)
        warming.finish()
        before = quiet(running)
        load, samples = under_load(bench, running, changes, count, say)
        growths = growth.during(samples) + growth.left_behind(before, quiet(running))
        say("a hundred writers, and a large configuration")
        contest = writers.contest(running.ports["admin"])
        times = large.Large().measure(Api(running.ports["admin"]), LARGE_COUNT)
        large_memory = census.take(running.process.pid).memory
        return Outcome(changes.seconds[WARM_UP_CHANGES:], load, samples, growths, contest, times, large_memory)
    finally:
        running.process.stop()


def web_backend(bench: Bench) -> str:
    return "127.0.0.1:%d" % next(service.backend_port for service in bench.services if service.name == "web")


def under_load(bench: Bench, running: Running, changes: Changes, count: int, say) -> tuple[dict, list[census.Census]]:
    say(f"{count} changes under {CONNECTIONS} connections with {REQUESTS_A_SECOND} requests a second, and {ARRIVALS_A_SECOND} more "
        "connections a second")
    load = Load(bench, running, large_answer_length(bench))
    samples: list[census.Census] = []
    began = time.monotonic()

    def after_each():
        if changes.made % SAMPLE_EVERY == 0:
            load.check()
            samples.append(census.take(running.process.pid))
        if changes.made % 200 == 0:
            say(f"{changes.made - WARM_UP_CHANGES} changes after {time.monotonic() - began:.0f} s")

    changes.make(count, after_each)
    return load.finish(), samples
