"""Which rows an action is about."""

import pytest

from embviz.core.messages import Action
from embviz.core.subjects import rows_of


@pytest.mark.parametrize(
    ("action", "rows"),
    [
        (Action(1, "lookup", indices=(3, 3, 1)), [3, 3, 1]),
        (Action(1, "edit", place=(4, 0), value=0.5), [4]),
        (Action(1, "set", name="pairs", value="1, 2; 3, 4"), [1, 2, 3, 4]),
        (Action(1, "set", name="pairs", value="nonsense"), []),
        (Action(1, "set", name="lr", value=0.5), []),
        (Action(1, "train", rounds=5, name="none"), []),
    ],
)
def test_an_action_names_its_rows(action: Action, rows: list[int]) -> None:
    assert list(rows_of(action)) == rows
