"""Handshakes that stop: after a part of the hello, after the hello, after the server's answer, or with nonsense."""
import random
import socket
import ssl
import struct
import time

from .certificates import NAME
from .servers import Server
from ..memory import live_heap_bytes
from ..soak import census, growth

AT_ONCE = 100
WARM_UP = 2_000
SETTLE_SECONDS = 3
SEED = 20_261_126
RESET = struct.pack("ii", 1, 0)


def hello(version: ssl.TLSVersion) -> bytes:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = context.maximum_version = version
    sent = ssl.MemoryBIO()
    try:
        context.wrap_bio(ssl.MemoryBIO(), sent, server_hostname=NAME).do_handshake()
    except ssl.SSLWantReadError:
        return sent.read()
    raise AssertionError("a handshake without a server")


def stop_half_way(server: Server, count: int) -> list[growth.Growth]:
    """Descriptors and live objects in the heap, before and after."""
    hellos = [hello(ssl.TLSVersion.TLSv1_2), hello(ssl.TLSVersion.TLSv1_3)]
    choose = random.Random(SEED)
    _all(server, hellos, choose, WARM_UP)
    before = _quiet(server)
    _all(server, hellos, choose, count)
    return growth.left_behind(before, _quiet(server))


def _all(server: Server, hellos: list[bytes], choose: random.Random, count: int):
    for _ in range(count // AT_ONCE):
        opened = [socket.create_connection(("127.0.0.1", server.port), 10) for _ in range(AT_ONCE)]
        for connection in opened:
            _begin(connection, choose.choice(hellos), choose)
        for connection in opened:
            if choose.random() < 0.5:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            connection.close()


def _begin(connection: socket.socket, said: bytes, choose: random.Random):
    how_far = choose.randrange(4)
    if how_far == 0:
        connection.sendall(said[:choose.randrange(1, len(said))])
        return
    connection.sendall(said)
    if how_far >= 2:
        connection.recv(1 << 16)
    if how_far == 3:
        connection.sendall(choose.randbytes(100))


def _quiet(server: Server) -> dict[str, float]:
    time.sleep(SETTLE_SECONDS)
    return {"descriptors": census.take(server.process.pid).descriptors, "heap": live_heap_bytes(server.process.pid) / 1e6}
