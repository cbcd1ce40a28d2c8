"""Working tells of long work now and then, of short work never, and ends what is not wanted."""

import pytest

from embviz.core.messages import Request
from embviz.engine.working import EVERY_S, Cancelled, Working


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


REQUEST = Request(request=7, run=3, command="begin")


def working(clock, is_cancelled=lambda: False):
    sent = []
    one = Working(sent.append, is_cancelled, clock)
    one.on(REQUEST)
    return one, sent


def test_what_is_done_at_once_is_not_told():
    one, sent = working(Clock())
    for done in (0.0, 0.5, 1.0):
        one.tell("drawing", done)
    assert sent == []


def test_long_work_is_told_so_often_and_names_its_request():
    clock = Clock()
    one, sent = working(clock)
    for step in range(100):
        clock.now = step * EVERY_S / 10
        one.tell("reading", step / 100)
    assert 8 <= len(sent) <= 10
    assert {(each.request, each.run, each.key) for each in sent} == {(7, 3, "reading")}
    assert [each.done for each in sent] == sorted(each.done for each in sent)


@pytest.mark.parametrize(("done", "told"), [(1.7, 1.0), (-0.2, 0.0), (None, None)])
def test_a_share_is_from_0_to_1_or_not_known(done, told):
    clock = Clock()
    one, sent = working(clock)
    clock.now = 1.0
    one.tell("fitting", done)
    assert [each.done for each in sent] == [told]


def test_what_is_no_longer_wanted_ends_at_once():
    one, sent = working(Clock(), lambda: True)
    with pytest.raises(Cancelled):
        one.tell("reading", 0.1)
    assert sent == []


def test_work_that_is_too_far_on_is_told_of_and_goes_on():
    clock = Clock()
    one, sent = working(clock, lambda: True)
    clock.now = 1.0
    one.mention("drawing", 0.5)
    assert [(each.key, each.done) for each in sent] == [("drawing", 0.5)]
