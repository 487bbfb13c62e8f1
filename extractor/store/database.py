"""Open a database: SQLite (embedded, WAL) or PostgreSQL (served), brought to the newest schema.

with Database.open("sqlite:///year.db") as database:
    with database.begin() as connection: ...
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from extractor.errors import JixiaoError, UsageError
from extractor.store.schema import HEAD
from extractor.store.views import create_views, drop_views

_WAIT_SECONDS = 60
_ATTEMPTS = 8
_IN_THE_WAY = frozenset({"40001", "40P01", "23505"})
"""SQLSTATEs of serialization failure, deadlock, and a row that another run put in first."""
T = TypeVar("T")
_UPGRADE_LOCK = 0x6A697869
_READING = "jixiao_reading"


class StoreError(JixiaoError):
    """The database refused: full, locked, gone. What was committed is kept; a second run goes on from there."""


class Database:
    """An open database of the newest schema version."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.sqlite = engine.dialect.name == "sqlite"

    @classmethod
    def open(cls, url: str) -> Database:
        """Open (or make) the database and upgrade its schema.

        Args:
            url: an SQLAlchemy URL; a bare file name is an SQLite file.

        Raises:
            UsageError: no such kind of database, or it cannot be opened.
        """
        try:
            engine = _engine(url)
            database = cls(engine)
            _patiently(database._upgrade)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise UsageError(
                f"数据库地址有误：{url}（{error}）", "例如 sqlite:///year.db 或 postgresql://用户@主机/库"
            ) from error
        except OSError as error:
            raise UsageError(f"数据库文件夹建立不了（{error.strerror}）：{url}", "请检查路径和权限") from error
        except DBAPIError as error:
            raise UsageError(f"数据库打不开：{_reason(error)}", "请检查地址、权限和磁盘空间") from error
        return database

    def __enter__(self) -> Database:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    @contextlib.contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """One transaction, committed at the end, rolled back on any error.

        Raises:
            StoreError: the database refused (full, locked for too long, gone).
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise _refused(error) from error

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """One snapshot for reading, however long: nobody waits for it, and what is written meanwhile does not show.

        Raises:
            StoreError: the database refused.
        """
        try:
            with self._reading().begin() as connection:
                yield connection
        except DBAPIError as error:
            raise StoreError(f"读数据库失败：{_reason(error)}", "请检查数据库是否可用，然后重新运行") from error

    def _reading(self) -> sa.Engine:
        served: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return self.engine.execution_options(**{_READING: True}, **({} if self.sqlite else served))

    def transact(self, work: Callable[[sa.Connection], T]) -> T:
        """`work` in one transaction, begun again where two runs stood in each other's way.

        Raises:
            StoreError: the database refused.
        """
        for attempt in range(_ATTEMPTS):
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except DBAPIError as error:
                if attempt + 1 == _ATTEMPTS or getattr(error.orig, "sqlstate", None) not in _IN_THE_WAY:
                    raise _refused(error) from error
                time.sleep(0.1 * (attempt + 1))
        raise AssertionError("the last attempt returns or raises")

    def _upgrade(self) -> None:
        with self._reading().begin() as connection:
            if _revision(connection) == HEAD:
                return
        with self.engine.begin() as connection:
            if _revision(connection) == HEAD:
                return
            if not self.sqlite:
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
            drop_views(connection)
            from extractor.store.migrate import upgrade

            upgrade(connection)
            create_views(connection)


def _patiently(work: Callable[[], None]) -> None:
    """Again for a while if locked: to turn a new SQLite file to WAL does not wait for another
    run that does the same.
    """
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            return work()
        except OperationalError as error:
            if "database is locked" not in str(error.orig) or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _refused(error: DBAPIError) -> StoreError:
    return StoreError(f"写数据库失败：{_reason(error)}", "请检查磁盘空间和数据库，改正后重新运行即可从中断处继续")


def must_exist(url: str) -> str:
    """`url`, where there is such a database: reading must not make an empty one.

    Raises:
        UsageError: a wrong address, or an SQLite file that is not there.
    """
    try:
        parsed = sa.make_url(url if "://" in url else f"sqlite:///{url}")
    except ArgumentError as error:
        raise UsageError(f"数据库地址有误：{url}", "例如 sqlite:///year.db 或 postgresql://用户@主机/库") from error
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        raise UsageError(f"数据库不存在：{url}", "请先用 jixiao ingest 建库")
    return url


def _engine(url: str) -> sa.Engine:
    if "://" not in url:
        url = f"sqlite:///{url}"
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, connect_args={"timeout": _WAIT_SECONDS})
        sa.event.listen(engine, "connect", _tune)
        sa.event.listen(engine, "begin", _begin)
        return engine
    return sa.create_engine(parsed)


def _begin(connection: sa.Connection) -> None:
    reading = connection.get_execution_options().get(_READING)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _tune(connection: Any, _record: Any) -> None:
    # We begin transactions ourselves (IMMEDIATE: two runs wait for each other instead of failing midway).
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-32768",
        "wal_autocheckpoint=4000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _reason(error: DBAPIError) -> str:
    words = str(error.orig).strip().splitlines()
    text = words[0] if words else type(error).__name__
    known = {
        "database or disk is full": "磁盘已满",
        "database is locked": "数据库被其他程序占用",
        "attempt to write a readonly database": "数据库只读",
    }
    return known.get(text, text) if isinstance(error, OperationalError) or text in known else text
