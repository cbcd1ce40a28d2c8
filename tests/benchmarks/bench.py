"""The benchmarks: how fast the real program is, each time against something bare beside it in the same run.

    python tests/benchmarks/bench.py [--json FILE] [--only ID,...] [--quick] [--display NAME]

The window opens at 1280 x 720 on an Xvfb of 1920 x 1080 that is started for it, also where there is a
display: a desktop's compositor and its vertical sync are not what is measured here (--display measures
with them). Each figure is the median of rounds in which both sides take turns; the absolute times, which
move with the machine, are printed below it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import large
import report
from children import ChildFailed, Environ, environment, measured
from effort import FULL, QUICK, Effort
from ratios import each, middle, ratio, spread
from report import GOALS, Result
from screen import NoScreen, screen
from starting import starts


def running(effort: Effort, environ: Environ) -> list[Result]:
    """Measure Run against the bare loop, its pictures, and how late the window is meanwhile."""
    told = measured("running.py", effort.run_rounds, effort.run_seconds, environ=environ)
    steps, bare, late_ms = told["steps"], told["bare"], told["late_ms"]
    return [
        Result(
            "run-vs-bare",
            ratio(steps, bare),
            f"{median(steps):,.0f} steps/s against {median(bare):,.0f}; rounds {each(steps, bare)}",
        ),
        Result("run-frames", median(told["frames"]), f"least of a round {min(told['frames']):.1f}"),
        Result(
            "run-lateness-p99-ms",
            quantiles(late_ms, n=100)[-1],
            f"median {median(late_ms):.1f}, worst {max(late_ms):.1f} of {len(late_ms):,} beats",
        ),
    ]


def pressing(effort: Effort, environ: Environ) -> list[Result]:
    """Measure the way of one press."""
    times_ms = [
        1000 * second for second in measured("pressing.py", effort.presses, environ=environ)["seconds"]
    ]
    note = f"{min(times_ms):.1f} to {max(times_ms):.1f}, p90 {quantiles(times_ms, n=10)[-1]:.1f}"
    return [Result("press-to-pixels-ms", median(times_ms), note)]


def speaking(effort: Effort, environ: Environ) -> list[Result]:
    """Measure a change of language."""
    seconds = measured("speaking.py", effort.starts, environ=environ)["seconds"]
    times_ms = [1000 * second for second in seconds]
    note = f"{min(times_ms):.1f} to {max(times_ms):.1f}, the first {times_ms[0]:.1f}"
    return [Result("language-switch-ms", median(times_ms), note)]


def presenting(effort: Effort, environ: Environ) -> list[Result]:
    """Measure the way into presenter mode and out of it."""
    told = measured("presenting.py", effort.switches, environ=environ)
    into, out = ([1000 * second for second in told["seconds"][first::2]] for first in (0, 1))
    note = f"in {median(into):.0f}, out {median(out):.0f}; worst {max(*into, *out):.0f}"
    return [Result("presenter-ms", max(median(into), median(out)), note)]


def learning(effort: Effort, environ: Environ) -> list[Result]:
    """Measure how soon a lesson's first text is there; the first one of a window counts too."""
    seconds = measured("learning.py", effort.starts, environ=environ)["seconds"]
    times_ms = [1000 * second for second in seconds]
    note = f"{min(times_ms):.1f} to {max(times_ms):.1f}, the first {times_ms[0]:.1f}"
    return [Result("lesson-open-ms", median(times_ms), note)]


def starting(effort: Effort, environ: Environ) -> list[Result]:
    """Measure the three moments of a start."""
    rounds = starts(effort.starts, environ)

    def result(id: str, ours: list[float], bare: list[float]) -> Result:
        note = f"{1000 * median(ours):.0f} ms against {1000 * median(bare):.0f}; rounds {each(ours, bare)}"
        return Result(id, ratio(ours, bare), note)

    window = [one.bare_window for one in rounds]
    return [
        result("first-paint-vs-bare-qt", [one.painted for one in rounds], window),
        result("panels-vs-bare-qt", [one.panels for one in rounds], window),
        result("ready-vs-import-torch", [one.ready for one in rounds], [one.bare_import for one in rounds]),
    ]


