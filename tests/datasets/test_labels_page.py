"""The Labels page, run without a browser."""

from types import SimpleNamespace

import pytest
from labelled import SCHEMA
from publishing_steps import JOURNEY, open_store, prepare, take_step
from streamlit.testing.v1 import AppTest

from labeler.datasets.live import LiveLabels
from labeler.identity import LOCAL_PERSON, Person
from labeler.pages import labels as labels_page
from labeler.pages.context import Offer, Services, provide
from labeler.settings import Settings
from labeler.workflow.publishing import LabelsPublisher

IN_TIME_S = 30


def script():
    """Show the shown."""
    from labeler.pages import labels  # noqa: PLC0415 - the script is this function's source

    labels.page()


@pytest.fixture
def store(tmp_path):
    """A store with articles, nothing submitted."""
    store = open_store(tmp_path)
    prepare(store)
    yield store
    store.close()


@pytest.fixture
def publisher(store, tmp_path, monkeypatch):
    """A publisher that has written what there is, behind the shown."""
    settings = Settings(data=tmp_path)
    publisher = LabelsPublisher(store, LiveLabels(settings.labels_folder), "news", SCHEMA)
    workbench = SimpleNamespace(project="news")
    services = Services(
        settings=settings,
        project=None,
        projects=None,
        workbench=workbench,
        publisher=publisher,
        suggestions=None,
        queueing=None,
        find_person=lambda _: LOCAL_PERSON,
        threads=None,
        progress=None,
        histories=None,
        trash=None,
    )
    provide(Offer("news", None, lambda _: services))
    monkeypatch.setattr(labels_page, "person", lambda: LOCAL_PERSON)
    publisher.start()
    assert publisher.wait_until_idle(IN_TIME_S)
    yield publisher
    publisher.stop()


@pytest.fixture
def shown():
    """The page, not run yet."""
    return AppTest.from_function(script, default_timeout=IN_TIME_S)


@pytest.mark.usefixtures("publisher")
def test_an_annotator_is_shown_nothing_of_it(shown, monkeypatch):
    """Wherever they came from; the workflow decides."""
    monkeypatch.setattr(labels_page, "person", lambda: Person("bo", "Bo", "annotator"))
    shown.run()
    assert not shown.exception
    assert [info.value for info in shown.info] == [
        "The labels of everybody are for leads. Your own are on the page Annotate."
    ]
    assert not shown.dataframe
    assert not shown.code


@pytest.mark.usefixtures("publisher")
def test_an_empty_project_says_what_to_do(shown, tmp_path):
    """Before the first submit there is an instruction, not an empty table."""
    shown.run()
    assert not shown.exception
    assert "Nothing has been submitted yet" in shown.info[0].value
    assert str(tmp_path / "labels" / "news" / "mentions") in shown.code[0].value


def test_submitted_labels_are_shown_searched_and_narrowed(store, publisher, shown):
    """Rows of each table, what a search finds in them, and what a type leaves."""
    for step in JOURNEY[:2]:
        take_step(store, step)
    publisher.wake()
    assert publisher.wait_until_idle(IN_TIME_S)
    shown.run()
    assert not shown.exception
    assert shown.dataframe[0].value.mention_id.tolist() == ["m1", "m2", "m3", "m4"] * 2
    shown.text_input[0].input("broken").run()
    assert shown.info[0].value.startswith("No row matches")
    shown.text_input[0].input("GOV").run()
    assert shown.dataframe[0].value.mention_id.tolist() == ["m4"] * 2
    shown.text_input[0].input("").run()
    shown.multiselect[0].select("Content").run()
    assert shown.dataframe[0].value.mention_id.tolist() == ["m3"] * 2


def test_a_writer_in_trouble_is_shown(store, publisher, shown):
    """A stopped writer and articles that wait are said on the shown."""
    publisher.stop()
    take_step(store, JOURNEY[0])
    shown.run()
    assert not shown.exception
    assert "restart Labeler" in shown.warning[0].value
    assert shown.caption[0].value.startswith("1 article submitted or reopened")
