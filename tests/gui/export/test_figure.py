"""A figure is what is on the screen, in a file: whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from embviz.gui.export import canvas
from embviz.gui.export.figure import image, write_figure
from embviz.gui.studio import Studio

SVG = "{http://www.w3.org/2000/svg}"
VECTOR = [".svg", ".pdf"]
# Text is smoothed otherwise as a shape than as letters, and so are the stripes of a plate.
MOST_DIFFERENCE = 6.0
MOST_STRAYS = 2
MOST_STRAYS_OF_MANY = 12
# Small text is darker as letters than as shapes; the dashes around a plate begin at another corner.
MOST_STRAYS_OF = {"panel_curve": 25, "setup": 40, "panel_grad": 450, "panel_states": 450, "window": 900}


def widget_of(studio: Studio, name: str) -> QWidget:
    return studio.window if name == "window" else studio.setup if name == "setup" else studio.panels[name]


def drawn(widget: QWidget, path: Path, compare: Any, scale: int = 1) -> np.ndarray:
    """Export `widget` to `path`, and return what another program shows of that."""
    write_figure(widget, path)
    return compare.in_file(path, widget.size() * scale, widget.palette().window().color())


@pytest.mark.parametrize("ending", VECTOR)
@pytest.mark.parametrize(
    "name", ["window", "setup", "panel_weight", "panel_grad", "panel_states", "panel_curve", "panel_details"]
)
def test_a_drawing_equals_the_screen(
    studio: Studio, tmp_path: Path, compare: Any, name: str, ending: str
) -> None:
    widget = widget_of(studio, name)
    screen, figure = compare.on_screen(widget), drawn(widget, tmp_path / f"a{ending}", compare)
    assert compare.difference(screen, figure) <= MOST_DIFFERENCE
    assert compare.strays(screen, figure) <= MOST_STRAYS_OF.get(name, MOST_STRAYS)


@pytest.mark.parametrize("ending", VECTOR)
def test_a_drawing_with_one_other_digit_does_not_equal_the_screen(
    studio: Studio, tmp_path: Path, compare: Any, answer: Callable[..., None], ending: str
) -> None:
    screen = compare.on_screen(studio.weight)
    answer(weight=[[0.25, -0.5, 0.75, 0.0, 1.0], [-0.25, 0.5, -0.75, 0.126, -1.0]])
    other = drawn(studio.weight, tmp_path / f"a{ending}", compare)
    assert compare.strays(screen, other) > MOST_STRAYS


@pytest.mark.parametrize("name", ["panel_weight", "panel_curve", "window"])
def test_a_drawing_moved_by_two_px_does_not_equal_the_screen(
    studio: Studio, tmp_path: Path, compare: Any, name: str
) -> None:
    widget = widget_of(studio, name)
    moved = np.roll(drawn(widget, tmp_path / "a.svg", compare), 2, axis=1)
    assert compare.strays(compare.on_screen(widget), moved) > MOST_STRAYS_OF.get(name, MOST_STRAYS)


def test_what_qt_draws_by_itself_does_not_equal_the_screen(
    studio: Studio, tmp_path: Path, compare: Any
) -> None:
    """Without the canvas: the reason why there is one."""
    path, widget = tmp_path / "a.svg", studio.weight
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(), widget.size()))
    with QPainter(generator) as painter:
        widget.render(painter, QPoint())
    ground = widget.palette().window().color()
    assert (
        compare.strays(compare.on_screen(widget), compare.in_file(path, widget.size(), ground)) > MOST_STRAYS
    )


@pytest.mark.parametrize("name", ["window", "panel_weight", "panel_curve"])
def test_a_png_of_the_screen_s_size_is_the_screen(
    studio: Studio, tmp_path: Path, compare: Any, name: str
) -> None:
    widget = widget_of(studio, name)
    assert (drawn(widget, tmp_path / "a.png", compare) == compare.on_screen(widget)).all()


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_a_large_png_is_the_screen_enlarged_with_lines_as_much_wider(
    studio: Studio, tmp_path: Path, compare: Any, scale: int
) -> None:
    plot, path = studio.curve.plot, tmp_path / "a.png"
    write_figure(plot, path, scale)
    picture = QImage(str(path))
    assert picture.size() == plot.size() * scale
    assert picture.text("Title") == "embviz"
    # In mm it is as large as the plot is.
    assert picture.dotsPerMeterX() == pytest.approx(scale * 96 / 0.0254, rel=1e-3)
    small = compare.in_file(path, plot.size() * scale, plot.palette().window().color())
    height, width = plot.height(), plot.width()
    coarse = small.reshape(height, scale, width, scale).mean(axis=(1, 3))
    assert compare.difference(compare.on_screen(plot), coarse) <= MOST_DIFFERENCE
    assert compare.strays(compare.on_screen(plot), coarse) <= MOST_STRAYS_OF["panel_curve"]


def test_a_drawing_of_small_tables_has_no_pixels_and_its_text_needs_no_font(
    studio: Studio, tmp_path: Path
) -> None:
    path = tmp_path / "a.svg"
    for name in ("panel_weight", "panel_curve", "panel_grad", "panel_details"):
        write_figure(studio.panels[name], path)
        tags = {element.tag.removeprefix(SVG) for element in ET.parse(path).iter()}
        assert not tags & {"image", "text", "pattern"}
        assert "path" in tags


def test_a_pdf_brings_its_font_and_has_no_pixels(studio: Studio, tmp_path: Path) -> None:
    import pypdfium2

    write_figure(studio.weight, tmp_path / "a.pdf")
    content = (tmp_path / "a.pdf").read_bytes()
    assert b"/FontFile" in content
    assert b"/Subtype /Image" not in content
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    assert document.get_metadata_value("Title") == "embviz"
    assert document[0].get_textpage().count_chars() > 50
    document.close()


def test_a_page_has_a_point_for_each_px_and_an_svg_96_px_an_inch(studio: Studio, tmp_path: Path) -> None:
    import pypdfium2

    size = studio.weight.size()
    write_figure(studio.weight, tmp_path / "a.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    assert len(document) == 1
    assert document[0].get_size() == (size.width(), size.height())
    document.close()
    write_figure(studio.weight, tmp_path / "a.svg")
    root = ET.parse(tmp_path / "a.svg").getroot()
    assert root.attrib["viewBox"] == f"0 0 {size.width()} {size.height()}"
    assert float(root.attrib["width"].removesuffix("mm")) == pytest.approx(size.width() / 96 * 25.4, abs=0.01)


@pytest.mark.parametrize("ending", VECTOR)
def test_the_cells_of_a_large_table_stay_crisp_and_its_hatched_ones_hatched(
    studio: Studio, tmp_path: Path, compare: Any, answer: Callable[..., None], ending: str
) -> None:
    table = np.random.default_rng(0).normal(size=(40, 60))
    answer(weight=table)
    screen = compare.on_screen(studio.weight)
    figure = drawn(studio.weight, tmp_path / f"a{ending}", compare)
    assert compare.strays(screen, figure) <= MOST_STRAYS_OF_MANY
    grid = studio.weight.view.grid()
    assert grid is not None
    corner = studio.weight.view.mapTo(studio.weight, QPoint())
    for row, column in ((0, 0), (17, 31), (39, 59)):
        middle = grid.cell(row, column).center().toPoint() + corner
        assert abs(screen[middle.y(), middle.x()] - figure[middle.y(), middle.x()]) <= 12
    answer(weight=[[np.nan, np.inf], [1.0, -np.inf]])
    screen = compare.on_screen(studio.weight)
    hatched = drawn(studio.weight, tmp_path / f"b{ending}", compare)
    assert compare.strays(screen, hatched) <= MOST_STRAYS_OF_MANY


@pytest.mark.parametrize("ending", VECTOR)
def test_what_a_scroll_area_hides_is_hidden_in_the_file(
    show: Callable[..., QScrollArea], tmp_path: Path, compare: Any, ending: str
) -> None:
    area, page = QScrollArea(), QLabel("hidden below\n" * 40)
    area.setWidget(page)
    show(area, 200, 120)
    area.verticalScrollBar().setValue(37)
    figure = drawn(area, tmp_path / f"a{ending}", compare)
    assert compare.strays(compare.on_screen(area), figure) <= 10


@pytest.mark.parametrize("ending", [".png", ".svg"])
def test_the_same_picture_is_the_same_file(studio: Studio, tmp_path: Path, ending: str) -> None:
    for name in ("a", "b"):
        write_figure(studio.window, tmp_path / f"{name}{ending}")
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def test_a_hostile_text_stays_text(
    show: Callable[..., QLabel], tmp_path: Path, compare: Any, hostile: str
) -> None:
    from embviz.gui.widgets.panel import label

    widget = label()
    widget.setText(hostile)
    show(widget, 420, 60)
    for ending in VECTOR:
        figure = drawn(widget, tmp_path / f"a{ending}", compare)
        assert compare.strays(compare.on_screen(widget), figure) <= 25
    ET.parse(tmp_path / "a.svg")


@pytest.mark.parametrize("scale", [0, 5, -1])
def test_another_scale_is_refused_in_words(show: Callable[..., QWidget], scale: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 4"):
        image(show(QWidget(), 20, 20), scale)


@pytest.mark.parametrize("name", ["a.jpg", "a", "a.svg.gz"])
def test_another_ending_is_refused_in_words(show: Callable[..., QWidget], tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"\.png, \.svg, \.pdf"):
        write_figure(show(QWidget(), 20, 20), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_a_widget_without_a_size_is_refused_in_words(qapp: QApplication, tmp_path: Path, ending: str) -> None:
    widget = QWidget()
    widget.resize(QSize(0, 10))
    with pytest.raises(ValueError, match="nothing on the screen"):
        write_figure(widget, tmp_path / f"a{ending}")
    widget.deleteLater()


@pytest.mark.parametrize("ending", VECTOR)
def test_an_error_while_it_is_drawn_leaves_no_file_and_no_dead_process(
    show: Callable[..., QWidget], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def fail(*_args: object) -> None:
        raise ArithmeticError("no brush")

    monkeypatch.setattr(canvas, "plain_brush", fail)
    with pytest.raises(ArithmeticError, match="no brush"):
        write_figure(show(QLabel("text"), 60, 20), tmp_path / f"a{ending}")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_an_error_of_the_system(show: Callable[..., QWidget], tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_figure(show(QWidget(), 20, 20), tmp_path / "nowhere" / "a.svg")


CHILD = """
import os, resource, signal, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication, QLabel
from embviz.gui.export.figure import image, write_figure
application = QApplication([])
label = QLabel("a figure" * 20)
label.resize(600, 400)
path = Path(sys.argv[1])
{before}
try:
    write_figure(label, path)
