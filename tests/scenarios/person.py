"""Looker and Person: eyes before the real window, and eyes with keyboard and mouse."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.conftest import Driven

Tables = dict[str, list[list[float]] | None]

PICTURES = Path(__file__).resolve().parents[2] / ".pictures"
WAIT_S = 30
# What a test may take that opens one window; more for one that opens several.
TIMEOUT_S = 60
DIALOG = "program.application.activeModalWidget()"
TITLE = "window.windowTitle()"
LEFT_BUTTON = "1"


class Looker:
    """Reads a program that is just opening, as soon as it is ready. Every wait has a limit."""

    def __init__(self, program: Driven) -> None:
        self.program = program
        program.until("'controller' in program.names")
        self.wait_for("controller.state.name == 'IDLE' and controller.snapshot is not None")

    def ask(self, expression: str) -> Any:
        """Read what an expression gives in the program."""
        return self.program.ask(expression)

    def choose(self, entry: str) -> None:
        """Choose an entry of the menus, and wait until it is done."""
        self.ask(f"press('{entry}')")
        self.wait_until_idle()

    def wait_for(self, expression: str) -> None:
        """Wait until an expression is true."""
        self.program.until(expression)

    def wait_until_idle(self) -> None:
        """Wait until all that was asked for is done."""
        self.wait_for("controller.state.name == 'IDLE'")

    def wait_for_step(self, step: int) -> None:
        """Wait until the run is at rest at a step."""
        self.wait_for(f"controller.state.name == 'IDLE' and controller.snapshot.step == {step}")

    def wait_for_moment(self, index: int, branch: int = 0) -> None:
        """Wait until a moment is shown, and nothing more is asked for."""
        moment = "controller.snapshot.moment"
        shown = f"({moment}.branch, {moment}.index) == ({branch}, {index})"
        self.wait_for(f"controller.state.name == 'IDLE' and not controller.requests_in_flight and {shown}")

    def step(self) -> int:
        """Read at which step the run is."""
        return int(self.ask("controller.snapshot.step"))

    def numbers(self, table: str) -> str:
        """Read the numbers that stand in the cells of a heatmap."""
        painted = self.ask(f"window.repaint() or painted('{table}')")
        return " ".join(text for text in painted if re.fullmatch(r"-?\d+\.\d{4}", text))

    def tables(self) -> Tables:
        """Read the tables that stand in the window to the last bit, None where one is absent."""
        read: Tables = self.ask("tables()")
        return read

    def beside(self) -> Tables:
        """Read the tables of the moment that is compared, or of the difference from it."""
        read: Tables = self.ask("beside()")
        return read

    def distances(self) -> list[float]:
        """Read the distance that the curve has for each step of the run."""
        read: list[float] = self.ask("studio.curve.series.numbers.tolist()")
        return read

    def quantity(self) -> str:
        """Read what the curve shows: 'distance', 'loss' or 'gap'."""
        return str(self.ask("studio.curve.choice.segments[studio.curve.choice.index].objectName()"))

    def curve_tells(self, quantity: str) -> float:
        """Have the curve show the 'distance', 'loss' or 'gap', and read the number beside its title."""
        self.ask(f"studio.curve.choice.findChild(object, '{quantity}').click()")
        return float(self.distance().replace("−", "-"))

    def distance(self) -> str:
        """Read the number beside the curve's title."""
        return str(self.ask("studio.curve.chip.text()"))

    def banner(self) -> str:
        """Read what stands above everything, nothing where there is no banner."""
        return str(self.ask("studio.window.banner.text"))

    def grad_is_absent(self) -> bool:
        """Look whether the plate of the gradient says None."""
        return "None" in self.ask("window.repaint() or painted('grad')")

    def says(self, text: str) -> bool:
        """Look whether the line at the foot of the window has a text in it."""
        return text in self.ask("studio.window.status.text")

    def keep_picture(self, name: str) -> None:
        """Keep what is on the screen under .pictures/."""
        PICTURES.mkdir(exist_ok=True)
        path = str(PICTURES / name)
        assert self.ask(f"window.screen().grabWindow(0).save({path!r})")


