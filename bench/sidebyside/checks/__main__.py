"""The command line of bench/checks."""
import argparse
import datetime
import json
import sys
from dataclasses import asdict
from pathlib import Path

from .plan import Plan
from .run import Outcome, measure
from .. import machine, readme
from ..command import execute
from ..table import align

OUTPUT = Path(__file__).resolve().parents[2] / "results" / "checks.json"
ALLOWED_CORES = 0.25       # for the first plan
LEAST_OF_PLANNED = 0.97    # of the checks that the interval asks for
BEGIN, END = "<!-- last checks: begin (bench/checks --write-readme) -->", "<!-- last checks: end -->"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/checks", description="Has thousands of backends checked: every 2 s, which may take a quarter "
                                     "of a core, and every 500 ms, under which nothing may grow.", epilog="Example: bench/checks --seconds 40")
    parser.add_argument("--backends", type=int, default=5000, metavar="N", help="how many (5000)")
    parser.add_argument("--check", default="type: tcp", metavar="YAML", help="the check, as in the configuration ('type: tcp')")
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="of each of the two, a quarter of it to warm up (60)")
    parser.add_argument("--awe4lb", metavar="DIR", help="an unpacked distribution; default: the newest below distribution/target")
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="FILE", help="where the JSON goes, with every sample")
    parser.add_argument("--write-readme", action="store_true", help="put the result into bench/README.md")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    return execute("checks", lambda directory: run(options, directory))


def run(options, directory: Path) -> int:
    plans = [Plan(options.backends, options.check, interval, options.seconds) for interval in (2.0, 0.5)]
    outcomes = [measure(plan, directory / str(number), options.awe4lb) for number, plan in enumerate(plans)]
    about = {"date": datetime.date.today().isoformat(), "machine": machine.describe(), "revision": machine.revision()}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps({"about": about, "outcomes": [asdict(outcome) for outcome in outcomes]}, indent=1) + "\n")
    print(table(outcomes))
    found = faults(outcomes)
    for fault in found:
        print(f"\n{fault}")
    if options.write_readme:
        readme.put(BEGIN, END, f"{about['date']}, {machine.sentence(about['machine'])}; revision {about['revision']}; "
                               f"{options.seconds} s each.\n\n{table(outcomes)}\n")
    return 1 if found else 0


def table(outcomes: list[Outcome]) -> str:
    rows = [["what"] + [f"{each.plan.backends} backends every {each.plan.interval:g} s" for each in outcomes],
            ["checks a minute"] + [f"{each.checks_a_second * 60:.0f}" for each in outcomes],
            ["of them did not pass"] + [str(each.failed) for each in outcomes],
            ["CPU, % of a core"] + [f"{each.cores * 100:.1f}" for each in outcomes],
            ["CPU a check, µs"] + [f"{microseconds(each):.0f}" for each in outcomes]]
    for same in zip(*(each.peers for each in outcomes)):
        rows.append([f"CPU a check of {same[0].title}, µs (ratio)"]
                    + [f"{peer.microseconds:.0f} ({microseconds(each) / peer.microseconds:.2f})" for each, peer in zip(outcomes, same)])
    for same in zip(*(each.growths for each in outcomes)):
        limit = same[0].limit
        rows.append([f"{limit.title}{', ' if limit.unit else ''}{limit.unit}: begin → end"]
                    + [f"{each.begin:.1f} → {each.end:.1f}" if limit.unit else f"{each.begin:.0f} → {each.end:.0f}" for each in same])
    rows.append(["cores used by others"] + [f"{each.others_cores:.1f}" for each in outcomes])
    return align(rows)


def microseconds(outcome: Outcome) -> float:
    return outcome.cores / outcome.checks_a_second * 1e6


def faults(outcomes: list[Outcome]) -> list[str]:
    """Sentences; none when all is well."""
    found = []
    if outcomes[0].cores > ALLOWED_CORES:
        found.append(f"the checks every {outcomes[0].plan.interval:g} s took {outcomes[0].cores:.2f} cores, {ALLOWED_CORES} are allowed")
    for each in outcomes:
        planned = each.plan.backends / each.plan.interval
        if each.checks_a_second < planned * LEAST_OF_PLANNED:
            found.append(f"{each.checks_a_second:.0f} checks a second passed, {planned:.0f} were planned")
        found += [f"{grown.limit.title}, every {each.plan.interval:g} s: {grown.begin:.1f} grew to {grown.end:.1f}"
                  for grown in each.growths if grown.is_too_much]
    return found


if __name__ == "__main__":
    sys.exit(main())
