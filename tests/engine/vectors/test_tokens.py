"""Labels of all sorts: each comes as it stands in the file."""

import csv

import numpy as np
import pytest

from embviz.engine.vectors import reading
from tests.engine.vectors.makers import packed, spaced

TOKENS = [
    "<s>",
    "</s>",
    "<unk>",
    "<img src=/etc/passwd>",
    "",
    "x" * 10_000,
    "שלום",
    "مرحبا",
    "🙂👩‍👩‍👧",
    "日本語",
    "&lt;",
    "0.5",
    "1",
    "nan",
    ",",
    '"',
    "'",
    "\u00a0",
    "\u2028",
    "\x1c",
    "=1+1",
    "a\\nb",
    "#",
    "the",
    "the",
]
NUMBERS = np.arange(3.0 * len(TOKENS), dtype=np.float32).reshape(-1, 3) / 8


def labels_of(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    vectors = reading.read(str(path))
    return None if vectors.labels is None else list(vectors.labels), vectors.values


@pytest.mark.parametrize("header", [False, True], ids=["glove", "word2vec"])
def test_tokens_of_text_come_as_they_are(header, tmp_path, in_process):
    labels, values = labels_of(tmp_path, "t.txt", spaced(NUMBERS, TOKENS, header))
    assert labels == TOKENS
    assert values.tobytes() == NUMBERS.tobytes()


def test_tokens_of_a_binary_file_come_as_they_are(tmp_path, in_process):
    # A space ends a token there, so that none has one.
    tokens = [token.replace(" ", "\u00a0") for token in TOKENS]
    labels, values = labels_of(tmp_path, "t.bin", packed(NUMBERS, tokens))
    assert labels == tokens
    assert values.tobytes() == NUMBERS.tobytes()


def test_tokens_of_csv_may_hold_commas_quotes_and_line_ends(tmp_path, in_process):
    tokens = [*TOKENS, "two\nlines", 'a "b", c', "tab\there", "a;b"]
    numbers = np.arange(2.0 * len(tokens), dtype=np.float32).reshape(-1, 2)
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "x", "y"])
        writer.writerows([token, *row] for token, row in zip(tokens, numbers.tolist(), strict=True))
    vectors = reading.read(str(path))
    assert list(vectors.labels) == tokens
    assert (vectors.values == numbers).all()


def test_tokens_beside_a_projector_s_file_come_as_they_are(tmp_path, in_process):
    (tmp_path / "vectors.tsv").write_text(
        "".join("\t".join(map(str, row)) + "\n" for row in NUMBERS.tolist())
    )
    (tmp_path / "metadata.tsv").write_text("\n".join(TOKENS) + "\n", encoding="utf-8", newline="\n")
    assert list(reading.read(str(tmp_path / "vectors.tsv")).labels) == TOKENS


def test_tokens_with_spaces_are_told_from_numbers(tmp_path, in_process):
    words = ["the", ". . .", "at name@domain.com", "new york", "my nan", "a"]
    numbers = np.arange(50.0 * len(words), dtype=np.float32).reshape(-1, 50)
    labels, values = labels_of(tmp_path, "t.txt", spaced(numbers, words))
    assert labels == words
    assert (values == numbers).all()


def test_the_first_token_may_hold_spaces(tmp_path, in_process):
    labels, values = labels_of(tmp_path, "t.txt", b"new york 1 2\nrome 3 4\nparis 5 6\n")
    assert labels == ["new york", "rome", "paris"]
    assert values.tolist() == [[1, 2], [3, 4], [5, 6]]


@pytest.mark.parametrize("name", ["t.txt", "t.bin"])
def test_what_is_no_utf_8_is_replaced_and_leaks_no_surrogates(name, tmp_path, in_process):
    bad = [b"a\xff", b"\xed\xa0\x80", b"\xe6", b"\x97\xa5", b"fine"]
    rows = np.ones((len(bad), 2), dtype=np.float32)
    words = [f"@{index}@" for index in range(len(bad))]
    content = spaced(rows, words) if name == "t.txt" else packed(rows, words)
    for word, piece in zip(words, bad, strict=True):
        content = content.replace(word.encode(), piece)
    labels, _ = labels_of(tmp_path, name, content)
    assert labels == [piece.decode(errors="replace") for piece in bad]
    assert all(label.encode().decode() == label for label in labels)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b" \n"),
        lambda text: text.replace(b"\n", b"  \t\r\n"),
        lambda text: text.rstrip(b"\n"),
        lambda text: text + b"\n\n \n\r\n",
        lambda text: text.replace(b" ", b"\t"),
        lambda text: text.replace(b" ", b"   "),
    ],
    ids=["BOM", "CRLF", "space at end", "mixture at end", "no line end", "blank lines", "tabs", "wide"],
)
@pytest.mark.parametrize("header", [False, True], ids=["glove", "word2vec"])
def test_what_surrounds_lines_is_no_part_of_them(change, header, tmp_path, in_process):
    words = ["a", "b", "日"]
    numbers = np.array([[1.5, 2], [3, -4], [5, 6.25]], dtype=np.float32)
    labels, values = labels_of(tmp_path, "t.txt", change(spaced(numbers, words, header)))
    assert labels == words
    assert values.tobytes() == numbers.tobytes()


