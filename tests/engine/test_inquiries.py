"""Inquiries: what is asked about the run in hand, its words and files, is what plain numpy finds there."""

import numpy as np
import pytest
import torch

from embviz.core.experiment import Corpus, Experiment
from embviz.core.messages import Failure, Moment
from embviz.core.reports import Contents, Found, Meaning, RowsReport, WordMap
from embviz.engine.inquiries import Inquiries, peeked
from embviz.engine.session import Session
from embviz.engine.vectors.faults import LoadError
from embviz.engine.working import Working
from tests.engine.requests import begun, request
from tests.engine.vectors.makers import WORDS, spaced

TEXT = Experiment(corpus=Corpus(min_count=2), loss="skipgram", dim=8, sparse=True, optimizer_args={"lr": 1.0})
PLAIN = Experiment(rows=400, dim=6, pairs=((3, 7), (390, 12)), optimizer_args={"lr": 0.2})


@pytest.fixture(scope="module")
def text():
    return trained(TEXT)


@pytest.fixture
def plain():
    return trained(PLAIN)


def trained(experiment):
    session = Session()
    session.answer(request("begin", experiment=experiment))
    session.answer(request("train", until_step=5))
    return session


def asked(session, command, kind, **fields):
    answer = session.answer(request(command, number=44, run=6, **fields))
    assert isinstance(answer, kind), answer
    assert (answer.request, answer.run) == (44, 6)
    return answer


def weight_of(session):
    return session._trainer.weight.detach().double().numpy()


def nearest(weight, target, without, k):
    cosines = weight @ target / np.linalg.norm(weight, axis=1) / np.linalg.norm(target)
    cosines[list(without)] = -np.inf
    order = np.argsort(-cosines)[:k]
    return order.tolist(), cosines[order]


def test_rows_tell_how_far_each_has_moved_since_the_start(plain):
    report = asked(plain, "rows", RowsReport)
    now, start = weight_of(plain), weight_of(begun(PLAIN))
    moved = np.linalg.norm(now - start, axis=1)
    assert report.step == 5
    assert [one.row for one in report.rankings["moved"].top] == np.argsort(-moved)[:4].tolist()
    assert report.rankings["moved"].count == 4
    assert [one.value for one in report.rankings["moved"].top] == pytest.approx(np.sort(moved)[:-5:-1])
    norms = np.linalg.norm(now, axis=1)
    assert report.rankings["norm"].top[0].row == int(norms.argmax())
    assert int(report.histograms["weight"].counts.sum()) == now.size


def test_after_going_back_rows_tell_of_the_moment_on_screen(plain):
    plain.answer(request("go", moment=Moment(0, 0)))
    report = asked(plain, "rows", RowsReport)
    assert report.step == 0
    assert report.rankings["moved"].count == 0


def test_neighbours_are_the_rows_of_the_largest_cosine_among_the_words(text):
    words = len(text._trainer.text.words)
    weight = weight_of(text)[:words]
    report = asked(text, "meaning", Meaning, indices=(3, 9, words + 1))
    # A context is no word that is compared.
    assert [one.row for one in report.neighbours] == [3, 9]
    for one in report.neighbours:
        rows, cosines = nearest(weight, weight[one.row], [one.row], len(one.nearest))
        assert [found.row for found in one.nearest] == rows
        assert [found.value for found in one.nearest] == pytest.approx(cosines, abs=1e-5)
        assert one.nearest[0].label == text._trainer.text.words[rows[0]]
    assert report.took_s > 0


def test_an_analogy_is_asked_in_words_and_one_that_is_not_there_is_told(text):
    names = text._trainer.text.words
    report = asked(text, "meaning", Meaning, words=(names[4], "5", names[6]))
    weight = weight_of(text)[: len(names)]
    unit = weight / np.linalg.norm(weight, axis=1, keepdims=True)
    rows, _ = nearest(weight, unit[4] - unit[5] + unit[6], [4, 5, 6], 3)
    plain_rows, _ = nearest(weight, weight[4] - weight[5] + weight[6], [4, 5, 6], 3)
    assert [one.row for one in report.analogy[:3]] in (rows, plain_rows)
    gone = asked(text, "meaning", Meaning, words=(names[4], "qqqq", names[6]))
    assert (gone.analogy, "qqqq" in gone.analogy_problem) == ((), True)
    context = asked(text, "meaning", Meaning, words=(names[4], f"{names[5]} (context)", names[6]))
    assert (context.analogy, bool(context.analogy_problem)) == ((), True)


