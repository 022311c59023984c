"""The table of medians and ratios, as Markdown that also reads well in a terminal."""
from .measurement import NOT_JAVA
from .results import Results


def render(results: Results) -> str:
    notes: list[str] = []
    rows = [["work", "unit"] + [balancer.title for balancer in results.balancers]]
    for metric in results.metrics:
        cells = [cell(results, metric, balancer, notes) for balancer in results.balancers]
        rows.append([metric.title, metric.unit, *cells])
    return align(rows) + "".join(f"\n\n[{number}] {note}" for number, note in enumerate(notes, 1))


def cell(results, metric, balancer, notes) -> str:
    """Median and, beside it, the ratio to the better peer; a peer that is the better one has 1.00."""
    median = results.median(metric, balancer)
    if median is None:
        why = results.reasons.get(metric.key, {}).get(balancer.name, "not run")
        if why == NOT_JAVA:
            return "–"
        if why not in notes:
            notes.append(why)
        return f"– [{notes.index(why) + 1}]"
    ratio = results.ratio(metric, balancer)
    beside = f" ({ratio:.2f})" if ratio is not None else ""
    return f"{median:,.{metric.digits}f}".replace(",", " ") + beside


def align(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["| " + " | ".join(text.ljust(width) for text, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "| " + " | ".join("-" * width if column < 2 else "-" * (width - 1) + ":" for column, width in enumerate(widths)) + " |")
    return "\n".join(lines)
