"""Are a balancer's answers right? Asked before anything is measured."""
import socket

from .backends import ANSWER
from .balancers.balancer import Running
from .bench import Bench
from .measurement import NotMeasured

VERIFIED_BYTES = 8_000_000


def read_answer(connection: socket.socket) -> bytes:
    """One whole HTTP answer with a Content-Length."""
    received = b""
    while True:
        head, blank_line, body = received.partition(b"\r\n\r\n")
        if blank_line:
            length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
            if len(body) >= length:
                return received
        part = connection.recv(65536)
        if not part:
            raise NotMeasured(f"the answer ended after {len(received)} bytes")
        received += part


def ask(connection: socket.socket, close: bool = False) -> bytes:
    end = "Connection: close\r\n" if close else ""
    connection.sendall(f"GET / HTTP/1.1\r\nHost: bench\r\n{end}\r\n".encode())
    answer = read_answer(connection)
    if not answer.startswith(b"HTTP/1.1 200") or not answer.endswith(ANSWER.encode()):
        raise NotMeasured(f"wrong answer: {answer[:80]!r}")
    return answer


def check_answers(bench: Bench, running: Running):
    """Requests on one connection and on many, and both directions of bulk byte by byte."""
    try:
        with socket.create_connection(("127.0.0.1", running.ports["web"]), 5) as connection:
            lengths = {len(ask(connection)) for _ in range(20)}
        if lengths != {bench.answer_length}:
            raise NotMeasured(f"answers of {lengths} bytes, the backend's own have {bench.answer_length}")
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", running.ports["web"]), 5) as connection:
                ask(connection, close=True)
                if connection.recv(1):
                    raise NotMeasured("more came after the answer")
    except OSError as error:
        raise NotMeasured(f"no answer: {error}")
    for direction in ("get", "put"):
        bench.bulk(running.address("bulk"), direction, 2, VERIFIED_BYTES, verify=True)


def learn_answer_length(bench: Bench):
    """From the backend itself, without a balancer. The answer to "Connection: close" differs in length, so both are asked."""
    web = next(service for service in bench.services if service.name == "web")
    lengths = []
    for close in (False, True):
        with socket.create_connection(("127.0.0.1", web.backend_port), 5) as connection:
            lengths.append(len(ask(connection, close)))
    bench.answer_length, bench.closing_answer_length = lengths
