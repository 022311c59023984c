"""Clients that are busy while it is changed: every answer is checked, and a connection that ends early fails the run."""
import json
import signal
import subprocess

from ..balancers.balancer import Running
from ..bench import Bench
from ..measurement import NotMeasured
from ..processes import Process

CONNECTIONS = 500
REQUESTS_A_SECOND = 2000     # four on each of them
ARRIVALS_A_SECOND = 50       # connections with one request each, beside those that stay
LARGE_EVERY = 50
LONGEST_SECONDS = 1800


class Load:
    """From its making until `finish`."""

    def __init__(self, bench: Bench, running: Running, large_answer_length: int):
        directory = bench.fresh_directory("load")
        directory.mkdir()
        address = running.address("web")
        self.parts = {
            "stay": Process("the load", [str(bench.tools.generator("latency")), address, str(REQUESTS_A_SECOND), str(LONGEST_SECONDS),
                                         str(CONNECTIONS), str(bench.answer_length)], directory / "stay.log"),
            "come": Process("the arrivals", [str(bench.tools.generator("arrivals")), address, str(ARRIVALS_A_SECOND), str(LONGEST_SECONDS),
                                             str(bench.closing_answer_length), str(LARGE_EVERY), str(large_answer_length)],
                            directory / "come.log")}

    def check(self):
        for part in self.parts.values():
            if not part.alive():
                raise NotMeasured(f"{part.name} broke off: {part.last_words()}")

    def finish(self) -> dict[str, dict]:
        """What the generators say. TERM: nothing more becomes due, and what is under way is waited for."""
        self.check()
        for part in self.parts.values():
            part.popen.send_signal(signal.SIGTERM)
        return {name: self._said(part) for name, part in self.parts.items()}

    @staticmethod
    def _said(part: Process) -> dict:
        try:
            part.popen.wait(30)
            return json.loads(part.log.read_text())
        except (ValueError, subprocess.TimeoutExpired):
            raise NotMeasured(f"{part.name} failed: {part.last_words()}")
