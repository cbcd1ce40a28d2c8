"""Owner: the process that writes a session's file, and whether it still lives."""

from __future__ import annotations

import os
import platform
import time
import uuid
from typing import Annotated

import msgspec
import psutil

# Both are read from the same clock of the system, which may be set in between; and a number is not given to
# another process this soon.
BIRTH_TOLERANCE_S = 2.0
# How long after its last write a process of another host, which cannot be asked, counts as alive.
OTHER_HOST_S = 60.0


class Owner(msgspec.Struct, frozen=True):
    """A process of a host, by its number and when it was created. `token` tells its journals apart."""

    pid: Annotated[int, msgspec.Meta(gt=0, lt=2**31)]
    born_s: float
    host: str
    token: str

    @property
    def is_this_process(self) -> bool:
        """True in the process that it names."""
        return self.host == platform.node() and self.pid == os.getpid() and self._is_born(psutil.Process())

    def is_alive(self, modified_s: float) -> bool:
        """Tell whether it lives; of one elsewhere, whether the file was written just now, at `modified_s`."""
        if self.host != platform.node():
            return time.time() - modified_s < OTHER_HOST_S
        try:
            process = psutil.Process(self.pid)
            # One that was killed keeps its number until its parent has asked how it ended.
            return process.status() != psutil.STATUS_ZOMBIE and self._is_born(process)
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            return True

    def _is_born(self, process: psutil.Process) -> bool:
        return bool(abs(process.create_time() - self.born_s) < BIRTH_TOLERANCE_S)


def this_process() -> Owner:
    """Return this process as an owner, with a new token."""
    return Owner(os.getpid(), psutil.Process().create_time(), platform.node(), uuid.uuid4().hex)
