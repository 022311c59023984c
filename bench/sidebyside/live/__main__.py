"""The command line of bench/live."""
import argparse
import datetime
import json
import sys
from pathlib import Path

from . import report
from .balancer import AdministeredAwe4lb
from .run import live
from .. import machine
from ..backends import Backends
from ..balancers import distribution
from ..bench import Bench
from ..command import execute, say
from ..measurement import QUICK
from ..noise import Noise
from ..soak.__main__ import at_least, transports
from ..tools import Tools

OUTPUT = Path(__file__).resolve().parents[2] / "results" / "live.json"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/live", description="Changes a running awe4lb over REST again and again while clients are "
                                     "served, and fails when one of them notices, or when memory, descriptors, pipes or threads grow.",
                                     epilog="Example: bench/live --changes 200 --transport linux,nio")
    parser.add_argument("--changes", type=at_least(100), default=1000, metavar="N", help="at least 100 (1000)")
    parser.add_argument("--transport", type=transports, default=["linux"], metavar="A,B", help="linux (default), nio, or one after the other")
    parser.add_argument("--awe4lb", metavar="DIR", help="an unpacked distribution; default: the newest below distribution/target")
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="FILE", help="where the JSON goes, with every sample")
    parser.add_argument("--write-readme", action="store_true", help="put the result into bench/README.md")
    return parser.parse_args()


def main() -> int:
    options = arguments()
    return execute("live", lambda directory: run(options, directory))


def run(options, directory: Path) -> int:
    directory.chmod(0o755)  # nginx's workers are another user when we are root
    noise = Noise()
    unpacked = distribution.copy(distribution.locate(options.awe4lb), directory / "awe4lb")
    tools = Tools(directory)
    bench = Bench(directory, tools, Backends(directory, tools), QUICK)
    outcomes = {}
    for transport in options.transport:
        balancer = AdministeredAwe4lb(transport, unpacked)
        outcomes[balancer] = live(bench, balancer, options.changes, say)
    about = {"date": datetime.date.today().isoformat(), "machine": machine.describe(), "revision": machine.revision(),
             "changes": options.changes, "others": noise.others_cores()}
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(report.as_json(about, outcomes), indent=1) + "\n")
    print(report.text(outcomes))
    faults = [f"{balancer.title}: {fault}" for balancer, outcome in outcomes.items() for fault in outcome.faults()]
    for fault in faults:
        print(f"\n{fault}")
    if options.write_readme:
        report.write_readme(about, outcomes)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
