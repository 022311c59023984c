"""What came out, as a table, as JSON, and in bench/README.md."""
from dataclasses import asdict

from .run import Outcome
from .. import machine, readme
from ..balancers.balancer import Balancer
from ..table import align

BEGIN, END = "<!-- last soak: begin (bench/soak --write-readme) -->", "<!-- last soak: end -->"


def table(outcomes: dict[Balancer, Outcome]) -> str:
    rows = [["what", "when"] + [f"{balancer.title}: begin" if first else f"{balancer.title}: end" for balancer in outcomes
                                for first in (True, False)] + ["allowed growth"]]
    for same in zip(*(outcome.growths for outcome in outcomes.values())):
        limit = same[0].limit
        allowed = " / ".join(dict.fromkeys(f"{each.allowed:.0f}" for each in same))
        cells = [f"{value:.1f}" if limit.unit else f"{value:.0f}" for each in same for value in (each.begin, each.end)]
        rows.append([f"{limit.title}{', ' if limit.unit else ''}{limit.unit}", same[0].when, *cells, allowed])
    return align(rows)


def sentences(outcomes: dict[Balancer, Outcome]) -> str:
    return "\n".join(f"{balancer.title}: {sentence(outcome)}" for balancer, outcome in outcomes.items())


def sentence(outcome: Outcome) -> str:
    load = outcome.load
    rate = load["due"] / load["seconds"]
    return (f"{load['good']} of {load['due']} connections were right, {rate:.0f} a second, at most {load['at_once']} at once; "
            f"from when they were due to their end {load['p50'] / 1e3:.1f} ms (median), {load['p99'] / 1e3:.1f} ms (p99), "
            f"{load['max'] / 1e3:.0f} ms (the slowest); other processes used {outcome.others_cores:.1f} cores.")


def as_json(about: dict, outcomes: dict[Balancer, Outcome]) -> dict:
    return {"about": about, "balancers": {balancer.name: {
        "version": balancer.version(), "load": outcome.load, "cores used by others": outcome.others_cores, "faults": outcome.faults(),
        "growth": [{"what": each.limit.title, "when": each.when, "begin": each.begin, "end": each.end, "allowed": each.allowed}
                   for each in outcome.growths],
        "samples": [asdict(sample) for sample in outcome.samples]} for balancer, outcome in outcomes.items()}}


def write_readme(about: dict, outcomes: dict[Balancer, Outcome]):
    said = "\n".join(f"- {line}" for line in sentences(outcomes).splitlines())
    readme.put(BEGIN, END, f"{about['date']}, {machine.sentence(about['machine'])}; revision {about['revision']}; "
                           f"{about['rate']} connections a second for {about['seconds']} s.\n\n{said}\n\n{table(outcomes)}\n")