def updating(effort: Effort, environ: Environ) -> list[Result]:
    """Measure a whole update against matplotlib's; the smaller of two ratios counts."""
    told = measured("updating.py", effort.frames, environ=environ)
    ratios = {shape: ratio(sides["matplotlib"], sides["ours"]) for shape, sides in told.items()}
    notes = [
        f"{shape}: {ratios[shape]:.1f}, {1000 * median(sides['ours']):.1f} ms"
        f" against {1000 * median(sides['matplotlib']):.1f}"
        for shape, sides in told.items()
    ]
    return [Result("frame-vs-matplotlib", min(ratios.values()), "\n".join(notes))]


def lengthening(effort: Effort, environ: Environ) -> list[Result]:
    """Measure a frame of a long curve against one of a short curve."""
    short, long = measured("lengthening.py", effort.frames, environ=environ).values()
    note = f"{1000 * median(long):.1f} ms against {1000 * median(short):.1f}"
    return [Result("curve-1m-vs-1k", ratio(long, short), note)]


def hovering(effort: Effort, environ: Environ) -> list[Result]:
    """Measure how fast the inspector follows the mouse; the slower rows count."""
    told = measured("hovering.py", effort.moves, environ=environ)
    notes = [
        f"{name} rows: {1000 * median(seconds):.1f} ms, p90 {1000 * quantiles(seconds, n=10)[-1]:.1f}"
        for name, seconds in told.items()
    ]
    return [Result("hover-hz", min(1 / median(seconds) for seconds in told.values()), "\n".join(notes))]


def stating(effort: Effort, environ: Environ) -> list[Result]:
    """Measure Run with the optimizer's tables against Run without them; the worse of two cases counts."""
    told = measured("stating.py", effort.state_rounds, effort.state_seconds, environ=environ)
    costs = {case: 100 * (1 - ratio(sides["shown"], sides["hidden"])) for case, sides in told.items()}
    notes = [
        f"{case}: {costs[case]:.1f} %, {median(sides['shown']):,.0f} steps/s against"
        f" {median(sides['hidden']):,.0f}; {middle(sides['shown'], sides['hidden'])}"
        for case, sides in told.items()
    ]
    return [Result("state-cost", max(costs.values()), "\n".join(notes))]


def transcribing(effort: Effort, environ: Environ) -> list[Result]:
    """Measure one more action under a thousand."""
    told = measured("transcribing.py", effort.actions, environ=environ)
    times_ms = [1000 * second for second in told["seconds"]]
    note = f"{min(times_ms):.1f} to {max(times_ms):.1f}, p99 {quantiles(times_ms, n=100)[-1]:.1f}"
    return [Result("transcript-ms", median(times_ms), note)]


def recording(effort: Effort, environ: Environ) -> list[Result]:
    """Measure training whose steps are kept against training alone, and the room they take."""
    told = measured("recording.py", effort.pairs, environ=environ)
    costs = {
        case: {clock: 100 * (ratio(sides["kept"], sides["bare"]) - 1) for clock, sides in clocks.items()}
        for case, clocks in told["costs"].items()
    }
    notes = [
        f"{case}: {cost['thread']:.1f} %; with the file's thread {cost['process']:.1f} %, by the clock"
        f" {cost['wall']:.1f} %"
        for case, cost in costs.items()
    ]
    sizes = [
        f"{case}: {size['held_mb']:.1f} MB held, {size['counted_mb']:.1f} counted,"
        f" {size['file_mb']:.1f} in the file"
        for case, size in told["sizes"].items()
    ]
    plain = told["sizes"]["SGD"]
    return [
        Result("history-cost", max(cost["thread"] for cost in costs.values()), "\n".join(notes)),
        Result("history-mb-10k", max(plain["held_mb"], plain["counted_mb"]), "\n".join(sizes)),
    ]


