"""The engine's loop: read a request, do it, answer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import torch

from embviz.core.frames import FrameError, MessageError, pieces
from embviz.core.messages import PROTOCOL_VERSION, Answer, Hello, Progress, Request
from embviz.core.recipes import mark
from embviz.engine.inbox import Inbox
from embviz.engine.past.history import USUAL_BUDGET_MB
from embviz.engine.refusing import failure
from embviz.engine.session import Session
from embviz.engine.starting import devices_here
from embviz.engine.working import Working

_NO_SENSE = mark("The request makes no sense.")


class Window(Protocol):
    """The way to the window and back."""

    def read(self) -> bytes:
        """Wait for the next bytes; empty at the end."""
        ...

    def write(self, frame: Sequence[bytes | memoryview]) -> None:
        """Send all pieces of a frame."""
        ...


def serve(channel: Window, folder: Path | None = None, history_mb: float = USUAL_BUDGET_MB) -> int:
    """Answer requests until the window closes the pipe.

    Sessions are kept in `folder`, and of their history as many moments as fit into `history_mb`.

    Returns the exit status: 0, or 2 where the window cannot be understood.
    """
    # Once said, torch no longer asks for it on stderr at the first sparse grad.
    torch.sparse.check_sparse_tensor_invariants.disable()  # type: ignore[no-untyped-call]
    inbox = Inbox(channel)

    def tell(progress: Progress) -> None:
        channel.write(pieces(progress))

    session = Session(folder, history_mb, Working(tell, lambda: inbox.is_cancelled))
    try:
        channel.write(pieces(Hello(torch=str(torch.__version__), devices=devices_here())))
        _converse(channel, inbox, session)
    except FrameError as error:
        with suppress(ConnectionError):
            channel.write(pieces(failure(mark("The engine cannot understand the window."), str(error))))
        return _refuse(str(error))
    except ConnectionError:
        return 0
    finally:
        session.end()
    return 0 if inbox.is_between_frames else _refuse("the last frame is cut short")


def _converse(channel: Window, inbox: Inbox, session: Session) -> None:
    for message in inbox.messages():
        if isinstance(message, Request):
            channel.write(_encoded(session.answer(message)))
            if message.command == "begin":
                session.warm_up()
        elif isinstance(message, MessageError):
            why = str(message)
            channel.write(pieces(failure(_NO_SENSE, why, message.request, message.run)))
        elif not isinstance(message, Hello):
            channel.write(pieces(failure(_NO_SENSE, "an answer is no request")))
        elif message.version != PROTOCOL_VERSION:
            versions = f"it speaks version {message.version}, the engine {PROTOCOL_VERSION}"
            raise FrameError(f"{versions}: install the same embviz for both")


def _encoded(reply: Answer) -> list[bytes | memoryview]:
    try:
        return pieces(reply)
    except FrameError as error:
        return pieces(
            failure(mark("The picture is too large to send."), str(error), reply.request, reply.run)
        )


def _refuse(why: str) -> int:
    print(f"embviz engine: {why}", file=sys.stderr)
    return 2
