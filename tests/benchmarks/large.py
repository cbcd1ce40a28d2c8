"""The measurements of large tables, files of vectors and texts; bench.py has the others, and runs all."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from statistics import median
from typing import Any

from children import Environ, measured
from effort import Effort
from ratios import each, ratio
from report import Result

# By the count of rows: a table that was left out for its size has no figure.
FRAMES = {10_000: "frame-10k-ms", 100_000: "frame-100k-ms", 1_000_000: "frame-1m-ms"}
DENSE_RUNS = {
    "dense 1,000 x 64": "run-1000x64-vs-bare",
    "dense 100,000 x 300": "run-100k-vs-bare",
    "dense 1,000,000 x 300": "run-1m-vs-bare",
}
MAP_POINTS = 3_000
NO_GENSIM = "gensim is not installed"


def framing(effort: Effort, environ: Environ) -> list[Result]:
    """Measure a frame of a large table, whole and zoomed, against images of whole tables."""
    told = measured("scaling.py", effort.tall_frames, effort.peer_frames, effort.most_rows, environ=environ)
    results = [_frame(id, told.get(f"{rows:,} x 300")) for rows, id in FRAMES.items()]
    for id, peer in (("frame-vs-setimage", "setImage"), ("frame-vs-imshow", "imshow")):
        # Of the tallest table that it could show.
        tallest = [name for name, parts in told.items() if peer in parts["whole"]][-1]
        whole = told[tallest]["whole"]
        times = median(whole[peer]), median(whole["ours"])
        note = f"{tallest}: {_ms(times[0])} against {_ms(times[1])}"
        results.append(Result(id, times[0] / times[1], note))
    return results


def _frame(id: str, parts: dict[str, dict[str, list[float]]] | None) -> Result:
    if parts is None:
        return _left_out(id)
    notes = [
        f"{name}: {', '.join(f'{side} {_ms(median(seconds))}' for side, seconds in sides.items())}"
        for name, sides in parts.items()
    ]
    return Result(id, max(1000 * median(sides["ours"]) for sides in parts.values()), "\n".join(notes))


def tall(effort: Effort, environ: Environ) -> list[Result]:
    """Measure the opening of a sparse table, zooming in it, and the memory of both processes."""
    told = measured("tall.py", effort.openings, effort.zooms, effort.most_rows, environ=environ)
    opened, bare, zooms, pans = told["opened"], told["bare"], told["zooms"], told["pans"]
    table = told["table_bytes"]
    shape = f"{effort.most_rows:,} x 300"
    engine, peak, trained, reopened = (
        told[f"{name}_bytes"] - told["idle_bytes"]
        for name in ("engine", "engine_peak", "trained", "reopened")
    )
    return [
        Result(
            "zoom-to-pixels-ms",
            1000 * max(median(zooms), median(pans)),
            f"{shape}: zoom {_ms(median(zooms))}, at most {_ms(max(zooms))};"
            f" pan {_ms(median(pans))}, at most {_ms(max(pans))}",
        ),
        Result(
            "begin-1m-vs-torch",
            ratio(opened, bare),
            f"{shape}: {median(opened):.1f} s against {median(bare):.1f}; rounds {each(opened, bare)}",
        ),
        Result(
            "engine-memory-1m",
            engine / table,
            f"{shape}: {engine / 1e6:,.0f} MB over {told['idle_bytes'] / 1e6:,.0f} for {table / 1e6:,.0f};"
            f" at its peak {peak / table:.2f}; with the history of some seconds {trained / table:.2f},"
            f" after {len(opened)} openings {reopened / table:.2f}",
        ),
        Result("window-mb-1m", told["window_bytes"] / 1e6, shape),
    ]


def racing(effort: Effort, environ: Environ) -> list[Result]:
    """Measure Run against the bare loop, as the tables grow."""
    told = measured("racing.py", effort.race_rounds, effort.race_seconds, effort.most_rows, environ=environ)
    sparse = {name: sides for name, sides in told.items() if name.startswith("sparse")}
    return [
        Result(
            "run-sparse-vs-bare",
            min(ratio(sides["steps"], sides["bare"]) for sides in sparse.values()),
            "\n".join(_race(name, sides) for name, sides in sparse.items()),
        ),
        *(_dense(id, name, told.get(name)) for name, id in DENSE_RUNS.items()),
    ]


def _dense(id: str, name: str, sides: dict[str, list[float]] | None) -> Result:
    if sides is None:
        return _left_out(id)
    return Result(id, ratio(sides["steps"], sides["bare"]), _race(name, sides))


def _race(name: str, sides: dict[str, list[float]]) -> str:
    steps, bare = sides["steps"], sides["bare"]
    return (
        f"{name}: {ratio(steps, bare):.2f}, {_rate(median(steps))} steps/s against {_rate(median(bare))};"
        f" rounds {each(steps, bare)}; {median(sides['frames']):.0f} pictures/s"
    )


def loading(effort: Effort, environ: Environ) -> list[Result]:
    """Measure how long files of vectors take to open."""
    told = measured("loading.py", effort.file_rounds, effort.file_rows, environ=environ)
    text, mapped = told["text"], told["mapped"]
    growth = ", ".join(f"{rows} rows {median(seconds):.2f} s" for rows, seconds in told["growth"].items())
    return [
        Result(
            "glove-vs-numpy",
            ratio(text["ours"], text["numpy"]),
            f"{effort.file_rows:,} x 50: {median(text['ours']):.2f} s against"
            f" {median(text['numpy']):.2f}\n{growth}",
        ),
        _glove(text),
        Result("mapped-open-ms", 1000 * median(mapped), f"{_ms(min(mapped))} to {_ms(max(mapped))}"),
    ]


def _glove(text: dict[str, list[float]]) -> Result:
    if "gensim" not in text:
        return Result("glove-vs-gensim", None, NO_GENSIM)
    note = f"{median(text['ours']):.2f} s against {median(text['gensim']):.2f}"
    return Result("glove-vs-gensim", ratio(text["ours"], text["gensim"]), note)


def neighbouring(effort: Effort, environ: Environ) -> list[Result]:
    """Measure the neighbours of pinned rows, the fit of a map's plane, and the report on the rows."""
    told = measured("neighbouring.py", effort.near_rounds, effort.most_rows, environ=environ)
    sides = {name: one["neighbours"]["seconds"] for name, one in told.items()}
    return [
        Result(
            "neighbours-vs-torch",
            min(ratio(seconds["torch"], seconds["ours"]) for seconds in sides.values()),
            "\n".join(_near(name, one) for name, one in told.items()),
        )
    ]


