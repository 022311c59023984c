"""What a row is."""
from ..balancers.balancer import Balancer, Running
from ..bench import Bench
from ..measurement import Metric, Sample


class Row:
    """One kind of work and the metrics that come out of it.

    A repeated row is measured in every round on the balancers that run throughout; the others once, on balancers of their own.
    """
    name: str
    metrics: list[Metric]
    repeated = True
    protocol = "tcp"

    def measure(self, bench: Bench, running: Running) -> Sample:
        """A repeated row's work, once. Raises NotMeasured where a single answer is wrong."""
        raise NotImplementedError

    def measure_once(self, bench: Bench, balancer: Balancer) -> Sample:
        """The work of a row that starts its own balancer."""
        raise NotImplementedError
