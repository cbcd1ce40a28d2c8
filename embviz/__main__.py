"""The command line: reads the arguments, then imports the one program that was asked for."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from embviz import __version__
from embviz.core import startup
from embviz.core.formats import (
    DEFAULT_FPS,
    DEFAULT_FRAMES,
    DEFAULT_HOLD_S,
    FORMATS,
    LONGEST_HOLD_S,
    MOST_FPS,
    MOST_FRAMES,
    animation_problem,
)
from embviz.core.order import DEFAULT_SIZE, DEFAULT_THEME, PANEL_NAMES, Order

_USAGE_ERROR = 2
_INTERRUPTED = 130

_FILE = """\
FILE is a session (.embviz) or an experiment (.toml) to open in the window.

"""
_EXIT_STATUS = """\
exit status:
  0    closed normally
  1    an unexpected error was met, and shown
  2    wrong arguments, or no usable display
  130  interrupted (SIGINT, Ctrl+C)
  143  terminated (SIGTERM)
"""
_SMALLEST, _LARGEST = (320, 240), (7680, 4320)
# Of each step the distance is kept, and its place in the history.
_MOST_STEPS = 10_000_000
_MOST_MOMENTS = 2**62
_HISTORY_MB = 512
_SESSION_ENDING, _EXPERIMENT_ENDING = ".embviz", ".toml"
_COMMANDS = ("render", "engine", "doctor")
# Options of the window that a word follows.
_VALUED = ("--experiment", "--theme", "--language", "--plan", "--file")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program that the arguments choose, and return its exit status."""
    arguments = _parser().parse_args(_with_file_option(sys.argv[1:] if argv is None else argv))
    run: Callable[[argparse.Namespace], int] = arguments.run
    if run is not _window and (
        arguments.window_experiment
        or arguments.window_theme
        or arguments.window_file
        or arguments.window_language
        or arguments.window_plan
    ):
        arguments.fail("options of the window do not go before a command")
    try:
        return run(arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _window(arguments: argparse.Namespace) -> int:
    file, experiment = arguments.window_file, arguments.window_experiment
    if file is not None and experiment is not None:
        arguments.fail("give one file, a session or an experiment")
    session = file if file is not None and file.name.lower().endswith(_SESSION_ENDING) else None
    from embviz import display

    problem = display.problem()
    if problem:
        print(f"embviz cannot open a window: {problem}.", file=sys.stderr)
        print("`embviz doctor` says what to install; `embviz render` needs no display.", file=sys.stderr)
        return _USAGE_ERROR
    startup.begin()
    from embviz.gui import app

    if session is None:
        experiment = file or experiment
    return app.run(
        experiment, arguments.window_theme, session, arguments.window_language, arguments.window_plan
    )


def _with_file_option(words: Sequence[str]) -> list[str]:
    """Return `words` with the option that stands for a file to open: argparse takes a word for a command."""
    for place, word in enumerate(words):
        if word in _COMMANDS:
            break
        is_value = place > 0 and words[place - 1] in _VALUED
        if word.lower().endswith((_SESSION_ENDING, _EXPERIMENT_ENDING)) and word[0] != "-" and not is_value:
            return [*words[:place], "--file", *words[place:]]
    return list(words)


def _render(arguments: argparse.Namespace) -> int:
    order = _order(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from embviz import display

    problem = display.problem()
    if problem:
        print(f"embviz render: Qt cannot start: {problem}; run `embviz doctor`.", file=sys.stderr)
        return _USAGE_ERROR
    startup.begin()
    from embviz.gui import render

    return render.run(order)


def _order(arguments: argparse.Namespace) -> Order:
    order = Order(
        **{field: getattr(arguments, field) for field in Order._fields if field != "outs"},
        outs=tuple(arguments.out),
    )
    is_placed = order.moment is not None or order.branch is not None
    for is_wrong, why in (
        (not order.outs and not order.as_json, "nothing to do: give --out FILE, --json or both"),
        (len(set(order.outs)) < len(order.outs), "one file is given by --out more than once"),
        (order.session and order.experiment, "give a session or --experiment, not both"),
        (order.session and order.steps, "--steps trains an experiment; a session is drawn as it is"),
        (order.bookmark is not None and is_placed, "give --bookmark, or --moment and --branch, not both"),
        (order.as_json and order.tells_progress, "--json and --progress would mix on stdout"),
    ):
        if is_wrong:
            arguments.fail(why)
    return order


def _engine(arguments: argparse.Namespace) -> int:
    from embviz.engine import allocation
    from embviz.engine.stdio import Channel

    # Before torch is imported: from here on a stray print goes to stderr, not between the frames.
    channel = Channel()
    allocation.keep_freed()
    startup.begin()
    from embviz.engine.serve import serve

    status = serve(channel, arguments.sessions, arguments.history_mb)
    # Taking torch down in order takes half a second, which the window would wait for at its own end.
    sys.stderr.flush()
    os._exit(status)


def _doctor(_arguments: argparse.Namespace) -> int:
    from embviz import doctor

    return doctor.main()


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(_USAGE_ERROR, f"{self.prog}: {' '.join(message.split())}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="embviz",
        usage=(
            "embviz [FILE] [--experiment FILE] [--theme {system,light,dark,contrast}] [--language {en,ja}]"
            " [--plan FILE] | embviz COMMAND ..."
        ),
        description="A window that shows how a PyTorch nn.Embedding learns.",
        epilog=_FILE + _EXIT_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run=_window, fail=parser.error)
    parser.add_argument("--version", action="version", version=f"embviz {__version__}")
    # Named apart from a command's own: a command would overwrite them in silence.
    parser.add_argument(
        "--experiment",
        dest="window_experiment",
        type=_readable_file,
        metavar="FILE",
        help="start with the experiment saved in this TOML file",
    )
    parser.add_argument(
        "--theme",
        dest="window_theme",
        choices=("system", "light", "dark", "contrast"),
        help="colours (default: those chosen in the window, or the system's)",
    )
    parser.add_argument(
        "--language",
        dest="window_language",
        choices=("en", "ja"),
        help="of the window (default: the one chosen in it, or the system's)",
    )
    parser.add_argument(
        "--plan",
        dest="window_plan",
        type=_readable_file,
        metavar="FILE",
        help="a teacher's plan: what the window hides, fixes and offers",
    )
    # What `_with_file_option` makes of FILE.
    parser.add_argument("--file", dest="window_file", type=_readable_file, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(
        title="commands, instead of the window", prog="embviz", metavar="COMMAND"
    )
    _add_render(commands)
    _add_command(commands, "doctor", _doctor, "check what embviz needs here, and say what to install")
    engine = _add_command(
        commands, "engine", _engine, "train on request, by messages on stdin and stdout; the window starts it"
    )
    engine.add_argument(
        "--sessions", type=Path, metavar="FOLDER", help="keep sessions that nobody has named there"
    )
    history = f"memory for the history (default: {_HISTORY_MB})"
    engine.add_argument(
        "--history-mb", type=_number(1, 1_000_000), default=_HISTORY_MB, metavar="N", help=history
    )
    return parser


def _add_render(commands: argparse._SubParsersAction[_Parser]) -> None:
    help = "draw a session or an experiment into files, or print its numbers, without a display"
    render = _add_command(commands, "render", _render, help)
    add = render.add_argument
    add("session", nargs="?", type=_session_file, metavar="SESSION", help="a session, which is only read")
    add("--experiment", type=_readable_file, metavar="FILE", help="an experiment saved as TOML")
    add("--steps", type=_steps, default=0, metavar="N", help="training steps before all else (default: 0)")
    add("--moment", type=_number(0, _MOST_MOMENTS), metavar="N", help="the N-th moment, not the last")
    add("--branch", type=_number(1, _MOST_MOMENTS), metavar="N", help="the N-th branch of the session")
    add("--bookmark", metavar="NAME", help="the moment that has this name")
    add("--out", type=_out_file, action="append", default=[], metavar="FILE", help=_out_help())
    add(
        "--json", dest="as_json", action="store_true", help="print step, distances, weight and grad to stdout"
    )
    add("--panel", choices=PANEL_NAMES, help="draw this panel, not the whole window")
    size = "{}x{}".format(*DEFAULT_SIZE)
    add("--size", type=_size, default=DEFAULT_SIZE, metavar="WxH", help=f"of the window (default: {size})")
    add("--theme", choices=("light", "dark"), default=DEFAULT_THEME, help="colours (default: light)")
    add("--scale", type=int, choices=(1, 2, 3, 4), default=1, help="pixels per unit of size (default: 1)")
    frames = f"of an animation, at most (default: {DEFAULT_FRAMES})"
    add("--frames", type=_number(1, MOST_FRAMES), default=DEFAULT_FRAMES, metavar="N", help=frames)
    fps = f"frames a second (default: {DEFAULT_FPS})"
    add("--fps", type=_number(1, MOST_FPS), default=DEFAULT_FPS, metavar="N", help=fps)
    hold = "how long the last frame stays (default: 0)"
    add("--hold", dest="hold_s", type=_seconds, default=DEFAULT_HOLD_S, metavar="SECONDS", help=hold)
    progress = "print lines such as `progress 37` to stdout"
    add("--progress", dest="tells_progress", action="store_true", help=progress)


def _out_help() -> str:
    return f"a file to write, by its ending ({' '.join(FORMATS)}); may be given more than once"


def _add_command(
    commands: argparse._SubParsersAction[_Parser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    help: str,
) -> _Parser:
    command = commands.add_parser(
        name, help=help, description=f"{help[0].upper()}{help[1:]}.", allow_abbrev=False
    )
    command.set_defaults(run=run, fail=command.error)
    return command


def _steps(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,20}", text) and int(text) > _MOST_STEPS:
        raise argparse.ArgumentTypeError(f"{text} steps are more than can be kept, {_MOST_STEPS}")
    return _number(0, _MOST_STEPS)(text)


def _number(least: int, most: int) -> Callable[[str], int]:
    def parsed(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,20}", text) or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
        return int(text)

    return parsed


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,9})?", text) or float(text) > LONGEST_HOLD_S:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 0 to {LONGEST_HOLD_S:g}")
    return float(text)


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,5})x([0-9]{1,5})", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1280x800")
    width, height = int(found[1]), int(found[2])
    if not (_SMALLEST[0] <= width <= _LARGEST[0] and _SMALLEST[1] <= height <= _LARGEST[1]):
        smallest, largest = ("{}x{}".format(*size) for size in (_SMALLEST, _LARGEST))
        raise argparse.ArgumentTypeError(f"{text!r} is not between {smallest} and {largest}")
    return width, height


