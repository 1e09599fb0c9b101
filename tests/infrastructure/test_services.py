"""The embedded PostgreSQL and Valkey: data stay, strangers stay out, a killed run does no harm."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
import redis

from portal import services as module
from portal.lend import servers
from portal.processes import StartError
from portal.services import EXTENSIONS, running, services


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder that PostgreSQL's account may enter, also when root runs the tests."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o711)
    return tmp_path / ".data"


def test_both_servers_keep_their_data_for_the_next_start(data_dir: Path) -> None:
    with services(data_dir) as urls, redis.Redis.from_url(urls.redis) as valkey:
        with psycopg.connect(urls.database) as connection:
            connection.execute("create table kept as select 'Đầm Hà' as name")
        valkey.set("kept", 1)
    with services(data_dir) as urls, redis.Redis.from_url(urls.redis) as valkey:
        with psycopg.connect(urls.database) as connection:
            assert connection.execute("select lower(name) from kept").fetchone() == ("đầm hà",)
        assert valkey.get("kept") == b"1"


def test_the_database_has_the_extensions_and_so_has_every_database_made_after_it(data_dir: Path) -> None:
    with services(data_dir, durable=False) as urls:
        with psycopg.connect(urls.database, autocommit=True) as connection:
            connection.execute("create database another")
        with psycopg.connect(urls.database.rpartition("/")[0] + "/another") as connection:
            rows = connection.execute("select extname from pg_extension").fetchall()
    assert set(EXTENSIONS) <= {name for (name,) in rows}


def test_both_servers_listen_on_loopback_only_and_want_a_password(data_dir: Path) -> None:
    with services(data_dir, durable=False) as urls:
        ports = {urlsplit(url).port for url in (urls.database, urls.redis)}
        listening = [c.laddr for c in psutil.net_connections("inet") if c.status == psutil.CONN_LISTEN]
        assert {address.ip for address in listening if address.port in ports} == {"127.0.0.1"}
        database, valkey = urlsplit(urls.database), urlsplit(urls.redis)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(host="127.0.0.1", port=database.port, user="nghi_truong", password="guess")
        with pytest.raises(redis.AuthenticationError), redis.Redis(port=valkey.port or 0) as stranger:
            stranger.ping()


def test_a_killed_run_leaves_data_that_the_next_start_takes_up(data_dir: Path) -> None:
    script = (
        "import sys, time, psycopg; from pathlib import Path; from portal.services import services\n"
        "with services(Path(sys.argv[1])) as urls:\n"
        "    psycopg.connect(urls.database, autocommit=True).execute('create table kept as select 7 as n')\n"
        "    print('ready', flush=True); time.sleep(60)"
    )
    killed = subprocess.Popen([sys.executable, "-c", script, data_dir], stdout=subprocess.PIPE, text=True)
    assert killed.stdout
    assert killed.stdout.readline() == "ready\n"
    killed.kill()
    killed.communicate()
    with services(data_dir) as urls, psycopg.connect(urls.database) as connection:
        assert connection.execute("select n from kept").fetchone() == (7,)


def test_a_pid_file_whose_number_now_belongs_to_a_stranger_does_not_keep_postgresql_from_starting(
    data_dir: Path,
) -> None:
    with services(data_dir, durable=False):
        pass
    (data_dir / "postgres" / "cluster" / "postmaster.pid").write_text(f"{os.getpid()}\n{data_dir}\n1\n5432\n")
    with services(data_dir, durable=False) as urls, psycopg.connect(urls.database) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_given_server_is_not_started(data_dir: Path) -> None:
    data_dir.mkdir()
    with module.serve(data_dir, database="postgresql://elsewhere/x", broker="redis://elsewhere/0") as urls:
        assert urls == module.Urls("postgresql://elsewhere/x", "redis://elsewhere/0")
        assert running(data_dir) == urls
    assert sorted(path.name for path in data_dir.iterdir()) == []


def test_commands_use_the_servers_of_the_running_portal(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    with servers(), psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        assert connection.execute("select current_database()").fetchone() == ("nghi_truong",)
        assert running(data_dir).database == os.environ["DATABASE_URL"]
        assert os.environ["REDIS_URL"] == "redis://elsewhere/0"


def test_a_portal_that_is_just_starting_is_no_traceback(data_dir: Path) -> None:
    with pytest.raises(StartError, match="try again in a moment"):
        running(data_dir)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another account")
def test_root_keeps_private_folders_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data and programs go where PostgreSQL's account can reach them; no mode of a private folder changes."""
    private, shared = tmp_path / "private", Path("/tmp") / f"nghi-truong-shared-{os.getpid()}"  # noqa: S108
    private.mkdir(mode=0o700)
    monkeypatch.setattr(module, "SHARED", shared)
    monkeypatch.setattr(module.Account, "_may_run", lambda *_: False)
    try:
        with services(private / ".data", durable=False) as urls, psycopg.connect(urls.database) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        assert private.stat().st_mode & 0o777 == 0o700
        assert (private / ".data" / "postgres").resolve().parent == shared
    finally:
        subprocess.run(["rm", "-rf", shared], check=True)
