"""Certificates that are renewed while clients come at a fixed rate: every handshake has to end with one that was there."""
import multiprocessing
import os
import socket
import ssl
import time
from dataclasses import dataclass

from .certificates import NAME, Authority
from .servers import Server

CLIENTS = 2
RENEWED_EVERY = 4.0   # seconds: two looks of awe4lb at the files
WARM_UP_SECONDS = 10  # until Java has compiled it


@dataclass(frozen=True)
class Outcome:
    handshakes: int
    renewals: int
    seen: int            # different certificates that clients got
    failures: list[str]
    late: int            # begun more than 100 ms after it was due
    seconds: float


def renew_under_load(server: Server, authority: Authority, rate: int, seconds: int) -> Outcome:
    spare = [authority.give(f"renewed{number}", "ec") for number in range(int(seconds / RENEWED_EVERY) - 1)]
    with multiprocessing.Pool(CLIENTS) as pool:
        pool.starmap(_come, [(server.port, str(authority.certificate), rate / CLIENTS, WARM_UP_SECONDS)] * CLIENTS)
        began = time.monotonic()
        due = [pool.apply_async(_come, (server.port, str(authority.certificate), rate / CLIENTS, seconds)) for _ in range(CLIENTS)]
        for certificate in spare:
            time.sleep(RENEWED_EVERY)
            os.replace(certificate.with_suffix(".key"), authority.directory / "ec.key")
            os.replace(certificate, authority.directory / "ec.pem")
        came = [each.get(seconds + 60) for each in due]
    return Outcome(sum(each[0] for each in came), len(spare), len(set().union(*(each[1] for each in came))),
                   [failure for each in came for failure in each[2]], sum(each[3] for each in came), time.monotonic() - began)


def _come(port: int, trusted: str, rate: float, seconds: int) -> tuple[int, set[int], list[str], int]:
    context = ssl.create_default_context(cafile=trusted)
    done, serials, failures, late = 0, set(), [], 0
    began = time.monotonic()
    for number in range(int(rate * seconds)):
        ahead = began + number / rate - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)
        late += ahead < -0.1
        try:
            with socket.create_connection(("127.0.0.1", port), 10) as plain, context.wrap_socket(plain, server_hostname=NAME) as secure:
                serials.add(secure.getpeercert()["serialNumber"])
                secure.sendall(b"GET / HTTP/1.0\r\n\r\n")
                if not secure.recv(1 << 16).startswith(b"HTTP/1."):
                    failures.append("no answer of the backend")
            done += 1
        except OSError as failure:
            failures.append(str(failure))
    return done, serials, failures, late
