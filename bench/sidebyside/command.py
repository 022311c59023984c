"""What every command of the bench does around its work."""
import sys
import tempfile
from pathlib import Path
from typing import Callable

from .measurement import NotMeasured
from .processes import ProcessFailed, stop_all, stop_all_at_any_exit
from .tools import Missing


def say(text: str):
    print(text, file=sys.stderr, flush=True)


def execute(name: str, work: Callable[[Path], int]) -> int:
    """Does the work in a directory that is gone afterwards, as is every process that it has started. Returns the exit code."""
    stop_all_at_any_exit()
    with tempfile.TemporaryDirectory(prefix=f"{name}-") as temporary:
        try:
            return work(Path(temporary))
        except (Missing, ProcessFailed, NotMeasured) as why:
            say(f"bench/{name}: {why}")
            return 1
        except KeyboardInterrupt:
            return 130
        finally:
            stop_all()
