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

_USAGE_ERROR = 2
_INTERRUPTED = 130

_EXIT_STATUS = """\
exit status:
  0    closed normally
  1    an unexpected error was met, and shown
  2    wrong arguments, or no usable display
  130  interrupted (SIGINT, Ctrl+C)
  143  terminated (SIGTERM)
"""
_SMALLEST, _LARGEST = (320, 240), (7680, 4320)
_MOST_STEPS = 1_000_000_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program that the arguments choose, and return its exit status."""
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    if run is not _window and (arguments.window_experiment or arguments.window_theme):
        arguments.fail("options of the window do not go before a command")
    try:
        return run(arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _window(arguments: argparse.Namespace) -> int:
    from embviz import display

    problem = display.problem()
    if problem:
        print(f"embviz cannot open a window: {problem}.", file=sys.stderr)
        print("`embviz doctor` says what to install; `embviz render` needs no display.", file=sys.stderr)
        return _USAGE_ERROR
    startup.begin()
    from embviz.gui import app

    return app.run(arguments.window_experiment, arguments.window_theme or "system")


def _render(arguments: argparse.Namespace) -> int:
    if arguments.out is None and not arguments.json:
        arguments.fail("nothing to do: give --out FILE.png, --json or both")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from embviz import display

    problem = display.problem()
    if problem:
        print(f"embviz render: Qt cannot start: {problem}; run `embviz doctor`.", file=sys.stderr)
        return _USAGE_ERROR
    startup.begin()
    from embviz.gui import render

    return render.run(
        arguments.steps,
        arguments.out,
        arguments.json,
        arguments.experiment,
        arguments.size,
        arguments.theme,
        arguments.scale,
    )


def _engine(_arguments: argparse.Namespace) -> int:
    from embviz.engine.stdio import Channel

    # Before torch is imported: from here on a stray print goes to stderr, not between the frames.
    channel = Channel()
    startup.begin()
    from embviz.engine.serve import serve

    status = serve(channel)
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
        usage="embviz [--experiment FILE] [--theme {system,light,dark}] | embviz COMMAND ...",
        description="A window that shows how a PyTorch nn.Embedding learns.",
        epilog=_EXIT_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run=_window)
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
        choices=("system", "light", "dark"),
        help="colours (default: the system's)",
    )
    commands = parser.add_subparsers(
        title="commands, instead of the window", prog="embviz", metavar="COMMAND"
    )
    _add_render(commands)
    _add_command(commands, "doctor", _doctor, "check what embviz needs here, and say what to install")
    _add_command(
        commands, "engine", _engine, "train on request, by messages on stdin and stdout; the window starts it"
    )
    return parser


def _add_render(commands: argparse._SubParsersAction[_Parser]) -> None:
    help = "draw the window into a picture, or print its numbers, without a display"
    render = _add_command(commands, "render", _render, help)
    render.add_argument(
        "--steps", type=_steps, default=0, metavar="N", help="training steps before the picture (default: 0)"
    )
    render.add_argument("--out", type=_picture_file, metavar="FILE.png", help="where the picture goes")
    render.add_argument(
        "--json", action="store_true", help="print step, distances, weight and grad to stdout"
    )
    render.add_argument(
        "--experiment", type=_readable_file, metavar="FILE", help="an experiment saved as TOML"
    )
    render.add_argument(
        "--size", type=_size, default=(1280, 800), metavar="WxH", help="of the window (default: 1280x800)"
    )
    render.add_argument(
        "--theme", choices=("light", "dark"), default="light", help="colours (default: light)"
    )
    render.add_argument(
        "--scale", type=int, choices=(1, 2, 3, 4), default=1, help="pixels per unit of size (default: 1)"
    )


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
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > _MOST_STEPS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {_MOST_STEPS}")
    return int(text)


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


def _picture_file(text: str) -> Path:
    folder = os.path.dirname(text) or "."
    if not text.lower().endswith(".png"):
        raise argparse.ArgumentTypeError(f"{text!r} does not end in .png")
    if os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"{text!r} is a folder")
    if not os.path.isdir(folder):
        raise argparse.ArgumentTypeError(f"there is no folder {folder!r}")
    if not os.access(folder, os.W_OK):
        raise argparse.ArgumentTypeError(f"the folder {folder!r} cannot be written to")
    return Path(text)


if __name__ == "__main__":
    sys.exit(main())
