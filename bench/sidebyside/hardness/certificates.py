"""Certificates of an authority that is made for one run."""
import subprocess
from pathlib import Path

from ..tools import find

NAME = "site.localhost"
KEYS = {"rsa": ["-newkey", "rsa:2048"], "ec": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]}
DAYS = 200  # enough that nobody objects to it


class Authority:
    def __init__(self, directory: Path):
        self.directory = directory
        directory.mkdir()
        self.certificate = directory / "ca.pem"
        self._request("ca", KEYS["ec"], ["-addext", "keyUsage=critical,keyCertSign,cRLSign"])

    def give(self, name: str, kind: str) -> Path:
        """A certificate and its key for the server, in name.pem and name.key."""
        return self._request(name, KEYS[kind], ["-CA", "ca.pem", "-CAkey", "ca.key", "-addext", f"subjectAltName=DNS:{NAME}",
                                                "-addext", "basicConstraints=critical,CA:FALSE",
                                                "-addext", "keyUsage=critical,digitalSignature",
                                                "-addext", "extendedKeyUsage=serverAuth"])

    def _request(self, name: str, key: list[str], options: list[str]) -> Path:
        subprocess.run([find("openssl"), "req", "-x509", "-nodes", "-sha256", "-days", str(DAYS), "-subj", f"/CN={name}", *key, *options,
                        "-keyout", f"{name}.key", "-out", f"{name}.pem"], cwd=self.directory, check=True, capture_output=True)
        return self.directory / f"{name}.pem"
