"""A lesson is read whole, or refused with the file, the line, the key and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from embviz.core.lessons import __main__ as check
from embviz.core.lessons.lesson import Target
from embviz.core.lessons.reading import LessonError, lesson_files, lesson_of, read_lesson
from tests.core.lessons.texts import LESSON


def test_a_lesson_holds_what_its_file_says() -> None:
    lesson = lesson_of(LESSON, "01-small.toml")
    assert (lesson.id, lesson.title.of("ja"), lesson.about.of("en")) == (
        "small",
        "小さなレッスン",
        "What it is about.",
    )
    assert lesson.curve == "loss"
    assert lesson.experiment.arguments["lr"] == 0.5
    first, second, third = lesson.steps
    assert first.points_at == (Target("panel_weight"), Target(table="weight", cell=(0, 2)), Target(tab="gap"))
    assert first.goal is None
    assert [move.verb for move in second.solution] == ["backward"]
    assert second.predict is not None
    assert [option.en for option in second.predict.options] == ["plus", "minus"]
    assert third.predict is not None
    assert third.predict.table == "weight"


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "why"),
    [
        ("passes == 1", "pases == 1", 15, "steps[1].goal", "'pases'"),
        ('"backward"]', '"backwards"]', 16, "steps[1].solution", "'backwards'"),
        ('["step"]', '["train -1"]', 27, "steps[2].solution", "train N"),
        ('["step"]', '["run_until stp > 1"]', 27, "steps[2].solution", "'stp'"),
        ("tab:gap", "tab:gp", 10, "steps[0].points_at", "'tab:gp'"),
        ("weight[0, 2]", "weight[0]", 10, "steps[0].points_at", "weight[0]"),
        ('kind = "choice"', 'kind = "guess"', 19, "steps[1].predict.kind", "'guess'"),
        ('"changed.weight"', '"changed.all"', 31, "steps[2].predict.answer", "changed.weight"),
        ("0 if grad[0, 0] > 0 else 1", "grid[0, 0]", 21, "steps[1].predict.answer", "grid[0, 0]"),
        ('hint = { en = "The key B.", ja = "B キー。" }', 'hnt = "B"', 14, "steps[1].hnt", "hnt"),
        (', ja = "読む。"', "", 9, "steps[0].text", "ja"),
        ('"次。"', '" "', 24, "steps[2].text", "both languages"),
        ("lr = 0.5", "lr = -1.0", 6, "experiment.lr", "lr = -1.0"),
        ('curve = "loss"', 'curve = "length"', 5, "curve", "'length'"),
        ('goal = "step == before.step + 1"\n', "", 25, "steps[2].ask", "goal"),
        ("points_at =", "points_to =", 10, "steps[0].points_to", "points_to"),
        ('id = "small"', 'id = "small', 2, "", "TOML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_its_key_and_the_reason(
    old: str, new: str, line: int, key: str, why: str
) -> None:
    assert old in LESSON
    with pytest.raises(LessonError) as caught:
        lesson_of(LESSON.replace(old, new), "01-small.toml")
    error = caught.value
    assert (error.file, error.line, error.key) == ("01-small.toml", line, key)
    assert why in error.why
    assert str(error).startswith("01-small.toml")


def test_an_experiment_has_no_field_that_torch_has_not() -> None:
    with pytest.raises(LessonError, match=r"experiment.*widgets"):
        lesson_of(LESSON.replace("optimizer_args", "widgets"), "x.toml")


def test_a_file_has_the_name_of_its_lesson_and_is_text(tmp_path: Path) -> None:
    path = tmp_path / "01-small.toml"
    path.write_text(LESSON, encoding="utf-8")
    assert read_lesson(path).id == "small"
    with pytest.raises(LessonError, match=r"called NN-small\.toml"):
        read_lesson(path.rename(tmp_path / "small.toml"))
    (tmp_path / "02-bytes.toml").write_bytes(b"id = 'a'\n# \xff\n")
    with pytest.raises(LessonError, match=r"02-bytes\.toml, line 2: is no UTF-8"):
        read_lesson(tmp_path / "02-bytes.toml")
    (tmp_path / "03-long.toml").write_text("#" * 400_000)
    with pytest.raises(LessonError, match="at most"):
        read_lesson(tmp_path / "03-long.toml")


def test_the_command_says_what_a_file_holds_or_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "01-small.toml"
    path.write_text(LESSON, encoding="utf-8")
    assert check.main([str(path)]) == 0
    assert capsys.readouterr().out == "01-small.toml: A small lesson, 3 steps\n"
    path.write_text(LESSON.replace("passes", "pases"), encoding="utf-8")
    assert check.main([str(path), str(tmp_path / "none.toml")]) == 1
    errors = capsys.readouterr().err
    assert "line 15, steps[1].goal" in errors
    assert "none.toml" in errors


def test_every_shipped_lesson_is_read_in_the_order_of_its_number() -> None:
    files = lesson_files()
    lessons = [read_lesson(path) for path in files]
    assert [path.name for path in files] == [f"{n:02}-{one.id}.toml" for n, one in enumerate(lessons, 1)]
