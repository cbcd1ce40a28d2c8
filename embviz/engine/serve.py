"""The engine's loop: read a request, do it, answer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress

import msgspec
import numpy as np
import torch

from embviz.core import startup
from embviz.core.messages import (
    PROTOCOL_VERSION,
    Failure,
    FrameError,
    FrameReader,
    Hello,
    MessageError,
    Request,
    Scalars,
    Snapshot,
    encode,
)
from embviz.engine.detail import mark_changes
from embviz.engine.stdio import Channel
from embviz.engine.trainer import Trainer

SMALL_TABLE_CELLS = 100_000
ENDLESS = sys.maxsize
WHY_LIMIT = 1000


class Session:
    """The run that the window sees: requests in, snapshots out."""

    def __init__(self) -> None:
        self._trainer: Trainer | None = None
        self._latest: Snapshot | None = None
        self._before: Snapshot | None = None
        self._goal: tuple[int, int | None] | None = None
        self._threads = torch.get_num_threads()

    def answer(self, request: Request) -> Snapshot | Failure:
        """Do what `request` asks. What goes wrong in it is told in a `Failure`; the run goes on."""
        try:
            return self._begin(request) if request.command == "begin" else self._act(request)
        # The edge of the process: whatever torch raises is told to a person in the window.
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            return _failure(f"{request.command} failed.", why, request.request, request.run)

    def warm_up(self) -> None:
        """Make the optimizer, which takes torch most of a second the first time. With it the start ends."""
        if self._trainer is not None:
            _ = self._trainer.optimizer
        startup.end()

    def _begin(self, request: Request) -> Snapshot:
        if request.experiment is None:
            raise ValueError("begin needs an experiment")
        trainer = Trainer(request.experiment)
        if request.resume is not None:
            trainer.resume(request.resume)
        # More threads only cost on a table that fits one core's cache.
        torch.set_num_threads(1 if request.experiment.cells < SMALL_TABLE_CELLS else self._threads)
        self._trainer = trainer
        self._latest = None
        return self._report(request, trainer)

    def _act(self, request: Request) -> Snapshot:
        trainer = self._trainer
        if trainer is None:
            raise ValueError("there is no run yet; send begin first")
        actions: dict[str, Callable[[], object]] = {
            "forward": trainer.forward,
            "backward": trainer.backward,
            "step": trainer.step,
            "zero_grad": trainer.zero_grad,
        }
        if request.command == "train":
            return self._report(request, trainer, _train(trainer, request))
        if request.command in actions:
            actions[request.command]()
        return self._report(request, trainer)

    def _report(self, request: Request, trainer: Trainer, passes: Scalars | None = None) -> Snapshot:
        snapshot = trainer.snapshot(request.viewport)
        trace = snapshot.trace if passes is None else _joined(passes, snapshot.trace)
        snapshot = msgspec.structs.replace(
            snapshot, run=request.run, request=request.request, command=request.command, trace=trace
        )
        # A look, or a train whose goal was reached before, is no action: the marks of the last one stay.
        if request.command != "snapshot" and (passes is None or passes.steps.size):
            # The bursts towards one goal are one action.
            goal = (request.run, request.until_step)
            if request.until_step is None or goal != self._goal:
                self._before = self._latest
            self._goal = goal
        self._latest = snapshot
        return snapshot if self._before is None else _marked(snapshot, self._before)


def serve(channel: Channel) -> int:
    """Answer requests until the window closes the pipe. Returns the exit status: 0, or 2 where the window
    cannot be understood."""
    reader = FrameReader()
    try:
        channel.write(encode(Hello(torch=str(torch.__version__))))
        _converse(channel, reader)
    except FrameError as error:
        with suppress(ConnectionError):
            channel.write(encode(_failure("The engine cannot understand the window.", str(error))))
        return _refuse(str(error))
    except ConnectionError:
        return 0
    return 0 if reader.is_between_frames else _refuse("the last frame is cut short")


def _converse(channel: Channel, reader: FrameReader) -> None:
    session = Session()
    while data := channel.read():
        reader.feed(data)
        for message in reader.messages():
            if isinstance(message, Request):
                channel.write(_encoded(session.answer(message)))
                if message.command == "begin":
                    session.warm_up()
            elif isinstance(message, MessageError):
                failure = _failure("The request makes no sense.", str(message), message.request, message.run)
                channel.write(encode(failure))
            elif not isinstance(message, Hello):
                channel.write(encode(_failure("The request makes no sense.", "an answer is no request")))
            elif message.version != PROTOCOL_VERSION:
                versions = f"it speaks version {message.version}, the engine {PROTOCOL_VERSION}"
                raise FrameError(f"{versions}: install the same embviz for both")


def _train(trainer: Trainer, request: Request) -> Scalars:
    if request.until_step is None and request.budget_s is None:
        raise ValueError("train needs until_step or budget_s: it would never end")
    until = ENDLESS if request.until_step is None else request.until_step
    return trainer.train(max(0, until - trainer.steps), request.budget_s)


def _encoded(reply: Snapshot | Failure) -> bytes:
    try:
        return encode(reply)
    except FrameError as error:
        return encode(_failure("The picture is too large to send.", str(error), reply.request, reply.run))


def _failure(what: str, why: str, request: int | None = None, run: int | None = None) -> Failure:
    why = why if len(why) <= WHY_LIMIT else f"{why[:WHY_LIMIT]} ..."
    return Failure(what=what, why=why, request=request, run=run)


def _marked(snapshot: Snapshot, before: Snapshot) -> Snapshot:
    return msgspec.structs.replace(
        snapshot,
        weight=mark_changes(snapshot.weight, before.weight),
        grad=None if snapshot.grad is None else mark_changes(snapshot.grad, before.grad),
        state={name: mark_changes(table, before.state.get(name)) for name, table in snapshot.state.items()},
    )


def _joined(first: Scalars, second: Scalars) -> Scalars:
    return Scalars(
        steps=np.concatenate([first.steps, second.steps]),
        losses=np.concatenate([first.losses, second.losses]),
        distances=np.concatenate([first.distances, second.distances]),
    )


def _refuse(why: str) -> int:
    print(f"embviz engine: {why}", file=sys.stderr)
    return 2
