"""The command line of bench/run."""
import argparse
import dataclasses
import datetime
import json
import sys
from pathlib import Path

from . import balancers, chart, machine, observing, readme, rows, table
from .backends import Backends
from .balancers import distribution
from .bench import Bench
from .command import execute, say
from .measurement import FULL, QUICK
from .results import Results
from .session import Session
from .tools import Tools

RESULTS = Path(__file__).resolve().parents[1] / "results"


def arguments() -> argparse.Namespace:
    row_names = [row.name for row in rows.ALL]
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures awe4lb beside HAProxy and nginx in one run on this machine.",
                                     epilog="Example: bench/run --quick --rows keep-alive,connections --balancers nginx,awe4lb-nio")
    parser.add_argument("--quick", action="store_true", help="about 6 minutes instead of 30, with less work a row")
    parser.add_argument("--rounds", type=int, metavar="N", help=f"rounds of the repeated rows ({FULL.rounds}, quick {QUICK.rounds})")
    parser.add_argument("--rows", type=names(row_names), default=row_names, metavar="A,B", help="only these: " + ", ".join(row_names))
    parser.add_argument("--balancers", type=names(balancers.NAMES + balancers.MORE), default=balancers.NAMES, metavar="A,B",
                        help="only these: " + ", ".join(balancers.NAMES + balancers.MORE) + " (the latter only if they are named)")
    parser.add_argument("--haproxy", metavar="PATH", help="one more HAProxy, for instance a newer one built from source")
    parser.add_argument("--awe4lb", metavar="DIR", help="an unpacked distribution; default: the newest below distribution/target")
    parser.add_argument("--other", metavar="DIR", help="one more unpacked distribution, awe4lb-linux-other: for instance of before a change")
    parser.add_argument("--output", type=Path, default=RESULTS / "latest.json", metavar="FILE",
                        help="where the JSON goes, the chart beside it")
    parser.add_argument("--write-readme", action="store_true", help="put the table into bench/README.md")
    return parser.parse_args()


def names(known: list[str]):
    def parse(text: str) -> list[str]:
        chosen = [name.strip() for name in text.split(",")]
        for name in chosen:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(known)}")
        return [name for name in known if name in chosen]
    return parse


def main() -> int:
    options = arguments()
    effort = QUICK if options.quick else FULL
    if options.rounds:
        effort = dataclasses.replace(effort, rounds=options.rounds)
    return execute("run", lambda directory: measure(options, effort, directory))


def measure(options, effort, directory: Path) -> int:
    directory.chmod(0o755)  # nginx's workers are another user when we are root
    if options.awe4lb:
        distribution.locate(options.awe4lb)  # one that was named and is not there is no run without it
    chosen = [row for row in rows.ALL if row.name in options.rows]
    found, absent = balancers.choose(options.balancers, options.haproxy, options.awe4lb, options.other, directory)
    results = Results(found, [metric for row in chosen for metric in row.metrics])
    results.notes += [f"{name} was not measured: {why}" for name, why in absent.items()]
    for note in results.notes:
        say(note)
    results.about = {"date": datetime.date.today().isoformat(), "machine": machine.describe(), "revision": machine.revision(),
                     "quick": options.quick, "rounds": 0, "effort": dataclasses.asdict(effort)}
    tools = Tools(directory)
    Session(Bench(directory, tools, Backends(directory, tools), effort), chosen, results, say).run()
    return report(options, results)


def report(options, results: Results) -> int:
    if cost := observing.sentence(results):
        results.notes.append(cost)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(results.as_json(), indent=1, ensure_ascii=False) + "\n")
    picture = options.output.with_suffix(".svg")
    picture.write_text(chart.render(results))
    print(f"\n{machine.sentence(results.about['machine'])}; in brackets the ratio to the better peer\n\n{table.render(results)}")
    for note in results.notes:
        print(f"\n{note}")
    if options.write_readme:
        readme.write(results, options.output, picture)
    return 0 if all(any(results.median(metric, balancer) for metric in results.metrics) for balancer in results.balancers) else 1


if __name__ == "__main__":
    sys.exit(main())
