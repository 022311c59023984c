"""Programs the bench needs: found, or a sentence that says how to get them."""
import os
import shutil
import subprocess
from pathlib import Path

LIBRARIES = {"tls": ["-lssl", "-lcrypto"]}  # of generators, from libssl-dev
PACKAGES = {"nginx": "nginx-light", "haproxy": "haproxy", "wrk": "wrk", "strace": "strace", "gcc": "gcc libc6-dev", "jcmd": "a JDK",
            "openssl": "openssl", "testssl": "testssl.sh"}
SYSTEM_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/local/sbin"
STREAM_MODULES = [Path("/usr/lib/nginx/modules/ngx_stream_module.so"), Path("/usr/lib64/nginx/modules/ngx_stream_module.so")]


class Missing(Exception):
    """A program is not installed; the text says what to install."""


def find(program: str) -> str:
    candidates = [shutil.which(program, path=SYSTEM_PATH)]
    if program == "jcmd" and os.environ.get("JAVA_HOME"):
        candidates.insert(0, shutil.which(program, path=os.environ["JAVA_HOME"] + "/bin"))
    for candidate in candidates:
        if candidate:
            return candidate
    how = PACKAGES[program]
    raise Missing(f"{program} is missing: install {how}" if how.startswith("a ") else f"{program} is missing: apt-get install {how}")


def nginx_preamble(directory: Path) -> str:
    """The start of each nginx configuration. A master that is root must name a user for its workers that may run here."""
    user = "user nobody nogroup;\n" if os.getuid() == 0 else ""
    return f"{user}pid {directory}/nginx.pid;\nerror_log {directory}/error.log warn;\nworker_rlimit_nofile 65536;\n"


def nginx_stream_module() -> str:
    """The line that loads the stream module, empty where it is compiled in."""
    built_with = subprocess.run([find("nginx"), "-V"], capture_output=True, text=True).stderr
    if "--with-stream " in built_with + " " and "--with-stream=dynamic" not in built_with:
        return ""
    for module in STREAM_MODULES:
        if module.exists():
            return f"load_module {module};\n"
    raise Missing("nginx has no stream module: apt-get install libnginx-mod-stream")


class Tools:
    """The load generators are C, compiled at the first use of each: a generator in Python would need more CPU than the balancers."""

    def __init__(self, directory: Path):
        self.directory = directory

    @property
    def nginx(self) -> str:
        return find("nginx")

    def generator(self, name: str) -> Path:
        program = self.directory / name
        if not program.exists():
            source = Path(__file__).parent / "load" / f"{name}.c"
            subprocess.run([find("gcc"), "-O2", "-Wall", "-pthread", "-o", str(program), str(source), *LIBRARIES.get(name, [])], check=True)
        return program
