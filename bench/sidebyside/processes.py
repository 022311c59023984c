"""Processes that the bench started: their start, their end on any exit, and what the kernel says they used."""
import atexit
import ctypes
import os
import random
import signal
import socket
import subprocess
import time
from pathlib import Path

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)
_ports = list(range(20000, 32000))
_started: list["Process"] = []


class ProcessFailed(Exception):
    """A process that the bench needs ended or never became ready; the text says which and its last words."""


def _end_with_parent():
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Process:
    """One started program with its children, for instance nginx's workers."""

    def __init__(self, name: str, command: list[str], log: Path):
        self.name = name
        self.log = log
        with open(log, "ab") as output:
            self.popen = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                          preexec_fn=_end_with_parent)
        self.pid = self.popen.pid
        _started.append(self)

    def tree(self) -> list[int]:
        """This process and everything below it, parents first."""
        return descendants(self.pid, {pid: int(fields[1]) for pid, fields in all_stat_fields().items()})

    def cpu_seconds(self) -> float:
        """User and system time of all threads that live or lived in the tree, in ticks of 10 ms on most kernels."""
        return sum(int(fields[11]) + int(fields[12]) for fields in map(_stat_fields, self.tree())) / CLOCK_TICKS

    def resident_bytes(self) -> int:
        """Resident memory summed over the tree; pages shared by two of its processes count twice, as in ps."""
        total = 0
        for pid in self.tree():
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1]) * 1024
        return total

    def alive(self) -> bool:
        return self.popen.poll() is None

    def last_words(self) -> str:
        lines = [line for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return " / ".join(lines[-3:])[:400] or "it said nothing"

    def stop(self, patience: float = 5.0):
        """TERM, and KILL for the whole tree if that does not end it. Safe to call twice."""
        if self in _started:
            _started.remove(self)
        if not self.alive():
            return
        tree = self.tree()
        self.popen.send_signal(signal.SIGTERM)
        try:
            self.popen.wait(patience)
        except subprocess.TimeoutExpired:
            for pid in tree:
                _kill(pid)
            self.popen.wait()


def _stat_fields(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the third on (proc(5)): the second is a name and may hold blanks."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def all_stat_fields() -> dict[int, list[str]]:
    """Of every process there is, by its id."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                found[int(entry)] = _stat_fields(int(entry))
            except OSError:
                continue  # ended while we looked
    return found


def descendants(pid: int, parents: dict[int, int]) -> list[int]:
    """The process itself and everything below it, parents first."""
    result = [pid]
    for parent in result:
        result += [child for child, its_parent in parents.items() if its_parent == parent]
    return result


def _kill(pid: int):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def stop_all():
    for process in reversed(list(_started)):
        process.stop(patience=2.0)


def stop_all_at_any_exit():
    atexit.register(stop_all)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _: exit(128 + received))


def free_port() -> int:
    """A port nobody listens on, below the range that outgoing connections take theirs from. Never the same twice."""
    while True:
        port = random.choice(_ports)
        _ports.remove(port)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


def await_port(port: int, process: Process, seconds: float = 20.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not process.alive():
            raise ProcessFailed(f"{process.name} ended with code {process.popen.returncode}: {process.last_words()}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.01)
    raise ProcessFailed(f"{process.name} does not listen on 127.0.0.1:{port} after {seconds:.0f} s: {process.last_words()}")


def await_bound(port: int, process: Process, seconds: float = 20.0):
    """Of UDP there is nothing to connect to: the system's table says who is bound."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not process.alive():
            raise ProcessFailed(f"{process.name} ended with code {process.popen.returncode}: {process.last_words()}")
        if f":{port:04X} " in Path("/proc/net/udp").read_text():
            return
        time.sleep(0.01)
    raise ProcessFailed(f"{process.name} is not bound to UDP port {port} after {seconds:.0f} s: {process.last_words()}")
