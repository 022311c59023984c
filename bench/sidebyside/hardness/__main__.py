"""The command line of bench/tls."""
import argparse
import sys
from pathlib import Path

from . import ratings, servers
from .certificates import Authority
from .half_way import stop_half_way
from .renewal import renew_under_load
from ..backends import Backends
from ..balancers import distribution
from ..command import execute, say
from ..soak.__main__ import at_least
from ..tools import Tools

PARTS = ["ratings", "half-way", "renewal"]


def parts(text: str) -> list[str]:
    chosen = text.split(",")
    if not set(chosen) <= set(PARTS):
        raise argparse.ArgumentTypeError(f"some of {', '.join(PARTS)}, with commas between")
    return chosen


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/tls", description="Rates the TLS of awe4lb with testssl.sh beside HAProxy's default, stops "
                                     "handshakes half-way, and renews a certificate under load. Exits with 1 when awe4lb is rated worse or "
                                     "not as it is kept, when something is left behind, or when a handshake fails.",
                                     epilog="Example: bench/tls --parts ratings --engine jdk")
    parser.add_argument("--parts", type=parts, default=PARTS, metavar="A,B", help=f"some of {', '.join(PARTS)} (all)")
    parser.add_argument("--handshakes", type=at_least(100), default=10_000, metavar="N", help="that stop half-way (10000)")
    parser.add_argument("--rate", type=at_least(1), default=500, metavar="N", help="handshakes a second while certificates are renewed (500)")
    parser.add_argument("--seconds", type=at_least(8), default=20, metavar="N", help="of the renewals (20)")
    parser.add_argument("--engine", metavar="WORD", help="the listener's tls.engine; default: none is named")
    parser.add_argument("--awe4lb", metavar="DIR", help="an unpacked distribution; default: the newest below distribution/target")
    parser.add_argument("--keep-ratings", action="store_true", help=f"keep what is found as {ratings.EXPECTED.name}")
    return parser.parse_args()


class Run:
    def __init__(self, options, directory: Path):
        directory.chmod(0o755)  # nginx's workers are another user when we are root
        self.options, self.directory = options, directory
        self.authority = Authority(directory / "authority")
        self.authority.give("rsa", "rsa")
        self.authority.give("ec", "ec")
        self.tools = Tools(directory)
        self.backend = Backends(directory, self.tools).web
        unpacked = distribution.copy(distribution.locate(options.awe4lb), directory / "awe4lb")
        self.awe4lb = servers.awe4lb(unpacked, directory / "run", self.authority, self.backend, options.engine, ["ec", "rsa"])

    def ratings(self) -> list[str]:
        haproxy = servers.haproxy(self.directory / "haproxy", self.authority, self.backend, {"rsa": "rsa", "ec": "ec"})
        say("testssl.sh looks at awe4lb, and then at HAProxy: some minutes")
        ours = ratings.take(self.awe4lb, self.authority, self.directory)
        theirs = ratings.take(haproxy, self.authority, self.directory)
        if self.options.keep_ratings:
            ratings.EXPECTED.write_text(ratings.text(ours))
        say(f"{len(ours)} ratings; {sum(ours[key][0] != theirs[key][0] for key in ours.keys() & theirs.keys())} differ from HAProxy's")
        return ratings.worse(ours, theirs) + ratings.changed(ours)

    def half_way(self) -> list[str]:
        faults = []
        for each in stop_half_way(self.awe4lb, self.options.handshakes):
            say(f"{self.options.handshakes} handshakes that stop half-way: {each.limit.title} {each.begin:.1f}, then {each.end:.1f} {each.limit.unit}")
            if each.is_too_much:
                faults.append(f"{each.limit.title}: {each.begin:.1f} grew to {each.end:.1f} {each.limit.unit}")
        return faults

    def renewal(self) -> list[str]:
        outcome = renew_under_load(self.awe4lb, self.authority, self.tools.generator("tls"), self.options.rate, self.options.seconds)
        say(f"{outcome.handshakes} handshakes, {outcome.handshakes / outcome.seconds:.0f} a second ({outcome.late} late), {outcome.renewals} renewals, "
            f"{outcome.seen} certificates seen, {outcome.failures} failures")
        faults = [f"{outcome.failures} handshakes failed while certificates were renewed: {outcome.failure}"] if outcome.failures else []
        return faults if outcome.seen > outcome.renewals else faults + ["not every certificate came into force"]


def run(options, directory: Path) -> int:
    work = Run(options, directory)
    faults = []
    for part in options.parts:
        faults += {"ratings": work.ratings, "half-way": work.half_way, "renewal": work.renewal}[part]()
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    chosen = arguments()
    sys.exit(execute("tls", lambda temporary: run(chosen, temporary)))