# os.path answers False where Path.exists raises: a name too long, a folder that may not be entered.
def _readable_file(text: str) -> Path:
    if os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"{text!r} is a folder")
    if not os.path.exists(text):
        raise argparse.ArgumentTypeError(f"there is no file {text!r}")
    if not os.access(text, os.R_OK):
        raise argparse.ArgumentTypeError(f"{text!r} cannot be read")
    return Path(text)


def _session_file(text: str) -> Path:
    if text.lower().endswith(_EXPERIMENT_ENDING):
        raise argparse.ArgumentTypeError(f"{text!r} is no session; give an experiment by --experiment")
    return _readable_file(text)


def _out_file(text: str) -> Path:
    folder, ending = os.path.dirname(text) or ".", os.path.splitext(text)[1].lower()
    if ending not in FORMATS:
        raise argparse.ArgumentTypeError(f"{text!r} ends in none of {', '.join(FORMATS)}")
    if (problem := animation_problem(ending)) is not None:
        raise argparse.ArgumentTypeError(problem)
    if os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"{text!r} is a folder")
    if not os.path.isdir(folder):
        raise argparse.ArgumentTypeError(f"there is no folder {folder!r}")
    if not os.access(folder, os.W_OK):
        raise argparse.ArgumentTypeError(f"the folder {folder!r} cannot be written to")
    return Path(text)


if __name__ == "__main__":
    sys.exit(main())
