"""`hotline understand` shows what the live path would understand."""

import json
from pathlib import Path

from click.testing import CliRunner

from hotline.cli.understand import understand

KEYS = {"text", "language", "needs", "command", "urgency", "asks", "because"}


def test_one_text_as_json() -> None:
    done = CliRunner().invoke(understand, ["--json", "Kan någon handla mjölk åt mig?"])
    said = json.loads(done.stdout)
    assert set(said) == KEYS
    assert (said["language"], said["needs"], said["urgency"], said["asks"]) == ("sv", ["shopping"], "none", False)


def test_a_file_row_by_row_with_the_known_language(tmp_path: Path) -> None:
    file = tmp_path / "texts.tsv"
    file.write_text('lang\ttext\nar\tنعم\n\tMin man "andas" inte\nsv\t\n', encoding="utf-8")
    done = CliRunner().invoke(understand, ["--json", "--file", str(file)])
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["command"] for row in said] == ["yes", None, None]
    assert [row["urgency"] for row in said] == ["none", "alarm", "none"]
    assert [row["language"] for row in said] == ["ar", "sv", "sv"]


def test_a_table_for_people() -> None:
    done = CliRunner().invoke(understand, ["STOPP"])
    assert done.exit_code == 0
    assert "stop" in done.stdout


def test_wrong_use(tmp_path: Path) -> None:
    file = tmp_path / "texts.tsv"
    file.write_text("message\nhej\n", encoding="utf-8")
    assert CliRunner().invoke(understand, []).exit_code == 2
    assert CliRunner().invoke(understand, ["--file", str(file)]).exit_code == 2


def test_an_evaluation_counts_what_came_of_each_text(tmp_path: Path) -> None:
    file = tmp_path / "labelled.tsv"
    file.write_text(
        "text\tlang\tlabel\nbehöver mjölk\tsv\tshopping\nnej\tsv\tcmd:yes\nmin man andas inte\t\temergency\n",
        encoding="utf-8",
    )
    table = CliRunner().invoke(understand, ["--evaluate", str(file)]).stdout
    assert "harmful  sv   cmd:yes read as no: nej" in table
    said = json.loads(CliRunner().invoke(understand, ["--json", "--evaluate", str(file)]).stdout)
    assert {(each["language"], each["class"]): each["right"] for each in said["figures"]} == {
        ("-", "emergency"): 1, ("sv", "shopping"): 1, ("sv", "cmd:yes"): 0,
    }  # fmt: skip
    assert [each["outcome"] for each in said["misses"]] == ["harmful"]


def test_an_evaluation_needs_labels_it_knows(tmp_path: Path) -> None:
    file = tmp_path / "labelled.tsv"
    for content in ("text\nhej\n", "text\tlabel\nhej\tgreeting\n"):
        file.write_text(content, encoding="utf-8")
        assert CliRunner().invoke(understand, ["--evaluate", str(file)]).exit_code == 2
