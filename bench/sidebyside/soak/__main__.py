"""The command line of bench/soak."""
import argparse
import datetime
import json
import sys
from pathlib import Path

from . import report
from .run import soak
from .. import machine
from ..backends import Backends
from ..balancers import choose
from ..bench import Bench
from ..command import execute, say
from ..measurement import QUICK
from ..tools import Missing, Tools

TRANSPORTS = ["linux", "nio"]
OUTPUT = Path(__file__).resolve().parents[2] / "results" / "soak.json"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/soak", description="Opens and closes connections through awe4lb at a fixed rate, and "
                                     "fails when a request fails or when memory, descriptors, pipes or threads grow.",
                                     epilog="Example: bench/soak --seconds 60 --transport linux,nio")
    parser.add_argument("--seconds", type=at_least(20), default=300, metavar="N", help="of load, at least 20 (300)")
    parser.add_argument("--rate", type=at_least(1), default=1000, metavar="N", help="connections a second (1000)")
    parser.add_argument("--transport", type=transports, default=["linux"], metavar="A,B", help="linux (default), nio, or one after the other")
    parser.add_argument("--awe4lb", metavar="DIR", help="an unpacked distribution; default: the newest below distribution/target")
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="FILE", help="where the JSON goes, with every sample")
    parser.add_argument("--write-readme", action="store_true", help="put the result into bench/README.md")
    return parser.parse_args()


def at_least(lowest: int):
    def parse(text: str) -> int:
        if not text.isdigit() or int(text) < lowest:
            raise argparse.ArgumentTypeError(f"{text} is no number from {lowest} on")
        return int(text)
    return parse


def transports(text: str) -> list[str]:
    chosen = text.split(",")
    for name in chosen:
        if name not in TRANSPORTS:
            raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(TRANSPORTS)}")
    return chosen


def main() -> int:
    options = arguments()
    return execute("soak", lambda directory: run(options, directory))


def run(options, directory: Path) -> int:
    directory.chmod(0o755)  # nginx's workers are another user when we are root
    found, absent = choose([f"awe4lb-{name}" for name in options.transport], None, options.awe4lb, directory)
    for why in absent.values():
        raise Missing(why)
    about = {"date": datetime.date.today().isoformat(), "machine": machine.describe(), "revision": machine.revision(),
             "rate": options.rate, "seconds": options.seconds}
    tools = Tools(directory)
    bench = Bench(directory, tools, Backends(directory, tools), QUICK)
    outcomes = {balancer: soak(bench, balancer, options.rate, options.seconds, say) for balancer in found}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(report.as_json(about, outcomes), indent=1) + "\n")
    print(f"{report.sentences(outcomes)}\n\n{report.table(outcomes)}")
    faults = [f"{balancer.title}: {fault}" for balancer, outcome in outcomes.items() for fault in outcome.faults()]
    for fault in faults:
        print(f"\n{fault}")
    if options.write_readme:
        report.write_readme(about, outcomes)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
