"""The changes that are made under load, in a cycle of ten: each of them is another configuration that is in force when it is answered."""
import socket
import time

from .api import MERGE_PATCH, YAML, Api, backend
from ..measurement import NotMeasured
from ..processes import free_port

CYCLE = 10


class Changes:
    """Of the pool and the listener "web". Makes one after the other; `seconds` has how long each of them took."""

    def __init__(self, api: Api, address: str):
        self.api = api
        self.address = address
        self.stays = backend("web", address)
        self.goes = backend("web", "spare")  # the same server under another name
        self.port = free_port()
        self.made = 0
        self.seconds: list[float] = []

    def make(self, count: int, after_each=lambda: None):
        for _ in range(count):
            change = self.STEPS[self.made % CYCLE]
            began = time.monotonic()
            change(self)
            self.seconds.append(time.monotonic() - began)
            self.made += 1
            after_each()

    def weigh(self):
        self.api.change("PUT", self.stays, {"address": self.address, "weight": 1 + self.made % 9})

    def add_backend(self):
        self.api.change("PUT", self.goes, {"address": self.address, "name": "spare"}, If_None_Match="*")

    def remove_backend(self):
        self.api.change("DELETE", self.goes)

    def change_timeouts(self):
        self._patch("/api/v1/listeners/web", {"timeouts": {"idle": f"{600 + self.made % 500}s"}})

    def add_listener(self):
        self.api.change("PUT", "/api/v1/listeners/more", {"bind": f"127.0.0.1:{self.port}", "pool": "web"}, If_None_Match="*")
        socket.create_connection(("127.0.0.1", self.port), 5).close()  # in force means now

    def remove_listener(self):
        self.api.change("DELETE", "/api/v1/listeners/more")
        try:
            socket.create_connection(("127.0.0.1", self.port), 5).close()
        except ConnectionRefusedError:
            return
        raise NotMeasured("a removed listener still accepts connections")

    def check_health(self):
        self._patch("/api/v1/pools/web", {"healthCheck": {"type": "tcp", "interval": f"{2 + self.made % 3}s"}})

    def replace_all(self):
        text = self.api.ask("GET", "/api/v1/config", Accept=YAML)
        lines = [line for line in text.body.decode().splitlines() if not line.startswith("shutdown:")]
        lines.append(f"shutdown: {{drain: {1 + self.made}s}}\n")
        self.api.change("PUT", "/api/v1/config", "\n".join(lines), YAML, If_Match=text.etag)

    def _patch(self, path: str, patch: dict):
        self.api.change("PATCH", path, patch, MERGE_PATCH)

    STEPS = [weigh, add_backend, change_timeouts, add_listener, check_health, weigh, replace_all, remove_listener, remove_backend,
             change_timeouts]
