"""What `embviz render` is asked for is the same as a value and as arguments."""

from __future__ import annotations

from pathlib import Path

import pytest

from embviz.__main__ import _order, _parser
from embviz.core.order import Order


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with a session and an experiment."""
    (tmp_path / "run.embviz").write_bytes(b"")
    (tmp_path / "-odd name.embviz").write_bytes(b"")
    (tmp_path / "lesson.toml").write_text("rows = 2\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "order",
    [
        Order(as_json=True),
        Order(outs=(Path("a.png"), Path("b.gif")), tells_progress=True),
        Order(experiment=Path("lesson.toml"), steps=7, outs=(Path("a.npy"),)),
        Order(session=Path("run.embviz"), moment=0, branch=1, outs=(Path("a.csv"),)),
        Order(session=Path("-odd name.embviz"), bookmark="--out", outs=(Path("-a.svg"),)),
        Order(session=Path("run.embviz"), bookmark="", outs=(Path("a.pdf"),)),
        Order(
            outs=(Path("a.apng"),),
            panel="curve",
            size=(800, 700),
            theme="dark",
            scale=2,
            frames=12,
            fps=30,
            hold_s=1.5,
        ),
    ],
    ids=range(7),
)
def test_the_arguments_of_an_order_ask_for_that_order(order: Order, folder: Path) -> None:
    assert _order(_parser().parse_args(["render", *order.arguments()])) == order
