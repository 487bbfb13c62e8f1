"""`jixiao desk`: open the database, print an address that opens once, serve until Ctrl-C."""

from __future__ import annotations

import contextlib
import getpass
import logging
import socket
import sys
import threading
import webbrowser
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.desk.home import Home, home_of_user
from extractor.errors import ExitCode, UsageError
from extractor.ground.say import put, say
from extractor.intake.discover import check_paths
from extractor.rulebook import load_rules
from extractor.store.database import Database, must_exist

if TYPE_CHECKING:
    from extractor.desk.desk import Desk

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def command(
    folder: str | None = None,
    db: str | None = None,
    sample: str | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    browser: bool = True,
    user: str | None = None,
    rules: str | None = None,
    departments: str | None = None,
    ocr: bool = True,
    shortcut: bool = False,
    start: str = "/",
) -> ExitCode:
    """`jixiao desk` and, with `start` at the queue, `jixiao review`.

    Its arguments are the options of `cli/on_database.py:desk`.

    Args:
        browser: open the page in the browser of this machine.

    Raises:
        UsageError: the parts it needs are not installed.
    """
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise UsageError("工作台的组件没有安装", '请运行 pip install "jixiao-extractor[desk]"') from error
    home = home_of_user().make()
    if shortcut:
        from extractor.desk.shortcut import write_shortcut

        put(f"已写入 {write_shortcut(home)}，双击即可打开工作台\n".encode())
        return ExitCode.OK
    share = share_of(sample)
    if folder is not None:
        check_paths([folder])
    load_rules(rules)
    url = db or home.database
    with Database.open(must_exist(url) if start != "/" else url) as database, _listening(host, port) as listener:
        desk = _desk(database, url, home, host, listener.getsockname()[1])
        desk.user = user or _login()
        desk.rules_given = Path(rules) if rules else None
        desk.departments, desk.sample, desk.ocr = departments, share, ocr
        return serve(desk, listener, start=start, browser=browser, folder=folder)


def _desk(database: Database, url: str, home: Home, host: str, port: int) -> Desk:
    from extractor.desk.desk import Desk
    from extractor.desk.door import Door

    return Desk(database, url, home, "", Door(host, port))


def share_of(sample: str | None) -> float:
    """`--sample` as a share: "2%" and "2" are two of a hundred.

    Raises:
        UsageError: no number above 0 and up to 100.
    """
    if sample is None:
        return 0.0
    try:
        percent = Decimal(sample.strip().rstrip("%％"))
    except InvalidOperation:
        percent = Decimal(0)
    if not percent.is_finite() or not 0 < percent <= 100:
        raise UsageError(f"抽查比例不对：{sample}", "例如 --sample 2%")
    return float(percent / 100)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "本机用户"


@contextlib.contextmanager
def _listening(host: str, port: int) -> Any:
    """A bound socket, so that the port is known before anything is printed and nobody can take it in between."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or error
        raise UsageError(
            f"{host}:{port} 用不了（{reason}）", "换一个端口（--port），或不写 --port 由程序自选"
        ) from error
    with listener:
        yield listener


def serve(desk: Desk, listener: socket.socket, *, start: str, browser: bool, folder: str | None = None) -> ExitCode:
    """Serve until interrupted; `folder` is read in meanwhile.

    Args:
        start: path of the page that is opened ("/", "/queue").
        browser: open it in the browser of this machine.
    """
    import uvicorn

    from extractor.desk.app import create_app

    app = create_app(desk)
    from extractor.desk.queue import say_rate, start_sample

    start_sample(desk)
    if folder is not None:
        from extractor.desk.intake import take_folder

        take_folder(desk, str(Path(folder).absolute()), ocr=desk.ocr)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=2,
        ws="none",
        http="h11",
    )
    _log_to(desk.home.log)
    if desk.door.host not in _LOOPBACK:
        say(f"注意：--host {desk.door.host} 使同一网络上的其他电脑也能连接；内容不加密，只在可信的内网使用")
    address = desk.door.address("/intake" if folder is not None and start == "/" else start)
    put(f"工作台：{address}\n".encode())
    say("这个地址只能打开一次；按回车再要一个，按 Ctrl-C 关闭")
    if browser:
        threading.Timer(0.3, webbrowser.open, [address]).start()
    if sys.stdin is not None and sys.stdin.isatty():
        threading.Thread(target=_more_addresses, args=(desk, start), daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
    if desk.sample:
        say_rate(desk)
    say("工作台已关闭")
    return ExitCode.OK


def _more_addresses(desk: Desk, start: str) -> None:
    """Another address for each line on the terminal: for a second browser, or one that was closed."""
    for _ in sys.stdin:
        put(f"工作台：{desk.door.address(start)}\n".encode())


def _log_to(path: Path) -> None:
    """Faults go to a file: the terminal is the clerk's."""
    logger = logging.getLogger("uvicorn")
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    logger.handlers = [handler]
    logger.setLevel(logging.WARNING)
    logger.propagate = False