class Person(Looker):
    """Has hands, too, on the screen called `display`."""

    def __init__(self, program: Driven, display: str) -> None:
        super().__init__(program)
        self._environ = {**os.environ, "DISPLAY": display}
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Type into this window from now on, and into no other."""
        self._take_keyboard_to("window")

    @contextmanager
    def at(self, dialog: str) -> Iterator[None]:
        """Type into a dialog, and then into the window again."""
        self._take_keyboard_to(dialog)
        yield
        self.take_keyboard()

    def press(self, *keys: str) -> None:
        """Press keys."""
        self._xdotool("key", "--delay", "20", *keys)

    def type(self, text: str) -> None:
        """Type text where the keyboard is."""
        self._xdotool("type", "--delay", "20", text)

    def begin_to_type(self, text: str) -> subprocess.Popen[bytes]:
        """Type without waiting for it to end."""
        return subprocess.Popen(["xdotool", "type", "--delay", "8", text], env=self._environ)

    def save_as(self, path: Path) -> None:
        """Save the session at `path`, which is typed into the dialog."""
        self.press("ctrl+shift+s")
        self.wait_for(f"{DIALOG} is not None")
        with self.at(DIALOG):
            self.press("ctrl+a")
            self.type(str(path))
            self.press("Return")
            self.wait_for(f"{DIALOG} is None")
        self.wait_for(f"{TITLE} == '{path.name} · embviz'")

    def retype(self, field: str, text: str) -> None:
        """Type text in place of what stands in a field."""
        self.click(field)
        self.press("ctrl+a")
        self.type(text)

    def click(self, widget: str, times: int = 1) -> None:
        """Click in the middle of a widget."""
        self._click_at(self._middle(widget), times)

    def click_cell(self, table: str, row: int, column: int, times: int = 1) -> None:
        """Click on a cell of a heatmap."""
        self._click_at(self.ask(f"cell('{table}', {row}, {column})"), times)

    def click_moment(self, index: int, branch: int | None = None) -> None:
        """Click on a moment of the timeline, on the line or on the lane of another branch."""
        self._click_at(self._spot(index, branch), 1)

    def pick(self, *entries: str) -> None:
        """Click on an entry of the menu that is open, and on one of the menu that it opens, and so on."""
        for text in entries:
            self.wait_for(f"entry({text!r}) is not None")
            self._click_at(self.ask(f"entry({text!r})"), 1)

    @contextmanager
    def holding(self, index: int) -> Iterator[None]:
        """Hold the playhead, taken at a moment of the timeline."""
        self._move_to(self._spot(index))
        self._xdotool("mousedown", LEFT_BUTTON)
        yield
        self._xdotool("mouseup", LEFT_BUTTON)

    def drag_to(self, index: int) -> None:
        """Move what is held to a moment of the timeline."""
        self._move_to(self._spot(index))

    def point_at_cell(self, table: str, row: int, column: int) -> None:
        """Move the mouse to a cell of a heatmap."""
        self._move_to(self.ask(f"cell('{table}', {row}, {column})"))

    def point_at(self, widget: str) -> None:
        """Move the mouse to the middle of a widget."""
        self._move_to(self._middle(widget))

    def _spot(self, index: int, branch: int | None = None) -> list[int]:
        place: list[int] = self.ask(f"spot({index}, {branch})")
        return place

    def _take_keyboard_to(self, window: str) -> None:
        # Without a window manager nobody else does.
        self._xdotool("windowfocus", "--sync", str(self.ask(f"int({window}.winId())")))

    def _middle(self, widget: str) -> list[int]:
        centre = f"(lambda widget: widget.mapToGlobal(widget.rect().center()).toTuple())({widget})"
        place: list[int] = self.ask(centre)
        return place

    def _click_at(self, place: list[int], times: int) -> None:
        self._move_to(place)
        self._xdotool("click", "--repeat", str(times), "--delay", "20", LEFT_BUTTON)

    def _move_to(self, place: list[int]) -> None:
        # Not --sync: a mouse that is there already would be waited for, 15 s long.
        self._xdotool("mousemove", *map(str, place))

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environ, check=True, timeout=WAIT_S)
