"""The transcript of a run on a text, or from a file of vectors, leaves what the Trainer has, bit for bit.

The programs take `Corpus`, `Text` and `read_vectors` from embviz, as a learner would.
"""

from itertools import product

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from embviz.core.experiment import Corpus, Experiment, VectorFile
from embviz.core.messages import Action
from embviz.core.transcript import Transcript
from tests.engine.plain import everything
from tests.engine.sequences import apply
from tests.engine.test_transcript_exec import executed
from tests.engine.trainers import quiet_trainer

# In every order in which a batch can come twice, be left out, or be accumulated.
ACTIONS = (
    Action(1, "forward"),
    Action(2, "backward"),
    Action(3, "backward"),
    Action(4, "step"),
    Action(5, "step"),
    Action(6, "train", rounds=7, name="none"),
    Action(7, "zero_grad", name="none"),
    # Nothing moves: the next round trains the batch that was next before.
    Action(8, "step"),
    Action(9, "set", name="lr", value=0.25),
    Action(10, "set", name="pairs", value="2, 1"),
    Action(11, "lookup", indices=(3, 0)),
    Action(12, "edit", place=(1, 2), value=0.5),
    Action(13, "set", name="zero_grad", value="forgotten"),
    Action(14, "train", rounds=3, name="forgotten"),
    Action(15, "forward"),
)
NUMBERS = np.random.default_rng(1).normal(size=(7, 4))


def skipgram(**fields):
    corpus = Corpus(window=2, negatives=3, batch=16, min_count=2)
    settings = {
        "dim": 6,
        "initial": "word2vec",
        "loss": "skipgram",
        "optimizer_args": {"lr": 0.5},
        "corpus": corpus,
    }
    return Experiment(**settings | fields)


def happened(experiment, actions=ACTIONS):
    """Do `actions`; return the Trainer, and the transcript of them as they happened."""
    trainer = quiet_trainer(experiment)
    done = [apply(trainer, action) for action in actions]
    transcript = Transcript(trainer.experiment)
    transcript.merge(done)
    return trainer, transcript, done


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"sparse": True, "seed": 7},
        {"optimizer": "Adam", "schedule": "ExponentialLR", "schedule_args": {"gamma": 0.5}},
        {"optimizer": "SparseAdam", "sparse": True, "dtype": "float64"},
        {"optimizer": "Adagrad", "initial": "normal", "padding_idx": 1},
        {"optimizer": "RMSprop", "initial": "uniform", "max_norm": 1.0},
        {"scale_grad_by_freq": True, "initial": "zeros", "zero_grad": "zeros"},
        {"dtype": "bfloat16", "optimizer_args": {"lr": 0.5, "momentum": 0.9}},
        {"corpus": Corpus("toy-ja", "characters", window=1, negatives=1, batch=9, subsample=0.0)},
        # Refused at the first Backward, and each time after it.
        {"sparse": True, "scale_grad_by_freq": True},
    ],
    ids=str,
)
def test_a_run_on_a_text_is_bit_equal(fields):
    trainer, transcript, _ = happened(skipgram(**fields))
    left, printed = executed(transcript.text)
    assert left == everything(trainer), transcript.text
    assert printed


def test_the_program_goes_from_batch_to_batch_with_the_steps():
    """Each step of a run trains another batch; the passes between two steps are of the same one."""
    trainer, transcript, _ = happened(skipgram(), (*ACTIONS[:4], Action(5, "forward"), Action(6, "forward")))
    losses = executed(transcript.text)[1].split()
    assert trainer.steps == 1
    first, second, again = map(float, losses)
    assert first != second == again == trainer.forward()


def test_the_program_up_to_any_moment_of_a_text_is_bit_equal():
    _, transcript, done = happened(skipgram())
    for number, rounds in ((0, 0), (3, 0), (5, 0), (6, 4), (8, 0), (14, 2)):
        cut = [action for action in done if action.number <= number]
        if cut and cut[-1].kind == "train":
            cut[-1] = Action(number, "train", rounds=rounds, name=cut[-1].name)
        trainer, _, _ = happened(skipgram(), tuple(cut))
        assert executed(transcript.text_until(number, rounds))[0] == everything(trainer), number


def glove(path, table):
    lines = (" ".join([f"w{row}", *map(repr, map(float, numbers))]) for row, numbers in enumerate(table))
    path.write_text("\n".join(lines) + "\n")


def word2vec(path, table):
    table = table.astype("<f4")
    records = (b"w%d " % row + numbers.tobytes() + b"\n" for row, numbers in enumerate(table))
    path.write_bytes(b"%d %d\n" % table.shape + b"".join(records))


def npy(dtype):
    return lambda path, table: np.save(path, table.astype(dtype))


def tensors(table):
    return {"small": torch.ones(2, 2), "emb.weight": torch.tensor(table, dtype=torch.float32)}


# How a table gets into a file, by the file's ending, and the name that it has there.
FILES = {
    "f4.npy": (npy("<f4"), ""),
    "f8.npy": (npy("<f8"), ""),
    "f2.npy": (npy("<f2"), ""),
    "big endian.npy": (npy(">f4"), ""),
    "columns.npy": (lambda path, table: np.save(path, np.asfortranarray(table)), ""),
    "two.npz": (lambda path, table: np.savez(path, a=np.ones((2, 2)), w=table), "w"),
    "one.npz": (lambda path, table: np.savez_compressed(path, table), ""),
    "two.safetensors": (lambda path, table: save_file(tensors(table), path), "emb.weight"),
    "unnamed.safetensors": (lambda path, table: save_file(tensors(table), path), ""),
    "state.pt": (lambda path, table: torch.save(tensors(table), path), "emb.weight"),
    "glove.txt": (glove, ""),
    "vectors.bin": (word2vec, ""),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("most_rows", [0, 3])
def test_a_run_from_a_file_is_bit_equal(name, most_rows, tmp_path):
    write, tensor = FILES[name]
    path = tmp_path / name
    write(path, NUMBERS)
    for dtype, padding in product(("float32", "float64", "bfloat16"), (None, 1)):
        file = VectorFile(str(path), tensor, most_rows)
        experiment = Experiment(initial="file", file=file, dtype=dtype, padding_idx=padding)
        trainer, transcript, _ = happened(
            experiment, (Action(1, "train", rounds=3, name="none"), Action(2, "lookup", indices=(2,)))
        )
        assert trainer.experiment.rows == (most_rows or len(NUMBERS))
        assert executed(transcript.text)[0] == everything(trainer), transcript.text
