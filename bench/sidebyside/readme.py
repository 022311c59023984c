"""Fills the marked places of bench/README.md with the last table."""
import shutil
from pathlib import Path

from . import machine
from .results import Results
from .table import render

BENCH = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- last table: begin (bench/run --write-readme) -->", "<!-- last table: end -->"


def write(results: Results, json_file: Path, chart_file: Path):
    put(BEGIN, END, section(results))
    shutil.copy(json_file, BENCH / "results" / "published.json")
    shutil.copy(chart_file, BENCH / "results" / "published.svg")


def put(first: str, last: str, text: str):
    """In the place of what is between the two marks."""
    readme = BENCH / "README.md"
    before, begin, rest = readme.read_text().partition(first)
    _, end, after = rest.partition(last)
    if not begin or not end:
        raise ValueError(f"bench/README.md has lost its marks: {first} and {last}")
    readme.write_text(before + begin + "\n" + text + end + after)


def section(results: Results) -> str:
    about = results.about
    versions = "; ".join(balancer.title if balancer.is_peer else f"{balancer.title} {balancer.version()}" for balancer in results.balancers)
    notes = "".join(f"\n{note}.\n" for note in results.notes)
    return (f"{about['date']}, {machine.sentence(about['machine'])}. {versions}; revision {about['revision']}. "
            f"Medians of {about['rounds']} rounds{', quick run' if about['quick'] else ''}; "
            f"in brackets the ratio to the better peer.\n{notes}\n"
            f"{render(results)}\n\n![Ratios to the better peer](results/published.svg)\n")
