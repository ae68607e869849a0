"""Every submit reaches the live labels, whatever happens on the way."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pytest
from databases import upgrade
from labelled import DOCUMENTS, SCHEMA, make_schema
from publishing_steps import JOURNEY, NOW, labels_after, open_store, prepare, take_step
from typer.testing import CliRunner

from labeler.cli import labels as labels_command
from labeler.core.buckets import bucket_of
from labeler.core.live import FaultKind
from labeler.datasets.live import LiveLabels, bucket_file
from labeler.datasets.reading import read_labels
from labeler.workflow.publishing import LabelsPublisher, publish_pending, rebuild, verify

IN_TIME_S = 30
POINTS = 12


@pytest.fixture
def url(databases, kind):
    """The address of a database with tables and nothing in them."""
    with databases.fresh(kind, upgrade) as address:
        yield address


@pytest.fixture
def store(url, tmp_path):
    """A store with documents and people, nothing submitted."""
    store = open_store(tmp_path, url)
    prepare(store)
    yield store
    store.close()


@pytest.fixture
def live(tmp_path):
    """The live labels beside the store."""
    return LiveLabels(tmp_path / "labels")


@pytest.fixture
def publishing(store, live):
    """A function that starts a publisher; it is stopped at the end."""
    started = []

    def start(writer=live, schema=SCHEMA):
        publisher = LabelsPublisher(store, writer, "news", schema)
        publisher.start()
        started.append(publisher)
        return publisher

    yield start
    for publisher in started:
        publisher.stop()


def test_each_submit_and_reopen_shows_at_once(store, live, publishing, tmp_path):
    """After each step the labels hold what is submitted then, and nothing else."""
    publisher = publishing()
    for taken in range(1, len(JOURNEY) + 1):
        take_step(store, JOURNEY[taken - 1])
        publisher.wake()
        assert publisher.wait_until_idle(IN_TIME_S)
        assert read_labels(tmp_path / "labels" / "news") == labels_after(JOURNEY[:taken])
    assert publisher.behind() == 0
    assert verify(store, live, "news", SCHEMA) == ()


def test_what_is_in_the_trash_is_in_no_file_and_comes_back(store, live, publishing, tmp_path):
    """An article with everybody's labels, and one person's labels alone."""
    publisher = publishing()
    for step in JOURNEY[:3]:
        take_step(store, step)
    whole = labels_after(JOURNEY[:3])
    document = DOCUMENTS[0].id
    with store.queue.changing() as book:
        task = book.task_of("news", document, "ann").id

    def shown(change) -> list:
        with store.trash.changing() as book:
            change(book)
        publisher.wake()
        assert publisher.wait_until_idle(IN_TIME_S)
        assert verify(store, live, "news", SCHEMA) == ()
        return read_labels(tmp_path / "labels" / "news")

    others = [labels for labels in whole if labels.document_id != document]
    assert shown(lambda book: book.put_articles("news", [document], "ann", "", NOW)) == others
    assert shown(lambda book: book.restore_articles("news", [document], "ann", NOW)) == whole
    left = [labels for labels in whole if labels.author == "annotator:bea" or labels in others]
    assert len(left) == len(whole) - 1
    assert shown(lambda book: book.put_set("news", task, "ann", "", NOW)) == left
    assert shown(lambda book: book.restore_set("news", task, "ann", NOW)) == whole


def test_publishing_counts_documents_and_is_done_once(store, live):
    """Two people on one document are one document; a second run has nothing to do."""
    for step in JOURNEY[:3]:
        take_step(store, step)
    assert publish_pending(store, live, "news", SCHEMA) == 2
    assert publish_pending(store, live, "news", SCHEMA) == 0


def test_what_waited_is_written_at_the_start(store, publishing, tmp_path):
    """A server that died between the submit and the writing makes up for it."""
    for step in JOURNEY:
        take_step(store, step)
    assert publishing().wait_until_idle(IN_TIME_S)
    assert read_labels(tmp_path / "labels" / "news") == labels_after(JOURNEY)


def test_tables_are_there_before_the_first_submit(publishing, tmp_path):
    """A fresh installation can be read: no rows, the right columns."""
    assert publishing().wait_until_idle(IN_TIME_S)
    assert pd.read_parquet(tmp_path / "labels" / "news" / "mentions").empty


def test_another_schema_rebuilds_everything(store, live, publishing):
    """After a change of the schema no file of the old one is left."""
    for step in JOURNEY:
        take_step(store, step)
    rebuild(store, live, "news", SCHEMA)
    changed = make_schema("2" * 64)
    assert verify(store, live, "news", changed) != ()
    assert publishing(schema=changed).wait_until_idle(IN_TIME_S)
    assert verify(store, live, "news", changed) == ()


def test_a_damaged_file_is_made_good_by_the_next_submit_of_its_bucket(store, live, tmp_path):
    """Files that do not belong together are written anew, not built upon."""
    take_step(store, JOURNEY[0])
    publish_pending(store, live, "news", SCHEMA)
    name = bucket_file(bucket_of(DOCUMENTS[0].id))
    (tmp_path / "labels" / "news" / "mentions" / name).unlink()
    take_step(store, "submit 0 bea")
    publish_pending(store, live, "news", SCHEMA)
    assert read_labels(tmp_path / "labels" / "news") == labels_after(
        ["submit 0 ann", "submit 0 bea"]
    )


def test_a_full_disk_is_said_and_tried_again(store, publishing, monkeypatch, tmp_path):
    """An error does not end the publisher: it is shown, and gone once the write succeeds."""
    real, said = LiveLabels.update, []

    def update(*arguments):
        said.append(publisher.last_error)
        if len(said) <= 2:
            raise OSError(28, "No space left on device")
        return real(*arguments)

    publisher = publishing()
    assert publisher.wait_until_idle(IN_TIME_S)
    monkeypatch.setattr(LiveLabels, "update", update)
    take_step(store, JOURNEY[0])
    publisher.wake()
    assert publisher.wait_until_idle(IN_TIME_S)
    assert publisher.alive
    assert said == ["", *["OSError: [Errno 28] No space left on device"] * 2]
    assert publisher.last_error == ""
    assert read_labels(tmp_path / "labels" / "news") == labels_after(JOURNEY[:1])


def test_a_stopped_publisher_can_start_again(store, publishing):
    """Stopping ends the thread, and nothing more."""
    publisher = publishing()
    publisher.stop()
    assert not publisher.alive
    take_step(store, JOURNEY[0])
    publisher.start()
    assert publisher.wait_until_idle(IN_TIME_S)
    assert publisher.behind() == 0


def test_two_writers_never_put_older_labels_over_newer(store, live, publishing, tmp_path):
    """A rebuild beside a running server ends with the newest labels."""
    publisher = publishing()
    for step in JOURNEY:
        take_step(store, step)
        publisher.wake()
        rebuild(store, live, "news", SCHEMA)
    assert publisher.wait_until_idle(IN_TIME_S)
    assert read_labels(tmp_path / "labels" / "news") == labels_after(JOURNEY)
    assert verify(store, live, "news", SCHEMA) == ()


def test_a_kill_anywhere_loses_nothing_acknowledged(databases, kind, tmp_path):
    """Killed at twelve points of submitting and writing, each start makes the labels whole."""
    driver = Path(__file__).with_name("crash_driver.py")
    with ExitStack() as given:
        urls = [given.enter_context(databases.fresh(kind, upgrade)) for _ in range(POINTS + 1)]
        subprocess.run([sys.executable, driver, tmp_path, *urls], check=True)
        check_all(tmp_path)


def check_all(tmp_path):
    """Start once more where each child was killed, and hold the labels against what it said."""
    points = sorted(int(p.name) for p in tmp_path.iterdir() if p.name.isdigit() and p.name != "0")
    assert len(points) == POINTS
    for point in points:
        folder = tmp_path / str(point)
        acknowledged = folder / "acknowledged"
        steps = acknowledged.read_text().splitlines() if acknowledged.exists() else []
        store = open_store(folder, (folder / "url").read_text())
        live = LiveLabels(folder / "labels")
        publisher = LabelsPublisher(store, live, "news", SCHEMA)
        publisher.start()
        assert publisher.wait_until_idle(IN_TIME_S)
        publisher.stop()
        found = read_labels(folder / "labels" / "news")
        # The step on its way at the kill may be in the store without having been acknowledged.
        assert found in (labels_after(steps), labels_after(JOURNEY[: len(steps) + 1])), point
        assert verify(store, live, "news", SCHEMA) == (), point
        store.close()


class TestCommands:
    """``labeler labels rebuild`` and ``labeler labels verify`` while no server runs."""

    @pytest.fixture
    def run(self, url, tmp_path, monkeypatch):
        """A function that runs a command on the folder and the database."""
        monkeypatch.setenv("LABELER_DATA", str(tmp_path))
        monkeypatch.setenv("LABELER_DATABASE", url)
        monkeypatch.setattr("labeler.cli.opening.load_schema", lambda _: SCHEMA)
        return lambda name: CliRunner().invoke(labels_command.app, [name])

    def test_verify_names_what_is_wrong_and_rebuild_mends_it(self, run, store, tmp_path):
        """One line per fault and exit code 1; after a rebuild, none."""
        assert run("rebuild").exit_code == 0
        take_step(store, JOURNEY[0])
        found = run("verify")
        assert found.exit_code == 1
        assert f"behind: {DOCUMENTS[0].id} " in found.output
        assert run("rebuild").exit_code == 0
        clean = run("verify")
        assert (clean.exit_code, clean.stdout.count("\n")) == (0, 1)
        path = tmp_path / "labels" / "news" / "mentions" / bucket_file(bucket_of(DOCUMENTS[0].id))
        path.write_bytes(path.read_bytes()[:-1] + b"?")
        found = run("verify")
        assert found.exit_code == 1
        assert f"{FaultKind.STALE}: {path}" in found.output
        assert run("rebuild").exit_code == 0
        assert run("verify").exit_code == 0
