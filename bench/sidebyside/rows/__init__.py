"""The rows of the table. A new one is a module here and a line in ALL."""
from .bulk import Bulk
from .connections import ConnectionARequest
from .datagrams import Bursts, Echo, IdleSessions, Sessions
from .idle import IdleConnections, SecuredIdleConnections
from .keepalive import KeepAlive
from .latency import Latency
from .resident import Resident
from .row import Row
from .secured import Handshakes, SecuredBulk, SecuredRequests
from .startup import Startup
from .syscalls import SystemCalls

ALL: list[Row] = [
    KeepAlive(), ConnectionARequest(), Bulk("get"), Bulk("put"), Latency(),
    Handshakes("full"), Handshakes("resumed"), SecuredRequests(), SecuredBulk("get"), SecuredBulk("put"),
    Echo(64, 1), Echo(16, 16), Bursts(), Sessions(), IdleSessions(),
    IdleConnections(), SecuredIdleConnections(), Resident(), Startup(), SystemCalls(),
]
