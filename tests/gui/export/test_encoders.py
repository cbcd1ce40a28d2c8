"""Animations: whole or not at all, in the colours and the tempo that were asked for, in flat memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from embviz.core.formats import ANIMATIONS
from embviz.gui.export import encoders
from embviz.gui.export.encoders import Encoder, write_animation
from embviz.gui.export.gif import palette_of
from embviz.gui.export.writer import EncoderError, Frame, changed_box

VIDEO = (".mp4", ".webm")
STILLS = (".gif", ".apng")
HEIGHT, WIDTH, FPS = 60, 90, 15
GROUND, CARD, ACCENT = (246, 247, 249), (255, 255, 255), (36, 88, 211)
FLAT_MB = 6


@pytest.fixture(params=ANIMATIONS)
def ending(request: pytest.FixtureRequest) -> str:
    """The ending of each kind of animation in turn, of those that can be written here."""
    if request.param in VIDEO:
        pytest.importorskip("av")
    return str(request.param)


def frame(place: int, height: int = HEIGHT, width: int = WIDTH) -> Frame:
    """A card on the ground, with a bar as long as `place`."""
    made = np.full((height, width, 3), GROUND, np.uint8)
    made[8:-8, 8:-8] = CARD
    made[20:40, 10 : 12 + 2 * place] = ACCENT
    return made


def frames(count: int) -> list[Frame]:
    return [frame(place) for place in range(count)]


def write(path: Path, pictures: list[Frame], **options: object) -> None:
    write_animation(iter(pictures), path, FPS, lambda _count: None, **options)  # type: ignore[arg-type]


def read(path: Path) -> tuple[list[Frame], list[float]]:
    """The pictures of an animation, and when each is shown, in seconds; the last number is the end."""
    if path.suffix in VIDEO:
        return read_video(path)
    pictures, times = [], [0.0]
    with Image.open(path) as image:
        for place in range(image.n_frames):
            image.seek(place)
            pictures.append(np.asarray(image.convert("RGB")))
            times.append(times[-1] + image.info["duration"] / 1000)
    return pictures, times


def read_video(path: Path) -> tuple[list[Frame], list[float]]:
    import av

    with av.open(str(path)) as container:
        shown = [(one.to_ndarray(format="rgb24"), float(one.time or 0)) for one in container.decode(video=0)]
        end_s = (container.duration or 0) / av.time_base
    return [picture for picture, _ in shown], [*(time for _, time in shown), end_s]


def test_every_frame_is_there_in_its_time(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"run{ending}"
    write(path, frames(20))
    shown, times = read(path)
    assert len(shown) == 20
    assert times == pytest.approx([place / FPS for place in range(21)], abs=0.011)
    for picture, given in zip(shown, frames(20), strict=True):
        # Video keeps half as many colours as pixels: only away from edges are they those that were given.
        limit = 6 if ending in VIDEO else 0
        for place in ((2, 2), (30, 70), (12, 40), (30, 11)):
            assert np.abs(picture[place].astype(int) - given[place]).max() <= limit
    assert [path.name for path in tmp_path.iterdir()] == [f"run{ending}"]


@pytest.mark.parametrize("ending", STILLS)
def test_flat_colours_come_back_as_they_were(ending: str, tmp_path: Path) -> None:
    write(tmp_path / f"run{ending}", frames(12))
    shown, _ = read(tmp_path / f"run{ending}")
    for picture, given in zip(shown, frames(12), strict=True):
        assert np.array_equal(picture, given)


@pytest.mark.parametrize("ending", STILLS)
def test_of_frames_that_are_all_alike_each_is_counted(ending: str, tmp_path: Path) -> None:
    write(tmp_path / f"run{ending}", [frame(3)] * 5)
    # Pillow reads equal frames apart only by their count.
    with Image.open(tmp_path / f"run{ending}") as image:
        assert image.n_frames == 5


def test_the_last_frame_is_held(ending: str, tmp_path: Path) -> None:
    write(tmp_path / f"run{ending}", frames(3), hold_s=2.0)
    shown, times = read(tmp_path / f"run{ending}")
    assert times[-1] == pytest.approx(3 / FPS + 2, abs=0.05)
    assert np.abs(shown[-1][30, 70].astype(int) - shown[2][30, 70]).max() <= 3


def test_one_frame_is_an_animation_too_and_none_is_not(ending: str, tmp_path: Path) -> None:
    write(tmp_path / f"one{ending}", frames(1))
    assert len(read(tmp_path / f"one{ending}")[0]) == 1
    with pytest.raises(ValueError, match="at least one frame"):
        write(tmp_path / f"none{ending}", [])
    assert [path.name for path in tmp_path.iterdir()] == [f"one{ending}"]


@pytest.mark.parametrize("size", [(61, 91), (60, 91), (61, 90)])
def test_an_odd_size_gets_one_more_px_of_the_ground_and_no_other_scale(
    size: tuple[int, int], ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"odd{ending}"
    write(path, [frame(4, *size)] * 3)
    picture = read(path)[0][-1]
    if ending in STILLS:
        assert picture.shape == (*size, 3)
    else:
        assert picture.shape == (size[0] + size[0] % 2, size[1] + size[1] % 2, 3)
        assert np.abs(picture[-1, -1].astype(int) - GROUND).max() <= 6
        assert np.abs(picture[30, 15].astype(int) - frame(4, *size)[30, 15]).max() <= 12


def test_the_loop_of_an_animation_has_no_end(tmp_path: Path) -> None:
    for ending in STILLS:
        write(tmp_path / f"run{ending}", frames(3))
        with Image.open(tmp_path / f"run{ending}") as image:
            assert image.info["loop"] == 0


def test_progress_is_told_after_each_frame_and_frames_are_taken_one_by_one(
    ending: str, tmp_path: Path
) -> None:
    taken: list[int] = []
    told: list[tuple[int, int]] = []

    def pictures() -> Iterator[Frame]:
        for place in range(4):
            taken.append(place)
            yield frame(place)

    write_animation(
        pictures(), tmp_path / f"run{ending}", FPS, lambda count: told.append((count, len(taken)))
    )
    assert told == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_what_ends_the_writing_leaves_the_old_file_and_no_part(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"run{ending}"
    path.write_bytes(b"old")

    def cancel(count: int) -> None:
        if count == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_animation(frames(9), path, FPS, cancel)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {f"run{ending}": b"old"}


def test_a_block_that_is_left_early_leaves_no_file(ending: str, tmp_path: Path) -> None:
    with Encoder(tmp_path / f"run{ending}", FPS) as encoder:
        encoder.add(frame(0))
    assert list(tmp_path.iterdir()) == []
    encoder.abandon()


def test_frames_of_another_size_or_kind_are_refused(ending: str, tmp_path: Path) -> None:
    with Encoder(tmp_path / f"run{ending}", FPS) as encoder:
        with pytest.raises(ValueError, match="of uint8"):
            encoder.add(np.zeros((4, 4), np.uint8))
        encoder.add(frame(0))
        with pytest.raises(ValueError, match="this one"):
            encoder.add(frame(0, 50, 50))


def test_an_ending_that_is_no_animation_is_refused_and_the_others_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"\.gif, \.apng, \.mp4, \.webm, not in '\.avi'"):
        Encoder(tmp_path / "run.avi", FPS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", VIDEO)
def test_without_the_extra_the_message_says_how_to_get_it(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "animation_problem", lambda _ending: "needs PyAV: pip install it")
    with pytest.raises(EncoderError, match="pip install"):
        Encoder(tmp_path / f"run{ending}", FPS)
    assert list(tmp_path.iterdir()) == []


def test_a_program_without_pyav_says_so_and_writes_the_others(tmp_path: Path) -> None:
    program = f"""
