"""How much CPU others used while the bench ran: a table made beside a busy neighbour should say so."""
import os
import time

from .processes import CLOCK_TICKS, all_stat_fields, descendants

KERNEL_THREADS = 2  # kthreadd; some of them do our own network work


class Noise:
    """From its making on."""

    def __init__(self):
        self.began = time.monotonic()
        self.before = seconds_of_others()

    def others_cores(self) -> float:
        """Cores that processes which are not ours kept busy, on average."""
        return max(0.0, (seconds_of_others() - self.before) / (time.monotonic() - self.began))


def seconds_of_others() -> float:
    """Of all processes that are neither ours nor the kernel's, with their ended children: a process that ends leaves its time to its
    parent, so that the sum never loses any. /proc/stat would not do: it counts network work as interrupts, where the processes count it
    as theirs."""
    fields = all_stat_fields()
    parents = {pid: int(its[1]) for pid, its in fields.items()}
    spared = {*descendants(os.getpid(), parents), *descendants(KERNEL_THREADS, parents)}
    return sum(sum(map(int, its[11:15])) for pid, its in fields.items() if pid not in spared) / CLOCK_TICKS
