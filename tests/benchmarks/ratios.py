"""What is made of rounds in which two sides took turns."""

from __future__ import annotations

from statistics import median, quantiles


def ratio(ours: list[float], theirs: list[float]) -> float:
    """Return the median of the ratios of the rounds."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def each(ours: list[float], theirs: list[float]) -> str:
    """Return the ratio of each round, as text."""
    return " ".join(f"{one / other:.2f}" for one, other in zip(ours, theirs, strict=True))


def middle(ours: list[float], theirs: list[float]) -> str:
    """Return between which ratios the middle half of the rounds lies, as text."""
    low, _, high = quantiles((one / other for one, other in zip(ours, theirs, strict=True)), n=4)
    return f"half of {len(ours)} rounds from {low:.2f} to {high:.2f}"


def spread(seconds: list[float]) -> str:
    """Return median, p90 and p99 of `seconds` in ms, as text."""
    points = quantiles(seconds, n=100)
    return f"{1000 * median(seconds):.2f} ms, p90 {1000 * points[89]:.2f}, p99 {1000 * points[-1]:.2f}"
