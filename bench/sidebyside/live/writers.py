"""A hundred writers at once: each wants one change, looks which version there is, and tries again until it has won."""
import threading
import time
from dataclasses import dataclass

from .api import MERGE_PATCH, Api
from ..measurement import NotMeasured

WRITERS = 100
OVERLOADED = 503


@dataclass(frozen=True)
class Contest:
    seconds: float
    requests: int        # with a version
    losses: int          # 412: somebody else was faster
    turned_away: int     # 503: more requests at once than the server takes
    faults: list[str]


def contest(port: int) -> Contest:
    api = Api(port)
    first = api.ask("GET", "/api/v1/info").json()["revision"]
    writers = [Writer(port, number) for number in range(WRITERS)]
    began = time.monotonic()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    seconds = time.monotonic() - began
    faults = [writer.failure for writer in writers if writer.failure]
    won = sorted(writer.won for writer in writers)
    if won != list(range(first + 1, first + 1 + WRITERS)):
        faults.append(f"not one winner for each revision from {first + 1} on: {won}")
    api.close()
    return Contest(seconds, sum(writer.requests for writer in writers), sum(writer.losses for writer in writers),
                   sum(writer.turned_away for writer in writers), faults)


class Writer(threading.Thread):
    def __init__(self, port: int, number: int):
        super().__init__(daemon=True)
        self.port, self.number = port, number
        self.requests = self.losses = self.turned_away = 0
        self.won = 0       # the revision that it made
        self.failure = ""

    def run(self):
        api = Api(self.port)
        try:
            while not self.won:
                try:
                    self._try(api)
                except (BrokenPipeError, ConnectionResetError):  # turned away before it had sent all
                    api.close()
                    self._wait()
        except (OSError, NotMeasured, ValueError) as error:
            self.failure = f"writer {self.number}: {error}"
        finally:
            api.close()

    def _try(self, api: Api):
        current = api.ask("GET", "/api/v1/config")
        if current.status == OVERLOADED:
            self._wait()
            return
        self.requests += 1
        answer = api.ask("PATCH", "/api/v1/config", {"listeners": {"web": {"timeouts": {"idle": f"{1000 + self.number}s"}}}}, MERGE_PATCH,
                         If_Match=current.etag)
        if answer.status == 200:
            self.won = answer.json()["revision"]
        elif answer.status == 412:
            self.losses += 1
        elif answer.status == OVERLOADED:
            self._wait()
        else:
            raise NotMeasured(f"{answer.status} {answer.body.decode(errors='replace')[:200]}")

    def _wait(self):
        self.turned_away += 1
        time.sleep(0.02)
