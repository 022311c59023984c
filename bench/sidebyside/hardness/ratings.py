"""What testssl.sh finds, and how bad it is."""
import json
import subprocess
from pathlib import Path

from .certificates import NAME, Authority
from .servers import Server
from ..measurement import NotMeasured
from ..tools import find

EXPECTED = Path(__file__).with_name("ratings.txt")
WORST_LAST = ["OK", "INFO", "WARN", "LOW", "MEDIUM", "HIGH", "CRITICAL"]
CHECKS = ["--protocols", "--std", "--fs", "--server-preference", "--server-defaults", "--vulnerable", "--grease"]
# What depends on the run, on the day, or on the machine's own openssl: neither is the server's.
OF_THE_RUN = ("scanTime", "engine_problem", "service", "clock_skew", "TLS_timestamp", "cert", "DNS_CAArecord", "DROWN_hint", "pre_128cipher")


# testssl.sh asks for new keys and goes in one breath: where it has gone before it could be refused, it takes that for a yes.
HASTY, HASTY_CHECK, ATTEMPTS = "secure_client_renego", "--renegotiation", 5


def take(server: Server, authority: Authority, directory: Path) -> dict[str, tuple[str, str]]:
    """By what was looked at: how it is rated, and the finding."""
    ratings = _ask(server, authority, directory, CHECKS)
    for _ in range(ATTEMPTS):
        if ratings[HASTY][0] != "OK":
            ratings[HASTY] = _ask(server, authority, directory, [HASTY_CHECK])[HASTY]
    return ratings


def _ask(server: Server, authority: Authority, directory: Path, checks: list[str]) -> dict[str, tuple[str, str]]:
    report = directory / f"{server.title}.json"
    report.unlink(missing_ok=True)
    command = [find("testssl"), "--quiet", "--color", "0", "--warnings", "off", "--nodns", "none", "--ip", "127.0.0.1", "--add-ca",
               str(authority.certificate), "--jsonfile", str(report), *checks, f"{NAME}:{server.port}"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    try:
        findings = json.loads(report.read_text())
    except (OSError, ValueError):
        raise NotMeasured(f"testssl says nothing of {server.title}: {(done.stdout + done.stderr).strip()[-300:]}")
    return {finding["id"]: (finding["severity"], finding["finding"].strip()) for finding in findings
            if not finding["id"].startswith(OF_THE_RUN)}


def text(ratings: dict[str, tuple[str, str]]) -> str:
    """A line each, in an order that does not depend on how long something took."""
    return "".join(f"{key}: {severity}: {finding}\n" for key, (severity, finding) in sorted(ratings.items()))


def worse(ours: dict[str, tuple[str, str]], theirs: dict[str, tuple[str, str]]) -> list[str]:
    """Sentences; none when nothing is rated worse than what the other one has by default."""
    found = []
    for key, (severity, finding) in ours.items():
        other = theirs.get(key, ("OK", "nothing"))
        if WORST_LAST.index(severity) > max(WORST_LAST.index(other[0]), WORST_LAST.index("INFO")):
            found.append(f"{key}: {severity} ({finding}), HAProxy's is {other[0]} ({other[1]})")
    return found


def changed(ours: dict[str, tuple[str, str]]) -> list[str]:
    """What is not as it is kept."""
    expected = EXPECTED.read_text().splitlines() if EXPECTED.exists() else []
    now = text(ours).splitlines()
    return [f"new: {line}" for line in now if line not in expected] + [f"gone: {line}" for line in expected if line not in now]