def _near(name: str, told: dict[str, Any]) -> str:
    seconds, count = told["neighbours"]["seconds"], told["neighbours"]["told"]
    rates = [f"{count / median(seconds[side]):,.0f}" for side in ("ours", "torch")]
    reports = told["reports"]
    return (
        f"{name}: {ratio(seconds['torch'], seconds['ours']):.1f}, {rates[0]} neighbours/s against {rates[1]};"
        f" a plane {_ms(median(told['fits']))}, rows {_ms(median(reports['first']))} and then"
        f" {_ms(median(reports['next']))}"
    )


def wording(effort: Effort, environ: Environ) -> list[Result]:
    """Measure skip-gram on the real text against gensim: pairs a second, and quality."""
    if importlib.util.find_spec("gensim") is None:
        return [Result(id, None, NO_GENSIM) for id in ("pairs-vs-gensim", "rho-vs-gensim")]
    told = measured("wording.py", effort.epochs, effort.seeds, effort.loss_rounds, environ=environ)
    rates = {
        name: [run["pairs"] / run["seconds"] for run in told[name]] for name in ("trainer", "loop", "gensim")
    }
    rho = {name: median(run["rho"] for run in told[name]) for name in rates}
    forms = [f"{name}: {pairs:,.0f} pairs/s" for name, pairs in told["ways"].items()]
    speeds = ", ".join(f"{name} {median(rounds):,.0f} pairs/s" for name, rounds in rates.items())
    return [
        Result("pairs-vs-gensim", ratio(rates["trainer"], rates["gensim"]), "\n".join([speeds, *forms])),
        Result(
            "rho-vs-gensim",
            abs(rho["gensim"] - rho["trainer"]),
            f"{effort.epochs} epochs: " + ", ".join(f"{name} {one:.3f}" for name, one in rho.items()),
        ),
    ]


def mapping(effort: Effort, environ: Environ) -> list[Result]:
    """Measure a frame of the map of words against pyqtgraph's and matplotlib's scatter."""
    seconds: dict[str, list[float]] = {"view": [], "scatter": [], "matplotlib": []}
    for _ in range(effort.map_rounds):
        for way, taken in seconds.items():
            told = measured("mapping.py", way, MAP_POINTS, effort.map_frames, environ=environ)
            taken.append(median(told["seconds"]))
    view, scatter = seconds["view"], seconds["scatter"]
    note = (
        f"{MAP_POINTS:,} words: {_ms(median(view))} against {_ms(median(scatter))}; matplotlib"
        f" {_ms(median(seconds['matplotlib']))}; rounds {each(scatter, view)}"
    )
    return [Result("map-vs-pyqtgraph", ratio(scatter, view), note)]


MEASUREMENTS: dict[Callable[[Effort, Environ], list[Result]], tuple[str, ...]] = {
    framing: (*FRAMES.values(), "frame-vs-setimage", "frame-vs-imshow"),
    tall: ("zoom-to-pixels-ms", "begin-1m-vs-torch", "engine-memory-1m", "window-mb-1m"),
    racing: ("run-sparse-vs-bare", *DENSE_RUNS.values()),
    loading: ("glove-vs-numpy", "glove-vs-gensim", "mapped-open-ms"),
    neighbouring: ("neighbours-vs-torch",),
    wording: ("pairs-vs-gensim", "rho-vs-gensim"),
    mapping: ("map-vs-pyqtgraph",),
}


def _left_out(id: str) -> Result:
    return Result(id, None, "a table of this size was left out")


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.{1 if seconds >= 0.001 else 3}f} ms"


def _rate(steps: float) -> str:
    return f"{steps:,.0f}" if steps >= 100 else f"{steps:.2f}"
