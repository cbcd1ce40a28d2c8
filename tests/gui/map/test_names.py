"""Names beside points: none lies on another, and those that ask first have the first choice."""

from itertools import combinations

import numpy as np
from PySide6.QtCore import QRectF

from embviz.gui.map.names import NAME_HEIGHT_PX, Candidates, Room, within

WIDTH, HEIGHT = 400, 300


def asking(places: object, width: float = 50.0, radius: float = 3.0) -> Candidates:
    where = np.array(places, dtype=float).reshape(-1, 2)
    count = len(where)
    return Candidates(list(range(count)), where, np.full(count, width), np.full(count, radius))


def crowd(count: int) -> Candidates:
    random = np.random.default_rng(4)
    places = random.uniform(-20, [WIDTH + 20, HEIGHT + 20], size=(count, 2))
    return asking(places)._replace(widths=random.uniform(8, 90, size=count))


def test_no_two_names_overlap_and_all_are_within_the_picture() -> None:
    found = Room(WIDTH, HEIGHT).place(crowd(2000), 500)
    assert len(found) > 30
    assert all(not one.intersects(other) for one, other in combinations(found.values(), 2))
    assert all(QRectF(0, 0, WIDTH, HEIGHT).contains(box) for box in found.values())


def test_no_name_is_left_out_for_which_there_was_room() -> None:
    """Greedy and whole: a name is missing only where each of its places is (nearly) taken by one before."""
    crowded = crowd(300)
    found = Room(WIDTH, HEIGHT).place(crowded, 500)
    for point in set(crowded.points) - set(found):
        x, y = crowded.places[point]
        right = QRectF(x + 6, y - NAME_HEIGHT_PX / 2, crowded.widths[point], NAME_HEIGHT_PX)
        # The cells of the room are 2 px large.
        if QRectF(0, 0, WIDTH, HEIGHT).contains(right):
            near = right.adjusted(-4, -4, 4, 4)
            assert any(near.intersects(box) for other, box in found.items() if other < point)


def test_who_asks_first_stands_at_the_right_and_the_next_elsewhere() -> None:
    found = Room(WIDTH, HEIGHT).place(asking([[200, 150], [202, 150]]), 9)
    assert found[0].left() > 200
    assert found[1].right() < 202
    assert list(Room(WIDTH, HEIGHT).place(asking([[200, 150]] * 9), 2)) == [0, 1]


def test_where_both_sides_are_taken_it_stands_above_or_below() -> None:
    room = Room(WIDTH, HEIGHT)
    for left in (170, 210):
        room.take(QRectF(left, 147, 20, 6))
    above, below = room.place(asking([[200, 150]] * 5), 9).values()
    assert above.bottom() < 147
    assert below.top() > 153


def test_what_is_taken_is_kept_free() -> None:
    room = Room(WIDTH, HEIGHT)
    room.take(QRectF(0, 0, WIDTH, HEIGHT / 2))
    found = room.place(crowd(500), 500)
    assert found
    assert min(box.top() for box in found.values()) >= HEIGHT / 2


def test_what_is_taken_may_lie_outside() -> None:
    room = Room(WIDTH, HEIGHT)
    for box in (QRectF(-90, -90, 20, 20), QRectF(WIDTH + 5, 5, 9, 9), QRectF(5, HEIGHT + 50, 9, 9)):
        room.take(box)
    assert len(room.place(asking([[200, 150]]), 1)) == 1


def test_nobody_asking_gets_nothing() -> None:
    assert Room(WIDTH, HEIGHT).place(asking([]), 5) == {}


def test_a_name_that_must_be_shown_is_moved_into_the_picture() -> None:
    picture = QRectF(0, 0, WIDTH, HEIGHT)
    for place in ([0, 0], [WIDTH - 1, 0], [0, HEIGHT - 1], [WIDTH - 1, HEIGHT - 1], [200, 150]):
        assert picture.contains(within(asking([place]), WIDTH, HEIGHT))
    # One that is wider than the picture begins where that does.
    assert within(asking([[30, 30]], width=900), WIDTH, HEIGHT).left() == 0
