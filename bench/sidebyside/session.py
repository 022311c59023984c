"""One run from first to last: check the answers, warm up, measure in interleaved rounds, then the rows that are measured once."""
import time

from .answers import check_answers, learn_answer_length
from .balancers.balancer import Balancer, Running
from .bench import Bench
from .measurement import NotMeasured
from .noise import Noise
from .processes import ProcessFailed
from .results import Results
from .tools import Missing
from .warmup import warm_up

SECONDS_ONCE = 12   # what a row that is measured once takes on one balancer, roughly; keeps rounds from eating its time
QUIET_CORES = 0.1   # what others may use without a word about it
ATTEMPTS = 2        # at a sample that others disturb
OTHERS = "cores used by others"
TROUBLE = (NotMeasured, Missing, ProcessFailed, OSError)


class Session:
    def __init__(self, bench: Bench, rows: list, results: Results, say):
        self.bench, self.rows, self.results, self.say = bench, rows, results, say
        self.began = time.monotonic()
        self.out_of_order: dict[str, str] = {}   # balancers that nothing can be measured on, and why

    def run(self):
        learn_answer_length(self.bench)
        running = [started for balancer in self.results.balancers if (started := self._open(balancer))]
        repeated = [row for row in self.rows if row.repeated]
        if repeated:
            noise = Noise()
            self._rounds(repeated, running)
            self._tell(noise)
        for started in running:
            started.process.stop()
        for row in self.rows:
            if not row.repeated:
                for balancer in self.results.balancers:
                    self._once(row, balancer)

    def _open(self, balancer: Balancer) -> Running | None:
        """Starts, checks and warms up. A balancer that answers wrongly is out of the whole run."""
        try:
            running = self.bench.start_for_rounds(balancer, {row.protocol for row in self.rows if row.repeated})
            check_answers(self.bench, running)
            if any(row.repeated for row in self.rows):
                warm_up(self.bench, running)
            return running
        except TROUBLE as why:
            self.out_of_order[balancer.name] = str(why)
            self.say(f"{balancer.title}: out of the run: {why}")
            for row in self.rows:
                self.results.fail(row, balancer, str(why))
            return None

    def _rounds(self, rows: list, running: list[Running]):
        once = SECONDS_ONCE * self._scale() * sum(not row.repeated for row in self.rows) * len(running)
        budget = self.bench.effort.budget_seconds - once
        longest = 0.0
        for number in range(self.bench.effort.rounds):
            start = time.monotonic()
            if number and start - self.began + longest > budget:
                self.results.notes.append(f"only {number} of {self.bench.effort.rounds} rounds fitted into the time")
                break
            for row in rows:
                shift = number % max(1, len(running))  # nobody is always the first
                for started in running[shift:] + running[:shift]:
                    self._measure(number, row, started)
            longest = max(longest, time.monotonic() - start)
            self.results.about["rounds"] = number + 1

    def _tell(self, noise: Noise):
        others = round(noise.others_cores(), 2)
        self.results.about[OTHERS] = others
        if others > QUIET_CORES:
            self.results.notes.append(f"other processes used {others} cores during the rounds: "
                                      "compare ratios with care, and latencies not at all")

    def _scale(self) -> float:
        return 0.5 if self.bench.effort.budget_seconds < 600 else 1.0

    def _measure(self, number: int, row, started: Running):
        balancer = started.balancer
        if self.results.failed(row, balancer):
            return
        try:
            if not started.process.alive():
                raise NotMeasured(f"{balancer.title} ended with code {started.process.popen.returncode}: {started.process.last_words()}")
            sample = self._quietest(row, started)
            self.results.add(row, balancer, sample)
            self.say(f"round {number + 1}  {row.name:13} {balancer.title:20} {shown(sample)}")
        except TROUBLE as why:
            self._failed(row, balancer, why)

    def _quietest(self, row, started: Running):
        """Measures, and once more if others disturbed it; the less disturbed one counts, whatever it says."""
        samples = []
        while not samples or (len(samples) < ATTEMPTS and samples[-1].details[OTHERS] > QUIET_CORES):
            noise = Noise()
            samples.append(row.measure(self.bench, started))
            samples[-1].details[OTHERS] = round(noise.others_cores(), 2)
        return min(samples, key=lambda sample: sample.details[OTHERS])

    def _once(self, row, balancer: Balancer):
        if balancer.name in self.out_of_order:
            return
        try:
            sample = row.measure_once(self.bench, balancer)
            self.results.add(row, balancer, sample)
            self.say(f"once     {row.name:13} {balancer.title:20} {shown(sample)}")
        except TROUBLE as why:
            self._failed(row, balancer, why)

    def _failed(self, row, balancer: Balancer, why: Exception):
        self.results.fail(row, balancer, str(why))
        self.say(f"         {row.name:13} {balancer.title:20} not measured: {why}")


def shown(sample) -> str:
    return ", ".join(f"{key} {value:.4g}" for key, value in {**sample.values, **sample.details}.items()
                     if isinstance(value, (int, float)) and not isinstance(value, bool))[:150]
