"""The ratios as an SVG: one group of bars a metric, the better peer's line at 1."""
from xml.sax.saxutils import escape

from .results import Results

COLOURS = {"haproxy": "#9aa5b1", "haproxy-given": "#616e7c", "nginx": "#c3b091", "awe4lb-nio": "#5fb49c", "awe4lb-linux": "#1f7a8c",
           "awe4lb-linux-observed": "#7a4fa3", "awe4lb-linux-guarded": "#a3664f", "awe4lb-linux-other": "#8ab6c4"}
LABELS, WIDTH, BAR, GAP = 390, 960, 14, 14
LONGEST_RATIO = 2.5  # bars above are cut and say their ratio


def render(results: Results) -> str:
    groups = [(metric, bars) for metric in results.metrics if len(bars := ratios(results, metric)) > 1]
    height = 90 + sum(len(bars) * BAR + GAP for _, bars in groups)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">',
             f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
             '<text x="16" y="26" font-size="16">Ratio to the better peer, less is better</text>', legend(results)]
    top = 70
    for metric, bars in groups:
        parts.append(f'<text x="{LABELS - 10}" y="{top + len(bars) * BAR / 2 + 4}" text-anchor="end">{escape(metric.title)}</text>')
        for balancer, ratio in bars:
            parts.append(bar(top, balancer, ratio))
            top += BAR
        top += GAP
    parts.append(f'<line x1="{across(1)}" y1="60" x2="{across(1)}" y2="{height - 16}" stroke="#b33" stroke-dasharray="4 3"/>')
    return "\n".join(parts + ["</svg>\n"])


def ratios(results: Results, metric) -> list:
    found = [(balancer, results.ratio(metric, balancer)) for balancer in results.balancers]
    return [(balancer, ratio) for balancer, ratio in found if ratio is not None]


def across(ratio: float) -> float:
    return LABELS + min(ratio, LONGEST_RATIO) * (WIDTH - LABELS - 60) / LONGEST_RATIO


def bar(top: int, balancer, ratio: float) -> str:
    end = across(max(ratio, 0))
    return (f'<rect x="{LABELS}" y="{top + 1}" width="{end - LABELS:.1f}" height="{BAR - 2}" fill="{COLOURS.get(balancer.name, "#888")}"/>'
            f'<text x="{end + 5:.1f}" y="{top + 11}" font-size="10">{ratio:.2f}</text>')


def legend(results: Results) -> str:
    parts, left = [], 16
    for balancer in results.balancers:
        parts.append(f'<rect x="{left}" y="38" width="12" height="12" fill="{COLOURS.get(balancer.name, "#888")}"/>'
                     f'<text x="{left + 17}" y="48">{escape(balancer.title)}</text>')
        left += 40 + 7 * len(balancer.title)
    return "".join(parts)
