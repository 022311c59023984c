"""Certificates that are renewed while clients come at a fixed rate: every handshake has to end with one that was there."""
import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .certificates import NAME, Authority
from .servers import Server
from ..measurement import NotMeasured

THREADS = 64          # clients at once at most
RENEWED_EVERY = 4.0   # seconds: two looks of awe4lb at the files
WARM_UP_SECONDS = 10  # until Java has compiled it


@dataclass(frozen=True)
class Outcome:
    handshakes: int
    renewals: int
    seen: int            # different certificates that clients got
    failures: int
    failure: str         # the last one
    late: int            # begun more than 100 ms after it was due
    seconds: float


def renew_under_load(server: Server, authority: Authority, generator: Path, rate: int, seconds: int) -> Outcome:
    spare = [authority.give(f"renewed{number}", "ec") for number in range(int(seconds / RENEWED_EVERY) - 1)]
    command = [str(generator), "arrive", f"127.0.0.1:{server.port}", str(rate)]
    rest = [str(THREADS), str(authority.certificate), NAME]
    _end(subprocess.Popen(command + [str(WARM_UP_SECONDS)] + rest, stdout=subprocess.PIPE, text=True), WARM_UP_SECONDS)
    load = subprocess.Popen(command + [str(seconds)] + rest, stdout=subprocess.PIPE, text=True)
    for certificate in spare:
        time.sleep(RENEWED_EVERY)
        os.replace(certificate.with_suffix(".key"), authority.directory / "ec.key")
        os.replace(certificate, authority.directory / "ec.pem")
    said = _end(load, seconds)
    return Outcome(said["good"] + said["bad"], len(spare), said["certificates"], said["bad"], said["error"], said["late"], said["seconds"])


def _end(load: subprocess.Popen, seconds: int) -> dict:
    said, _ = load.communicate(timeout=seconds + 60)
    if load.returncode != 0:
        raise NotMeasured(f"the clients ended with code {load.returncode}")
    return json.loads(said)