except OSError as error:
    print(error.strerror)
"""


def run_child(before: str, path: Path, **environ: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CHILD.replace("{before}", before), str(path)],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_on_a_full_disk_the_old_figure_stays(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"old")
    full = (
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    )
    assert run_child(full, path) == "File too large"
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {path.name: b"old"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_in_a_folder_that_is_read_only_nothing_is_written(tmp_path: Path) -> None:
    closed = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    try:
        closed.chmod(0o555)
        # Root may write everywhere.
        drop = "os.getuid() or os.setuid(65534)"
        assert run_child(drop, closed / "a.svg") == "Permission denied"
        assert list(closed.iterdir()) == []
    finally:
        closed.chmod(0o755)
        closed.rmdir()


def test_on_a_fine_screen_figures_are_as_the_screen_shows_them(tmp_path: Path) -> None:
    """In a child, whose screen has two pixels a px."""
    script = tmp_path / "child.py"
    script.write_text(FINE_CHILD)
    done = subprocess.run(
        [sys.executable, str(script), str(Path(__file__).with_name("conftest.py")), str(tmp_path)],
        env={**os.environ, "QT_SCALE_FACTOR": "2"},
        capture_output=True,
        text=True,
        timeout=50,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "equal"


FINE_CHILD = """
import importlib.util, sys
from pathlib import Path
import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from embviz.gui import theme
from embviz.gui.curve.panel import CurvePanel
from embviz.gui.export.figure import image, write_figure
from embviz.gui.heatmap.panels import HeatmapPanel
from embviz.core.messages import GradStatus, Scalars, Snapshot, Tile
spec = importlib.util.spec_from_file_location("comparing", sys.argv[1])
compare = importlib.util.module_from_spec(spec)
spec.loader.exec_module(compare)
folder = Path(sys.argv[2])
application = QApplication([])
theme.load_fonts()
theme.apply(application, theme.LIGHT)
values = np.array(compare.WEIGHT, np.float32)
whole = dict(shape=values.shape, rows=(0, 2), columns=(0, 5))
numbers = np.array(compare.DISTANCES)
trace = Scalars(steps=np.arange(6), losses=numbers, distances=numbers, gaps=numbers)
weight = Tile(values=values, **whole)
snapshot = Snapshot(step=5, weight=weight, grad=None, grad_status=GradStatus("none"), state={}, trace=trace)
for panel, most in ((HeatmapPanel("weight", lambda one: one.weight), 20), (CurvePanel(), 60)):
    panel.resize(500, 240)
    panel.set_snapshot(snapshot)
    panel.show()
    screen = compare.on_screen(panel)
    assert screen.shape == (480, 1000)
    ground = panel.palette().window().color()
    write_figure(panel, folder / "a.png", 2)
    assert (compare.in_file(folder / "a.png", QSize(1000, 480), ground) == screen).all()
    assert image(panel, 1).size() == QSize(500, 240)
    for ending in (".svg", ".pdf"):
        write_figure(panel, folder / f"a{ending}")
        figure = compare.in_file(folder / f"a{ending}", QSize(1000, 480), ground)
        assert compare.difference(screen, figure) <= 6, compare.difference(screen, figure)
        assert compare.strays(screen, figure) <= most, compare.strays(screen, figure)
print("equal")
"""
