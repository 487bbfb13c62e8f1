"""`--claim`: several machines share a year with nothing but their PostgreSQL.

Each machine lists the whole folder and claims what it reads next, some dozens of sources at a time, for as long as it
keeps renewing the claim. A machine that dies renews nothing: its claims lapse and another one takes them. What was
loaded is told from the ledger, so a lapsed claim costs no second reading. A run ends when everything it found has been
read, by whomever.

Table `claim` is no data of the year: it is made when first needed and empty when nobody reads. All times are the
server's, the clocks of the machines do not matter.
"""

from __future__ import annotations

import contextlib
import os
import platform
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from extractor.batch.engine import Engine, Finished
from extractor.batch.plan import Placed
from extractor.errors import UsageError
from extractor.settings import Settings
from extractor.store.database import Database, StoreError
from extractor.store.rows import key_of

_WINDOW = 20
"""Sources claimed at once a slot: few enough that no machine waits long for another at the end."""
_POLL_SECONDS = 1.0
_MAKE_LOCK = 0x6A697863
_metadata = sa.MetaData()
_claim = sa.Table(
    "claim",
    _metadata,
    sa.Column("key", sa.String(64), primary_key=True, comment="来源文件的键，同 source.sha256"),
    sa.Column("owner", sa.Text, comment="哪台机器的哪次运行在读"),
    sa.Column("lease_until", sa.DateTime(timezone=True), comment="到什么时候为止；过了这个时间，别的机器可以接手"),
    comment="几台机器同时入库时谁在读什么；没有运行时为空",
)
Ledger = Callable[[sa.Connection, Sequence[str]], set[str]]
"""Which of these keys have been read, by whomever."""


def check_claimable(db: str) -> None:
    """Raises:
    UsageError: not a PostgreSQL address.
    """
    if not db.startswith(("postgresql", "postgres:")):
        raise UsageError(
            "--claim 要用 PostgreSQL：几台机器靠同一个库分工", "SQLite 请用 --shard i/n，或在一台机器上运行"
        )


class Claims:
    """An engine that lets `engine` read what this machine has claimed."""

    def __init__(self, engine: Engine, database: Database, ledger: Ledger) -> None:
        self._engine, self._database, self._ledger = engine, database, ledger
        self._me = f"{platform.node()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.elsewhere: list[Placed] = []
        """What another machine has read, in the meantime or before."""

    @property
    def slots(self) -> int:
        """How many sources are read at a time on this machine."""
        return self._engine.slots

    def run(self, jobs: Sequence[Placed], limits: Settings) -> Iterator[Finished]:
        """What this machine read of `jobs`; ends when all of them have been read by someone."""
        ahead, later, idle = deque(jobs), deque[Placed](), True
        with self._renewed(timedelta(seconds=limits.claim_seconds)) as lease:
            while ahead or later:
                if not ahead:
                    if idle:
                        time.sleep(_POLL_SECONDS)
                    ahead, later, idle = later, ahead, True
                window = [ahead.popleft() for _ in range(min(len(ahead), _WINDOW * max(1, self.slots)))]
                mine, done = self._take([key_of_job(job) for job in window], lease)
                self.elsewhere += [job for job in window if key_of_job(job) in done]
                later += [job for job in window if key_of_job(job) not in mine | done]
                if mine:
                    idle = False
                    yield from self._engine.run([job for job in window if key_of_job(job) in mine], limits)
                    self._give_up(mine)

    def _take(self, keys: Sequence[str], lease: timedelta) -> tuple[set[str], set[str]]:
        """(claimed for us, read already); the rest is claimed by others."""
        wanted = sorted(set(keys))

        def work(connection: sa.Connection) -> tuple[set[str], set[str]]:
            done = self._ledger(connection, wanted)
            # Also what a machine left claimed that died between loading and giving up.
            connection.execute(_claim.delete().where(_claim.c.key.in_(done)))
            open_ = [key for key in wanted if key not in done]
            if not open_:
                return set(), done
            connection.execute(insert(_claim).on_conflict_do_nothing(), [{"key": key} for key in open_])
            free = sa.or_(_claim.c.lease_until.is_(None), _claim.c.lease_until < sa.func.clock_timestamp())
            found = sa.select(_claim.c.key).where(_claim.c.key.in_(open_), free).order_by(_claim.c.key)
            taken = set(connection.execute(found.with_for_update(skip_locked=True)).scalars())
            # Now that they are locked: whoever had claimed one before us may have loaded it since we looked.
            late = self._ledger(connection, sorted(taken))
            connection.execute(_claim.delete().where(_claim.c.key.in_(late)))
            mine = taken - late
            until = sa.func.clock_timestamp() + lease
            connection.execute(_claim.update().where(_claim.c.key.in_(mine)).values(owner=self._me, lease_until=until))
            return mine, done | late

        return self._database.transact(work)

    def _give_up(self, keys: set[str] | None = None) -> None:
        """Of what we claimed: `keys`, all of which are loaded, or everything."""
        ours = _claim.delete().where(_claim.c.owner == self._me)
        if keys is not None:
            ours = ours.where(_claim.c.key.in_(keys))
        else:
            # And what has lapsed: of a machine that died after loading it, where the ledger never lets us ask for it.
            lapsed = _claim.c.lease_until < sa.func.clock_timestamp()
            ours = _claim.delete().where(sa.or_(_claim.c.owner == self._me, lapsed))
        self._database.transact(lambda connection: connection.execute(ours))

    @contextlib.contextmanager
    def _renewed(self, lease: timedelta) -> Iterator[timedelta]:
        """Keep our claims alive while we live; give them up when we stop."""
        stop = threading.Event()
        mine = _claim.update().where(_claim.c.owner == self._me)

        longer = mine.values(lease_until=sa.func.clock_timestamp() + lease)

        def renew() -> None:
            while not stop.wait(lease.total_seconds() / 3):
                # A server that is away for a moment: tried again; away for long: the loading says so.
                with contextlib.suppress(StoreError):
                    self._database.transact(lambda connection: connection.execute(longer))

        self._database.transact(_make)
        thread = threading.Thread(target=renew, daemon=True)
        thread.start()
        try:
            yield lease
        finally:
            stop.set()
            thread.join()
            with contextlib.suppress(StoreError):
                self._give_up()


def _make(connection: sa.Connection) -> None:
    connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MAKE_LOCK})
    _metadata.create_all(connection)


def key_of_job(job: Placed) -> str:
    """As in `source.sha256`."""
    return key_of({"source": {"sha256": job.sha256, "path": job.located.path}})