def revisiting(effort: Effort, environ: Environ) -> list[Result]:
    """Measure the past in the engine; of the tables whose moments are shown, the slowest counts."""
    told = measured("revisiting.py", effort.moments, 2 * effort.actions, effort.sessions, environ=environ)
    shown, acted = told["shown"], told["acted"]
    kept, clones = told["cloned"]["history"], told["cloned"]["clones"]
    notes = [f"{name}: {spread(seconds)}" for name, seconds in shown.items()]
    return [
        Result(
            "bytes-vs-clones",
            clones["bytes"] / kept["bytes"],
            f"{kept['bytes']:,.0f} bytes a step against {clones['bytes']:,.0f}",
        ),
        Result(
            "restore-vs-clones",
            ratio(kept["seconds"], clones["seconds"]),
            f"{spread(kept['seconds'])} against {spread(clones['seconds'])}",
        ),
        Result("show-ms", max(1000 * median(seconds) for seconds in shown.values()), "\n".join(notes)),
        Result(
            "append-p99-ms",
            1000 * quantiles(acted["file"], n=100)[-1],
            f"{spread(acted['file'])}; without a file {spread(acted['memory'])}",
        ),
        Result("open-ms", 1000 * median(told["opened"]), spread(told["opened"])),
    ]


def scrubbing(effort: Effort, environ: Environ) -> list[Result]:
    """Measure how many moments are painted while the playhead is dragged."""
    told = measured("scrubbing.py", effort.drags, effort.drag_seconds, environ=environ)
    return [
        Result(f"scrub-hz-{shape}", median(rates), f"rounds {' '.join(f'{rate:.1f}' for rate in rates)}")
        for shape, rates in told.items()
    ]


def filming(effort: Effort, environ: Environ) -> list[Result]:
    """Measure an animation against Pillow's own way to write it."""
    told = measured("filming.py", effort.films, environ=environ)
    ours, pillow = told["ours"], told["pillow"]
    note = (
        f"{median(ours):.2f} s and {told['ours_bytes'] / 1e6:.1f} MB against {median(pillow):.2f} s and"
        f" {told['pillow_bytes'] / 1e6:.1f} MB; to paint the frames {told['painted']:.2f} s"
    )
    return [Result("gif-vs-pillow", ratio(pillow, ours), note)]


MEASUREMENTS: dict[Callable[[Effort, Environ], list[Result]], tuple[str, ...]] = {
    running: ("run-vs-bare", "run-frames", "run-lateness-p99-ms"),
    pressing: ("press-to-pixels-ms",),
    speaking: ("language-switch-ms",),
    presenting: ("presenter-ms",),
    learning: ("lesson-open-ms",),
    starting: ("first-paint-vs-bare-qt", "panels-vs-bare-qt", "ready-vs-import-torch"),
    updating: ("frame-vs-matplotlib",),
    lengthening: ("curve-1m-vs-1k",),
    hovering: ("hover-hz",),
    stating: ("state-cost",),
    transcribing: ("transcript-ms",),
    recording: ("history-cost", "history-mb-10k"),
    revisiting: ("bytes-vs-clones", "restore-vs-clones", "show-ms", "append-p99-ms", "open-ms"),
    scrubbing: ("scrub-hz-2x5", "scrub-hz-1000x64"),
    filming: ("gif-vs-pillow",),
    **large.MEASUREMENTS,
}


def main() -> int:
    """Measure what was asked for. Returns 0, whether or not the goals are met; 1 where it cannot measure."""
    arguments = _arguments()
    effort = QUICK if arguments.quick else FULL
    results: list[Result] = []
    try:
        with screen(arguments.display) as display, tempfile.TemporaryDirectory() as home:
            environ = environment(display, Path(home))
            for measurement, ids in MEASUREMENTS.items():
                if not arguments.only.isdisjoint(ids):
                    print(f"{', '.join(ids)} ...", file=sys.stderr, flush=True)
                    results += [one for one in measurement(effort, environ) if one.id in arguments.only]
    except (ChildFailed, NoScreen) as error:
        print(f"bench.py: {error}", file=sys.stderr)
        return 1
    print(report.table(results))
    if arguments.json is not None:
        report.save(results, arguments.json)
    return 0


def _arguments() -> argparse.Namespace:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument(
        "--only",
        type=_ids,
        default=set(GOALS),
        metavar="ID,...",
        help=f"measure only these; there are {', '.join(GOALS)}",
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds: to see that it works")
    parser.add_argument("--display", metavar="NAME", help="use this X display in place of an Xvfb")
    return parser.parse_args()


def _ids(text: str) -> set[str]:
    ids = set(text.split(","))
    if unknown := ids - set(GOALS):
        raise argparse.ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}")
    return ids


if __name__ == "__main__":
    sys.exit(main())