def test_numbers_alone_have_no_labels(tmp_path, in_process):
    table = np.random.default_rng(1).normal(size=(30, 4)).astype(np.float32)
    np.savetxt(tmp_path / "t.txt", table)
    vectors = reading.read(str(tmp_path / "t.txt"))
    assert vectors.labels is None
    assert vectors.values.tobytes() == table.tobytes()


def test_whole_numbers_before_others_are_labels(tmp_path, in_process):
    labels, values = labels_of(tmp_path, "t.txt", b"0 0.5 0.25\n1 1.5 1.25\n")
    assert labels == ["0", "1"]
    assert values.tolist() == [[0.5, 0.25], [1.5, 1.25]]


@pytest.mark.parametrize(
    ("name", "content", "labels", "values"),
    [
        ("t.csv", "1.5,2\n3,4\n", None, [[1.5, 2], [3, 4]]),
        ("t.csv", "x,y\n1.5,2\n3,4\n", None, [[1.5, 2], [3, 4]]),
        ("t.csv", "king,1.5,2\nqueen,3,4\n", ["king", "queen"], [[1.5, 2], [3, 4]]),
        ("t.csv", "x,y,kind\n1.5,2,a\n3,4,b\n", ["a", "b"], [[1.5, 2], [3, 4]]),
        ("t.csv", ",0,1\n7,1.5,2\n8,3,4\n", ["7", "8"], [[1.5, 2], [3, 4]]),
        ("t.csv", "word,x\n7,1.5\n8,3\n", ["7", "8"], [[1.5], [3]]),
        ("t.csv", "king,1.5,2\n7,3,4\n", ["king", "7"], [[1.5, 2], [3, 4]]),
        ("t.csv", "word;x;y\na;1.5;2\nb;3;4\n", ["a", "b"], [[1.5, 2], [3, 4]]),
        ("t.csv", '"a, b",1.5,2\n"c",3,4\n', ["a, b", "c"], [[1.5, 2], [3, 4]]),
        ("t.csv", "a, 1.5, 2\nb, 3, 4\n", ["a", "b"], [[1.5, 2], [3, 4]]),
        ("t.tsv", "king\t1.5\t2\nqueen\t3\t4\n", ["king", "queen"], [[1.5, 2], [3, 4]]),
        ("t.tsv", "1.5\n3\n", None, [[1.5], [3]]),
        ("t.txt", ", 1.5 2\n. 3 4\n", [",", "."], [[1.5, 2], [3, 4]]),
        ("t.txt", "1 2\na 3 4\n", ["a"], [[3, 4]]),
    ],
)
def test_columns_of_names_and_headers_are_found(name, content, labels, values, tmp_path, in_process):
    found, table = labels_of(tmp_path, name, content.encode())
    assert (found, table.tolist()) == (labels, values)


@pytest.mark.parametrize(
    ("vectors", "metadata", "lines"),
    [
        ("vectors.tsv", "metadata.tsv", "a\nb\n"),
        ("vectors.tsv", "metadata.tsv", "word\na\nb"),
        ("vectors.tsv", "metadata.tsv", "id\tword\n1\ta\n2\tb\n"),
        ("my_vectors.tsv", "my_metadata.tsv", "a\t1\r\nb\t2\r\n"),
        ("table.tsv", "table_metadata.tsv", "a\nb\n"),
    ],
)
def test_labels_beside_a_projector_s_file_with_and_without_a_header(
    vectors, metadata, lines, tmp_path, in_process
):
    (tmp_path / metadata).write_text(lines, newline="")
    (tmp_path / vectors).write_text("1\t2\n3\t4\n")
    assert list(reading.read(str(tmp_path / vectors)).labels) == ["a", "b"]
    assert reading.contents(str(tmp_path / vectors)).has_labels