def test_the_axes_of_a_map_stay_until_another_fit_is_asked_for():
    text = trained(TEXT)
    first = asked(text, "map", WordMap, name="pca", indices=(2, 5))
    assert (first.fitted, first.step) == (5, 5)
    assert first.rows[list(first.pinned)].tolist() == [2, 5]
    assert first.rows.max() < len(text._trainer.text.words)
    text.answer(request("train", until_step=9))
    frozen = asked(text, "map", WordMap, name="pca", indices=(2, 5))
    assert (frozen.fitted, frozen.step) == (5, 9)
    anew = asked(text, "map", WordMap, name="pca", indices=(2, 5), value=True)
    assert (anew.fitted, anew.step) == (9, 9)
    weight = weight_of(text)[: len(text._trainer.text.words)]
    variances = np.linalg.eigvalsh(np.cov(weight.T))[::-1]
    assert anew.explained == pytest.approx(tuple(variances[:2] / variances.sum()), abs=1e-3)


def test_rows_are_found_by_their_label_or_their_number(text, plain):
    word = text._trainer.text.words[3]
    found = asked(text, "find", Found, name=word)
    assert (found.rows[0].row, found.rows[0].label) == (3, word)
    assert any(one.label == f"{word} (context)" for one in found.rows)
    found = asked(plain, "find", Found, name="39")
    assert [(one.row, one.label) for one in found.rows] == [(39, "")]
    assert asked(plain, "find", Found, name="400").rows == ()


def test_a_run_that_begins_is_the_one_that_is_asked_about(plain):
    plain.answer(request("begin", experiment=Experiment()))
    assert asked(plain, "find", Found, name="39").rows == ()
    assert asked(plain, "find", Found, name="1").rows[0].row == 1


@pytest.mark.parametrize("command", ["rows", "meaning", "map", "find"])
def test_without_a_run_there_is_nothing_to_ask(command):
    with pytest.raises(ValueError, match="send begin first"):
        Inquiries(Working()).answer(request(command), 0)


def test_long_work_on_a_report_can_be_cancelled(text):
    wanted = [True]
    session = Session(working=Working(is_cancelled=lambda: not wanted[0]))
    session.answer(request("begin", experiment=PLAIN))
    wanted[0] = False
    answer = session.answer(request("map", name="pca"))
    assert isinstance(answer, Failure)
    assert answer.what == "Cancelled."
    wanted[0] = True
    asked(session, "map", WordMap, name="pca")


def test_an_inquiry_leaves_the_run_and_its_threads_alone(text):
    before = (weight_of(text).tobytes(), torch.get_num_threads(), text._history.standing)
    for command in ("rows", "meaning", "map", "find"):
        text.answer(request(command, indices=(1, 2)))
    assert (weight_of(text).tobytes(), torch.get_num_threads(), text._history.standing) == before


class TestPeeking:
    def test_a_file_of_vectors_is_told_by_its_format(self, tmp_path):
        path = tmp_path / "six.txt"
        path.write_bytes(spaced())
        found = peeked(str(path))
        assert (found.format, found.has_labels) == ("glove", True)
        assert found.sample[:2] == tuple(WORDS[:2])
        assert (found.tensors[0].dim, found.path) == (3, str(path))

    def test_a_text_is_told_by_its_most_frequent_words(self, tmp_path):
        path = tmp_path / "poem.txt"
        path.write_text("rose is a rose is a rose, and it is not; is it?\n")
        found = peeked(str(path))
        assert (found.format, found.sample) == ("text", ("is", "rose", "a", "it", "and", "not"))

    def test_a_file_of_vectors_that_breaks_off_is_no_text(self, tmp_path):
        path = tmp_path / "six.txt"
        lines = spaced().split(b"\n")
        lines[3] = lines[3].rpartition(b" ")[0]
        path.write_bytes(b"\n".join(lines))
        with pytest.raises(LoadError, match="line 4"):
            peeked(str(path))

    @pytest.mark.parametrize("name", ["", "a\0b", "gone.txt", "."])
    def test_what_is_neither_is_told_as_a_file_is(self, name):
        with pytest.raises(LoadError):
            peeked(name)
        answer = Session().answer(request("peek", path=name))
        assert isinstance(answer, Failure)
        assert answer.what == "The file cannot be opened."

    def test_bytes_that_are_no_text_are_told_as_a_file_is(self, tmp_path):
        path = tmp_path / "odd.txt"
        path.write_bytes(b"\x00\x01\x02\xff" * 500)
        with pytest.raises(LoadError):
            peeked(str(path))

    def test_it_needs_no_run_and_leaves_the_one_there_is(self, tmp_path, plain):
        path = tmp_path / "poem.txt"
        path.write_text("a rose is a rose\n")
        assert asked(Session(), "peek", Contents, path=str(path)).format == "text"
        before = weight_of(plain).tobytes()
        asked(plain, "peek", Contents, path=str(path))
        assert weight_of(plain).tobytes() == before

    def test_a_long_text_can_be_cancelled(self, tmp_path):
        path = tmp_path / "poem.txt"
        path.write_text("a rose is a rose\n")
        answer = Session(working=Working(is_cancelled=lambda: True)).answer(request("peek", path=str(path)))
        assert answer.what == "Cancelled."
