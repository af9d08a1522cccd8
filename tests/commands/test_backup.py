"""A backup is whole, of one moment, and can be brought back."""

import sqlite3
import stat
from contextlib import closing
from threading import Event as Signal
from threading import Thread
from time import sleep

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from tests.conftest import GUIDES, publish_file
from tests.journeys.walking import nothing_helps, walk
from troubleshooter.management.commands import backup
from troubleshooter.models import Event

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of the embedded database"),
]


@pytest.fixture(autouse=True)
def lamp():
    return publish_file(GUIDES / "lamp.yaml")


def come():
    client = Client()
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    walk(client, "lamp", nothing_helps)


def wait_for_more():
    before = Event.objects.count()
    while Event.objects.count() == before:
        sleep(0.01)


def ask(file, sql):
    with closing(sqlite3.connect(file)) as database:
        return database.execute(sql).fetchall()


def test_it_holds_what_was_there_and_only_its_owner_may_read_it(tmp_path, capsys):
    come()
    file = tmp_path / "backup.sqlite3"
    call_command("backup", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]
    assert ask(file, "SELECT COUNT(*) FROM troubleshooter_visit") == [(1,)]
    assert str(file) in capsys.readouterr().out


def test_while_visitors_go_on_each_copy_is_of_one_moment(tmp_path):
    over = Signal()

    def visitors():
        try:
            while not over.is_set():
                come()
        finally:
            connection.close()

    crowd = [Thread(target=visitors) for _ in range(3)]
    for one in crowd:
        one.start()
    try:
        files = [tmp_path / f"{n}.sqlite3" for n in range(4)]
        for file in files:
            wait_for_more()
            call_command("backup", file, verbosity=0)
    finally:
        over.set()
        for one in crowd:
            one.join()
    sizes = []
    for file in files:
        assert (
            ask(
                file,
                "SELECT v.id FROM troubleshooter_visit v LEFT JOIN troubleshooter_event e"
                " ON e.visit_id = v.id GROUP BY v.id"
                " HAVING COUNT(e.id) <> v.last_sequence OR MAX(e.sequence) <> v.last_sequence",
            )
            == []
        )
        sizes += ask(file, "SELECT COUNT(*) FROM troubleshooter_event")[0]
    assert sizes == sorted(set(sizes))


def test_a_file_that_is_there_is_left_alone(tmp_path):
    file = tmp_path / "mine"
    file.write_text("mine")
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", file)
    assert file.read_text() == "mine"


def test_a_copy_that_is_not_in_order_gets_no_name(tmp_path):
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute("UPDATE troubleshooter_step SET guide_id = 4711")
        with pytest.raises(CommandError, match="not in order"):
            call_command("backup", tmp_path / "backup.sqlite3")
        cursor.execute(
            "UPDATE troubleshooter_step SET guide_id = (SELECT id FROM troubleshooter_guide)"
        )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", tmp_path / "nowhere" / "backup.sqlite3")


def test_a_name_that_somebody_took_meanwhile_is_not_taken_from_them(tmp_path, monkeypatch):
    file, copied = tmp_path / "backup.sqlite3", backup.copy

    def copy(name, part):
        copied(name, part)
        file.write_text("theirs")

    monkeypatch.setattr(backup, "copy", copy)
    with pytest.raises(CommandError, match="No backup was made"):
        call_command("backup", file)
    assert file.read_text() == "theirs"
