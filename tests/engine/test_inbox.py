"""An Inbox hands on what the window says in its order, and knows of a cancel before it is its turn."""

import threading

import pytest

from embviz.core.frames import FrameError, encode
from embviz.core.messages import Request
from embviz.engine.inbox import Inbox


def asked(number, command="snapshot"):
    return Request(request=number, run=1, command=command)


class Pipe:
    """Bytes that come when the test lets them."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)
        self.is_open = threading.Event()

    def read(self):
        if not self.pieces:
            self.is_open.wait(10)
            return b""
        return self.pieces.pop(0)


def test_what_is_said_comes_out_in_its_order_and_then_it_ends():
    said = [asked(number) for number in range(5)]
    pipe = Pipe(*(encode(one) for one in said))
    pipe.is_open.set()
    assert list(Inbox(pipe).messages()) == said


def test_a_cancel_is_known_of_while_what_came_before_it_is_still_being_done():
    pipe = Pipe(encode(asked(1, "begin")), encode(asked(2, "cancel")), encode(asked(3)))
    pipe.is_open.set()
    inbox = Inbox(pipe)
    messages = inbox.messages()
    assert next(messages).command == "begin"
    # All three have been read once the reading thread has come to its end.
    wait_for(lambda: inbox.is_cancelled)
    assert next(messages).command == "cancel"
    assert not inbox.is_cancelled
    assert next(messages).command == "snapshot"
    assert list(messages) == []


def test_a_byte_that_is_no_frame_is_told_behind_what_could_be_read():
    pipe = Pipe(encode(asked(1)) + b"\xff" * 64)
    pipe.is_open.set()
    messages = Inbox(pipe).messages()
    assert next(messages).request == 1
    with pytest.raises(FrameError):
        next(messages)


def test_a_pipe_that_breaks_is_told():
    class Broken:
        def read(self):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        list(Inbox(Broken()).messages())


def wait_for(is_so):
    for _ in range(10_000):
        if is_so():
            return
        threading.Event().wait(0.001)
    raise AssertionError("it never came")
