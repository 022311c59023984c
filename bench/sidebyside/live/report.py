"""What came out, as sentences and tables, as JSON, and in bench/README.md."""
import statistics
from dataclasses import asdict

from .large import ALLOWED_MILLISECONDS, BACKENDS_A_POOL, LISTENERS
from .load import CONNECTIONS
from .run import Outcome
from .writers import WRITERS
from .. import machine, readme
from ..balancers.balancer import Balancer
from ..soak import report as soak_report
from ..table import align

BEGIN, END = "<!-- last live: begin (bench/live --write-readme) -->", "<!-- last live: end -->"


def text(outcomes: dict[Balancer, Outcome]) -> str:
    return f"{sentences(outcomes)}\n\n{soak_report.table(outcomes)}\n\n{large_table(outcomes)}"


def sentences(outcomes: dict[Balancer, Outcome]) -> str:
    return "\n".join(f"- {balancer.title}: {sentence}" for balancer, outcome in outcomes.items() for sentence in told(outcome))


def told(outcome: Outcome) -> list[str]:
    milliseconds = sorted(seconds * 1000 for seconds in outcome.changes)
    stay, come, contest = outcome.load["stay"], outcome.load["come"], outcome.contest
    return [
        f"{len(milliseconds)} changes were in force after {statistics.median(milliseconds):.1f} ms (median), "
        f"{milliseconds[int(len(milliseconds) * 0.99)]:.1f} ms (p99), {milliseconds[-1]:.0f} ms (the slowest).",
        f"{stay['answered']} of {stay['due']} requests on {CONNECTIONS} connections were answered, {stay['bad']} wrongly, no connection ended; "
        f"after {stay['p50'] / 1e3:.2f} ms (median), {stay['p99'] / 1e3:.1f} ms (p99), {stay['max'] / 1e3:.0f} ms (the slowest).",
        f"{come['good']} of {come['due']} connections that came and went were served.",
        f"{WRITERS} writers at once made {WRITERS} revisions in {contest.seconds:.1f} s, one each; {contest.losses} attempts came too late, "
        f"{contest.turned_away} were turned away.",
        f"{sum(len(each.milliseconds) for each in outcome.times)} changes of the large configuration left {outcome.large_memory:.0f} MB resident."]


def large_table(outcomes: dict[Balancer, Outcome]) -> str:
    rows = [[f"{LISTENERS} listeners, {LISTENERS * BACKENDS_A_POOL} backends, ms", "to reach"] +
            [f"{balancer.title}: {which}" for balancer in outcomes for which in ("median", "slowest")]]
    for same in zip(*(outcome.times for outcome in outcomes.values())):
        rows.append([same[0].title, str(ALLOWED_MILLISECONDS), *(f"{value:.0f}" for each in same for value in (each.median, each.most))])
    return align(rows)


def as_json(about: dict, outcomes: dict[Balancer, Outcome]) -> dict:
    return {"about": about, "balancers": {balancer.name: {
        "version": balancer.version(), "load": outcome.load, "faults": outcome.faults(), "changes": outcome.changes,
        "contest": asdict(outcome.contest), "large": [asdict(each) for each in outcome.times],
        "large memory": outcome.large_memory,
        "growth": [{"what": each.limit.title, "when": each.when, "begin": each.begin, "end": each.end, "allowed": each.limit.allowed}
                   for each in outcome.growths],
        "samples": [asdict(sample) for sample in outcome.samples]} for balancer, outcome in outcomes.items()}}


def write_readme(about: dict, outcomes: dict[Balancer, Outcome]):
    readme.put(BEGIN, END, f"{about['date']}, {machine.sentence(about['machine'])}; revision {about['revision']}; "
                           f"others kept {about['others']:.1f} cores busy.\n\n{text(outcomes)}\n")
