"""LoadError: the one kind of error for all that can be wrong with a file of vectors, and its reasons."""

from __future__ import annotations

import errno
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from embviz.core.recipes import mark

# Texts from files may be of any length; an error quotes so much of them.
MOST_QUOTED = 40


class LoadError(Exception):
    """`file` cannot be read: `place` says where ('line 3', 'tensor a.weight', or nothing), `reason` why.

    The reason is in plain words, in English, and says what can be done. As text it is one line.
    """

    def __init__(self, file: str | Path, place: str, reason: str) -> None:
        self.file, self.place, self.reason = str(file), place, reason
        where = f", {place}" if place else ""
        super().__init__(f"{quoted(Path(file).name, 120)}{where}: {reason}")

    def __reduce__(self) -> tuple[type[LoadError], tuple[str, str, str]]:
        return LoadError, (self.file, self.place, self.reason)


class Fault(Exception):
    """What is wrong at a `place`, told where the name of the file is not known; `values` fill `reason`."""

    def __init__(self, place: str, reason: str, **values: object) -> None:
        self.place, self.reason = place, reason.format(**values)
        super().__init__(self.reason)


@contextmanager
def one_kind(file: Path, folder: Path | None = None) -> Iterator[None]:
    """Make a LoadError of all that is wrong with `file` in the block, which may write to `folder`."""
    try:
        yield
    except LoadError:
        raise
    except Fault as error:
        raise LoadError(file, error.place, error.reason) from error
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise LoadError(file, "", DAMAGED.format(detail=quoted(str(error), 80))) from error
    except OSError as error:
        raise _of_system(error, file, folder) from error
    except MemoryError as error:
        raise LoadError(file, "", NO_MEMORY) from error
    except Exception as error:
        # The last door before a person: no file is worth a crash.
        detail = quoted(f"{type(error).__name__}: {error}", 80)
        raise LoadError(file, "", DAMAGED.format(detail=detail)) from error


def quoted(text: str | bytes, most: int = MOST_QUOTED) -> str:
    """Return what `text` can be shown as in one line: printable, and not too long."""
    if isinstance(text, bytes):
        text = text[: 4 * most].decode(errors="replace")
    short = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(letter if letter.isprintable() else "?" for letter in short)


EMPTY = mark("The file holds no vectors. Choose another one.")
DAMAGED = mark("The file is damaged or cut short ({detail}). Get it again, or choose another one.")
UNKNOWN = mark(
    "It is no file of vectors that embviz knows. Choose GloVe or word2vec (.txt, .bin, .vec), .npy, .npz,"
    " .safetensors, a state_dict (.pt), projector's .tsv, or .csv."
)
NO_FILE = mark("It is a folder or a device, not a file. Choose a file.")
TOO_LARGE = mark("The table of {rows:,} x {dim:,} is larger than embviz takes. Choose a smaller one.")
BOMB = mark("It unpacks to more than {ratio} times its size, as no vectors do. Choose another file.")
NO_TENSOR = mark("There is no table of that name in the file; it holds {names}.")
NO_TABLE = mark(
    "It holds no table of float32, float64, float16 or bfloat16 with rows and columns, but {found}."
    " Save the table itself, as floats."
)
NO_MEMORY = mark("To read it takes more memory than a file of vectors needs. Choose another file.")
TOO_LONG = mark("To read it takes longer than a file of its size needs. Choose another file.")
BROKE_OFF = mark(
    "What reads it broke off, for it is damaged in a new way or needs too much memory. Choose another file."
)
CANNOT_READ = mark("The system cannot read it ({detail}). Look whether it is there and whether you may.")
DISK_FULL = mark("There is no room for the table in {folder}. Make room on that disk.")
CHANGED = mark("The file changed while it was read. Try again when it is whole.")


def _of_system(error: OSError, file: Path, folder: Path | None) -> LoadError:
    """Return what the system's `error` means for `file`, copied by way of `folder`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return LoadError(file, "", DISK_FULL.format(folder=folder))
    if error.errno == errno.EINVAL:
        # A place before the beginning, which only a file that lies about itself asks for.
        return LoadError(file, "", DAMAGED.format(detail="it points outside itself"))
    return LoadError(file, "", CANNOT_READ.format(detail=error.strerror or quoted(str(error), 80)))
