"""How long a change takes where the configuration is large."""
import statistics
import time
from dataclasses import dataclass

from .api import MERGE_PATCH, YAML, Api, backend
from ..processes import free_port

LISTENERS, BACKENDS_A_POOL = 200, 25
ALLOWED_MILLISECONDS = 300


@dataclass(frozen=True)
class Times:
    """Of one kind of change, in milliseconds, from the request to the answer that it is in force."""
    title: str
    milliseconds: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def most(self) -> float:
        return max(self.milliseconds)


class Large:
    """A listener and a pool each; nobody listens where the backends are said to be, and nobody asks."""

    def __init__(self):
        self.ports = [free_port() for _ in range(LISTENERS)]

    def text(self, weight: int) -> str:
        """Every pool has one backend of that weight, and its other backends weigh 1."""
        lines = ["listeners:"]
        lines += [f'  l{number}: {{bind: "127.0.0.1:{port}", pool: p{number}}}' for number, port in enumerate(self.ports)]
        lines.append("pools:")
        for number in range(LISTENERS):
            lines += [f"  p{number}:", "    strategy: least-connections", "    backends:"]
            lines += [f'      - {{address: "{address(number, index)}", weight: {weight if index == 0 else 1}}}'
                      for index in range(BACKENDS_A_POOL)]
        return "\n".join(lines) + "\n"

    def measure(self, api: Api, count: int) -> list[Times]:
        admin = api.ask("GET", "/api/v1/config", Accept=YAML).body.decode()
        before, after = admin[:admin.index("listeners:")], admin
        api.change("PUT", "/api/v1/config", before + self.text(1), YAML)
        kinds = {
            "the whole configuration replaced, a weight changed in each pool":
                lambda turn: api.change("PUT", "/api/v1/config", before + self.text(2 + turn), YAML),
            "one backend added to a pool, or removed": lambda turn: self._toggle(api, turn),
            "one listener's timeout changed": lambda turn: api.change("PATCH", "/api/v1/listeners/l7", {"timeouts": {"idle": f"{100 + turn}s"}},
                                                                      MERGE_PATCH),
        }
        times = [Times(title, [_milliseconds(change, turn) for turn in range(count)]) for title, change in kinds.items()]
        api.change("PUT", "/api/v1/config", after, YAML)
        return times

    @staticmethod
    def _toggle(api: Api, turn: int):
        path = backend("p7", "127.9.9.9:9")
        if turn % 2 == 0:
            api.change("PUT", path, {"address": "127.9.9.9:9"}, If_None_Match="*")
        else:
            api.change("DELETE", path)


def address(pool: int, index: int) -> str:
    return f"127.1.{pool}.{index + 1}:9"


def _milliseconds(change, turn: int) -> float:
    began = time.monotonic()
    change(turn)
    return (time.monotonic() - began) * 1000
