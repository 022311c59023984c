"""What it costs to see everything: awe4lb with access log and metrics beside itself without, in the same rounds."""
from .results import Results

PLAIN, OBSERVED = "awe4lb-linux", "awe4lb-linux-observed"
CPU = "CPU"


def sentence(results: Results) -> str | None:
    """None where both were not measured."""
    by_name = {balancer.name: balancer for balancer in results.balancers}
    if PLAIN not in by_name or OBSERVED not in by_name:
        return None
    parts = []
    for metric in results.metrics:
        plain, observed = results.median(metric, by_name[PLAIN]), results.median(metric, by_name[OBSERVED])
        if CPU in metric.unit and plain and observed:
            parts.append(f"{metric.title}: {(observed / plain - 1) * 100:+.1f} %")
    return "an access log line a connection and metrics read every five seconds cost in CPU: " + "; ".join(parts) if parts else None
