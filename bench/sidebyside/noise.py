"""How much CPU others used while the bench ran: a table made beside a busy neighbour should say so."""
import resource
import time
from pathlib import Path

from . import processes


class Noise:
    """From its making on. What interrupts cost belongs to nobody and is left out."""

    def __init__(self):
        self.began = time.monotonic()
        self.before = machine_seconds() - own_seconds()

    def others_cores(self) -> float:
        """Cores that processes which are not ours kept busy, on average."""
        return max(0.0, (machine_seconds() - own_seconds() - self.before) / (time.monotonic() - self.began))


def machine_seconds() -> float:
    """User, nice and system time of all processes (proc(5), /proc/stat)."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()
    return sum(map(int, fields[1:4])) / processes.CLOCK_TICKS


def own_seconds() -> float:
    """The bench itself, the load that ended, and everything that runs for it."""
    ended = sum(usage.ru_utime + usage.ru_stime for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
    return ended + processes.running_cpu_seconds()
