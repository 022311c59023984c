"""Thousands of addresses behind one socket: all of 127.0.0.0/8 is this machine."""
import socket
import threading

BACKLOG = 4096


class ManyAddresses:
    """Takes every connection, to whichever address, and closes it. A tcp check resets before there is one to take."""

    def __init__(self, count: int):
        self.count = count
        self.listening = socket.socket()
        self.listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listening.bind(("0.0.0.0", 0))
        self.listening.listen(BACKLOG)
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        while True:
            try:
                self.listening.accept()[0].close()
            except OSError:
                return

    def addresses(self) -> list[str]:
        return [f"127.{64 + number // 62500}.{number // 250 % 250}.{number % 250 + 1}:{self.port}" for number in range(self.count)]

    def close(self):
        self.listening.close()
