"""Somebody who reads the metrics every five seconds, as a Prometheus does."""
import sys
import threading
import time
import urllib.request

from .processes import Process

EVERY = 5.0  # seconds; many ask every 15
WARM_UP, WARM_UP_EVERY = 100, 0.05  # reads that belong to the warm-up: as many as in ten minutes


class Scraper(threading.Thread):
    """Reads until the process ends. A scrape that fails before that is told."""

    def __init__(self, url: str, process: Process):
        super().__init__(daemon=True, name="scraper")
        self.url, self.process = url, process
        self.has_read = False   # the balancer serves before its admin server does

    def run(self):
        reads = 0
        while self.process.alive():
            self._read()
            reads += self.has_read
            time.sleep(EVERY if reads > WARM_UP else WARM_UP_EVERY)

    def _read(self):
        try:
            with urllib.request.urlopen(self.url, timeout=10) as answer:
                answer.read()
            self.has_read = True
        except OSError as failure:
            if self.has_read and self.process.alive():
                print(f"metrics cannot be read: {failure}", file=sys.stderr, flush=True)
