"""Files of vectors as their own programs write them: the good ones that tests read, spoil and mutate."""

from __future__ import annotations

import csv
import gzip
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file

WORDS = ["the", "king", "<s>", "café", "日本", "🙂"]
TABLE = np.array(
    [
        [0.5, -0.25, 1.0],
        [1e-5, -3.25e7, 0.1],
        [0.12345678, -0.000123, 12345.679],
        [-0.0, 3.0, 1.1754944e-38],
        [np.float32(1) / 3, -7.0, 2.5],
        [100.0, 0.0, -1.0],
    ],
    dtype=np.float32,
)


def spaced(table: np.ndarray = TABLE, words: list[str] = WORDS, header: bool = False) -> bytes:
    """GloVe's text, or with a `header` word2vec's, with all digits of float32."""
    lines = [f"{word} {' '.join(map(str, row))}\n" for word, row in zip(words, table.tolist(), strict=True)]
    first = f"{len(table)} {table.shape[1]}\n" if header else ""
    return (first + "".join(lines)).encode()


def packed(table: np.ndarray = TABLE, words: list[str] = WORDS, line_end: bytes = b"\n") -> bytes:
    """word2vec's binary file, as the original program writes it."""
    rows = [
        word.encode() + b" " + row.astype("<f4").tobytes() + line_end
        for word, row in zip(words, table, strict=True)
    ]
    return b"%d %d\n" % table.shape + b"".join(rows)


def _glove(path: Path) -> None:
    path.write_bytes(spaced())


def _word2vec(path: Path) -> None:
    path.write_bytes(spaced(header=True))


def _packed(path: Path) -> None:
    path.write_bytes(packed())


def _npy(path: Path) -> None:
    np.save(path, TABLE)


def _npz(path: Path) -> None:
    np.savez(path, other=np.arange(3), weight=TABLE)


def _npz_packed(path: Path) -> None:
    np.savez_compressed(path, other=np.arange(3), weight=TABLE)


def _safetensors(path: Path) -> None:
    save_file({"bias": TABLE[0], "weight": TABLE, "ids": np.arange(6).reshape(2, 3)}, path)


def _state() -> dict[str, torch.Tensor]:
    layer = torch.nn.Embedding(*TABLE.shape)
    layer.weight.data = torch.from_numpy(TABLE.copy())
    return {**layer.state_dict(), "bias": torch.zeros(3), "ids": torch.zeros(9, 9, dtype=torch.long)}


def _pt(path: Path) -> None:
    torch.save(_state(), path)


def _pt_old(path: Path) -> None:
    torch.save(_state(), path, _use_new_zipfile_serialization=False)


def _tsv(path: Path) -> None:
    path.write_text("".join("\t".join(map(str, row)) + "\n" for row in TABLE.tolist()))
    path.with_name("metadata.tsv").write_text("\n".join(WORDS) + "\n", encoding="utf-8")


def _csv(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["word", "x", "y", "z"])
        writer.writerows([word, *row] for word, row in zip(WORDS, TABLE.tolist(), strict=True))


def _gz(make: Callable[[Path], None]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        make(path)
        path.write_bytes(gzip.compress(path.read_bytes()))

    return write


# By its name and ending: what writes it, and what it is called in reports.
FILES: dict[str, tuple[Callable[[Path], None], str]] = {
    "glove.txt": (_glove, "glove"),
    "glove.txt.gz": (_gz(_glove), "glove"),
    "word2vec.txt": (_word2vec, "word2vec"),
    "fasttext.vec": (_word2vec, "word2vec"),
    "word2vec.txt.gz": (_gz(_word2vec), "word2vec"),
    "word2vec.bin": (_packed, "word2vec binary"),
    "word2vec.bin.gz": (_gz(_packed), "word2vec binary"),
    "table.npy": (_npy, "npy"),
    "tables.npz": (_npz, "npz"),
    "packed.npz": (_npz_packed, "npz"),
    "model.safetensors": (_safetensors, "safetensors"),
    "model.pt": (_pt, "pt"),
    "old.pth": (_pt_old, "pt"),
    "vectors.tsv": (_tsv, "tsv"),
    "table.csv": (_csv, "csv"),
    "table.csv.gz": (_gz(_csv), "csv"),
}
# Those whose format has names for rows.
LABELLED = [name for name in FILES if FILES[name][1] not in ("npy", "npz", "safetensors", "pt")]


def make(folder: Path, name: str) -> Path:
    """Write the file called `name`, one of FILES, to `folder`."""
    path = folder / name
    FILES[name][0](path)
    return path


def safetensors(header: bytes, data: bytes = b"") -> bytes:
    """Put a header that may be anything before `data`."""
    return struct.pack("<Q", len(header)) + header + data


def npy(header: str, data: bytes = b"") -> bytes:
    """Put numpy's header, which may be anything, before `data`."""
    text = header.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data
