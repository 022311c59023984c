"""The REST API of a running awe4lb, on one connection that stays open; several threads take one each."""
import http.client
import json
from dataclasses import dataclass
from urllib.parse import quote

from ..measurement import NotMeasured

TOKEN = "a-token-for-the-bench-alone"
JSON, MERGE_PATCH, YAML = "application/json", "application/merge-patch+json", "application/yaml"


@dataclass(frozen=True)
class Answer:
    status: int
    etag: str
    body: bytes

    def json(self):
        return json.loads(self.body)


class Api:
    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, body=None, kind: str = JSON, **headers: str) -> Answer:
        """Whatever it answers."""
        content = body if body is None or isinstance(body, str) else json.dumps(body)
        all_headers = {"Authorization": f"Bearer {TOKEN}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if content is not None:
            all_headers["Content-Type"] = kind
        self.connection.request(method, path, content and content.encode(), all_headers)
        response = self.connection.getresponse()
        return Answer(response.status, response.headers.get("ETag", ""), response.read())

    def change(self, method: str, path: str, body=None, kind: str = JSON, **headers: str) -> Answer:
        """One that has to be in force when it is answered."""
        answer = self.ask(method, path, body, kind, **(headers or {"If_Match": "*"}))
        if answer.status not in (200, 201):
            raise NotMeasured(f"{method} {path}: {answer.status} {answer.body.decode(errors='replace')[:300]}")
        return answer

    def close(self):
        self.connection.close()


def backend(pool: str, address: str) -> str:
    return f"/api/v1/pools/{pool}/backends/{quote(address, safe='')}"
