"""awe4lb as it is measured here: administered with a token, and its long-lived connections on two backends that stay."""
from . import api
from ..balancers.awe4lb import Awe4lb
from ..processes import free_port


class AdministeredAwe4lb(Awe4lb):
    def configure(self, ports, services, directory):
        command = super().configure(ports, services, directory)
        ports["admin"] = free_port()
        file = directory / "awe4lb.yaml"
        file.write_text(f"admin:\n  auth: {{tokens: {{bench: {{token: {api.TOKEN}, role: admin}}}}}}\n" + file.read_text())
        command[command.index("--admin") + 1] = f"127.0.0.1:{ports['admin']}"
        return command
