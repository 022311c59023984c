"""System calls a connection, counted by strace."""
import re
import signal
import subprocess
import time

from .row import Row
from ..measurement import Metric, NotMeasured, Sample
from ..processes import Process
from ..tools import find
from ..warmup import warm_up

CONCURRENCY = 16
ATTACH_SECONDS = 10
LINE = re.compile(r"^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$", re.MULTILINE)


class SystemCalls(Row):
    name = "system-calls"
    repeated = False
    metrics = [Metric("system-calls", "system calls a connection", "calls")]

    def measure_once(self, bench, balancer):
        find("strace")
        count = bench.effort.traced_connections
        running = bench.start_fresh(balancer)
        try:
            warm_up(bench, running, bulk=False)  # loads classes, opens what is opened once
            calls = self._trace(bench, running, count)
        finally:
            running.process.stop()
        each = {name: number / count for name, number in calls.items()}
        return Sample({"system-calls": sum(each.values())}, {name: round(number, 3) for name, number in each.items() if number >= 0.001})

    @staticmethod
    def _trace(bench, running, count) -> dict[str, int]:
        directory = bench.fresh_directory("strace")
        directory.mkdir()
        summary = directory / "summary"
        pids = [argument for pid in running.process.tree() for argument in ("-p", str(pid))]
        command = [find("strace"), "-f", "-c", "-U", "time-percent,total-time,avg-time,calls,errors,name", "-o", str(summary), *pids]
        strace = Process("strace", command, directory / "output.log")
        try:
            await_attached(running, strace)
            bench.connections(running.address("web"), count, CONCURRENCY)
            strace.popen.send_signal(signal.SIGINT)
            strace.popen.wait(10)
        except subprocess.TimeoutExpired:
            raise NotMeasured("strace did not end")
        finally:
            strace.stop()
        calls = {name: int(number) for number, name in LINE.findall(summary.read_text())}
        calls.pop("total", None)
        if not calls:
            raise NotMeasured("strace counted nothing")
        return calls


def await_attached(running, strace: Process):
    """Until every thread of the balancer is traced."""
    deadline = time.monotonic() + ATTACH_SECONDS
    while time.monotonic() < deadline:
        if not strace.alive():
            raise NotMeasured(f"strace cannot attach: {strace.last_words()}")
        if all(tracer_of(pid) == strace.pid for pid in running.process.tree()):
            time.sleep(0.3)  # threads after the first are attached right behind it
            return
        time.sleep(0.05)
    raise NotMeasured(f"strace did not attach within {ATTACH_SECONDS} s")


def tracer_of(pid: int) -> int:
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("TracerPid:"))