import importlib.abc, importlib.util, sys
from pathlib import Path
import numpy as np
sys.modules["av"] = None
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "av" else find(name, *rest)
from embviz.gui.export.encoders import EncoderError, write_animation
frames = [np.zeros((4, 4, 3), np.uint8)]
write_animation(frames, Path({str(tmp_path / "a.gif")!r}), 15, print)
try:
    write_animation(frames, Path({str(tmp_path / "a.mp4")!r}), 15, print)
except EncoderError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=50)
    assert (done.stdout, done.stderr) == ("1\n.mp4 needs PyAV: pip install 'embviz[video]'\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["a.gif"]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(ending: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "nowhere" / f"run{ending}", frames(2))


NOISE = """
import resource, sys
from pathlib import Path
import numpy as np
from embviz.gui.export.encoders import write_animation
random = np.random.default_rng(1)
def pictures(count):
    for _ in range(count):
        yield random.integers(0, 255, (240, 320, 3), np.uint8)
"""


def test_a_full_disk_is_an_error_that_says_so_and_the_old_file_stays(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"run{ending}"
    path.write_bytes(b"old")
    program = f"""{NOISE}
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_animation(pictures(30), Path({str(path)!r}), 15, lambda count: None)
except OSError as error:
    print(error.strerror)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=50)
    assert done.stdout == "File too large\n", done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {f"run{ending}": b"old"}


@pytest.mark.parametrize(
    "ending",
    [
        ending if ending not in VIDEO else pytest.param(ending, marks=pytest.mark.long)
        for ending in ANIMATIONS
    ],
)
def test_memory_does_not_grow_with_the_number_of_frames(ending: str, tmp_path: Path) -> None:
    if ending in VIDEO:
        pytest.importorskip("av")
    program = f"""{NOISE}
told = []
def tell(count):
    told.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
# A video's codec keeps some dozens of pictures to compare with.
write_animation(pictures(200), Path({str(tmp_path / f"run{ending}")!r}), 15, tell)
print(told[-1] - told[80])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stderr
    # 120 pictures are 26 MB.
    assert float(done.stdout) < FLAT_MB


def test_a_palette_keeps_the_commonest_colours_exactly_and_spreads_the_others() -> None:
    random = np.random.default_rng(1)
    picture = np.full((100, 100, 3), GROUND, np.uint8)
    picture[:50] = CARD
    picture[90:] = random.integers(0, 255, (10, 100, 3), np.uint8)
    # Of two that are near, the commoner one.
    picture[89] = (250, 251, 251)
    palette = palette_of([picture]).getpalette()
    assert palette is not None
    colours = {tuple(palette[place : place + 3]) for place in range(0, len(palette), 3)}
    assert {GROUND, CARD} <= colours
    assert (250, 251, 251) not in colours
    assert 200 < len(colours) <= 256


def test_shades_beside_the_ground_do_not_move_it(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    picture = np.full((100, 100, 3), CARD, np.uint8)
    picture[80:] = random.integers(249, 256, (20, 100, 3), np.uint8)
    write(tmp_path / "run.gif", [picture])
    assert tuple(read(tmp_path / "run.gif")[0][0][10, 10]) == CARD


def test_a_gif_of_more_colours_than_a_palette_has_is_near_to_each(tmp_path: Path) -> None:
    shades = np.linspace(0, 255, 90, dtype=np.uint8)
    picture = np.stack(np.broadcast_arrays(shades[:, None], shades[None, :], np.uint8(128)), axis=2)
    write(tmp_path / "run.gif", [picture, picture[::-1].copy()], sample=[picture])
    for shown, given in zip(read(tmp_path / "run.gif")[0], (picture, picture[::-1]), strict=True):
        assert np.abs(shown.astype(int) - given).mean() < 8


def test_the_box_of_what_changed_holds_all_of_it_and_no_more() -> None:
    before = np.zeros((10, 10, 3), np.uint8)
    after = before.copy()
    after[2, 7, 1] = after[5, 3, 2] = 1
    assert changed_box(before, after) == (slice(2, 6), slice(3, 8))
    assert changed_box(before, before) == (slice(0, 1), slice(0, 1))
