"""What is asked of whoever checks."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    backends: int
    check: str          # as in awe4lb's configuration, without its braces
    interval: float     # seconds
    seconds: int

    @property
    def is_tcp(self) -> bool:
        return self.check.replace(" ", "") == "type:tcp"

    def configuration(self, addresses: list[str], port: int) -> str:
        backends = "".join(f'      - "{address}"\n' for address in addresses)
        return (f'accessLog: off\nmetrics: {{public: true, maxSeries: 1M}}\nlisteners:\n  many: {{bind: "127.0.0.1:{port}", pool: many}}\n'
                f"pools:\n  many:\n    healthCheck: {{{self.check}, interval: {round(self.interval * 1000)}ms}}\n    backends:\n{backends}")
