"""A child process: reads one source after the other until its parent closes the pipe.

Its standard output and error go nowhere: what a library prints there can neither break the protocol nor fill a
disk. A MemoryError ends the child after its answer; anything worse is for the parent to notice.
"""

from __future__ import annotations

import faulthandler
import json
import os
import struct
import tempfile
import traceback
from typing import IO, NoReturn

from extractor.batch import frames
from extractor.batch.convert import convert_chunk
from extractor.batch.work import Outcome, Task, failure, perform
from extractor.errors import JixiaoError, RuleBookError, SourceError
from extractor.ground import allowance, posix
from extractor.intake.discover import Located
from extractor.rulebook import Rules
from extractor.settings import Settings

_SEND_LIMIT = 1 << 31
CRASHED = SourceError("读取这个文件时程序出错", "请把文件另存一份后再提交；仍然出错请联系维护人员", "crash")
OUT_OF_MEMORY = SourceError("读取这个文件需要的内存超过上限", "请拆分文件或删去其中的大图后再提交", "memory")


def main() -> NoReturn:
    """Take over the pipes, get ready, serve."""
    inbox, outbox = frames.take_over()
    nowhere = open(os.devnull, "w")  # noqa: SIM115, PTH123
    task, settings = _setup(inbox)
    posix.settle_child(settings.child_memory_bytes)
    allowance.listen(
        lambda seconds: frames.send(outbox, frames.MORE_TIME, struct.pack(">d", seconds)),
        lambda page, pages: frames.send(outbox, frames.PAGE, struct.pack(">II", page, pages)),
    )
    rules = _ready(outbox, task)
    while True:
        kind, body = frames.receive(inbox, _SEND_LIMIT)
        if kind == frames.GONE:
            os._exit(0)
        if kind == frames.UNPACK:
            frames.send(outbox, frames.MEMBERS, _unpack(body, settings))
            continue
        if kind == frames.CONVERT:
            convert_chunk([frames.located_in(one.encode("ascii"))[0] for one in json.loads(body)], settings)
            posix.reap_strays()
            frames.send(outbox, frames.CONVERTED, b"")
            continue
        frames.send(outbox, frames.BEGUN, b"")
        # Should the parent be gone and a loop in C hold the interpreter's lock, this ends the child all the same.
        faulthandler.dump_traceback_later(settings.max_source_seconds + 60, exit=True, file=nowhere)
        outcome, healthy = _serve(kind, body, task, rules, settings)
        posix.reap_strays()
        frames.send(outbox, frames.DONE if healthy else frames.LAST, frames.outcome_out(outcome))
        if not healthy:
            os._exit(3)


def _setup(inbox: IO[bytes]) -> tuple[Task, Settings]:
    _, body = frames.receive(inbox, _SEND_LIMIT)
    content = json.loads(body)
    return Task(**content["task"]), Settings(**content["settings"])


def _ready(outbox: IO[bytes], task: Task) -> Rules:
    """Load the rule books and everything a first file would otherwise wait for; say what is wrong with them."""
    try:
        from extractor.readers import READERS
        from extractor.readers.office import soffice
        from extractor.rulebook import load_rules

        READERS.update(task.readers)
        soffice.look_in(os.path.join(tempfile.gettempdir(), "converted"))  # noqa: PTH118
        rules = load_rules(task.rules_dir)
        import extractor.pipeline  # noqa: F401
        from extractor.version import VERSION
    except RuleBookError as error:
        frames.send(outbox, frames.FAULT, frames.dump({"rule": True, "cause": error.cause, "remedy": error.remedy}))
        os._exit(2)
    except (ImportError, OSError, SyntaxError, ValueError, TypeError, AttributeError, KeyError):
        trace = traceback.format_exc()
        frames.send(outbox, frames.FAULT, frames.dump({"rule": False, "cause": trace, "remedy": ""}))
        os._exit(2)
    versions = frames.dump([VERSION, rules.version])
    frames.send(outbox, frames.READY, versions)
    return rules


def _serve(kind: bytes, body: bytes, task: Task, rules: Rules, settings: Settings) -> tuple[Outcome, bool]:
    located, why = frames.located_in(body)
    if why is not None:
        return failure(located, why, task, rules, settings, lost=kind == frames.LOST), True
    try:
        return perform(located, task, rules, settings), True
    except MemoryError:
        error, healthy = OUT_OF_MEMORY, False
    except Exception:  # noqa: BLE001  the file's one broad net: a fault of ours costs this file alone
        _log(located)
        error, healthy = CRASHED, True
    return failure(located, error, task, rules, settings, lost=True), healthy


def _log(located: Located) -> None:
    """For developers: the traceback, where JIXIAO_TRACE names a file."""
    target = os.environ.get("JIXIAO_TRACE")
    if target:
        with open(target, "a", encoding="utf-8", errors="backslashreplace") as opened:  # noqa: PTH123
            opened.write(f"{located.path}\n{traceback.format_exc()}\n")


def _unpack(body: bytes, settings: Settings) -> bytes:
    from extractor.intake.unpack import unpack

    content = json.loads(body)
    try:
        return frames.dump({"members": unpack(content["file"], content["kind"], content["folder"], settings)})
    except JixiaoError as error:
        category = error.category if isinstance(error, SourceError) else "unreadable"
        return frames.dump({"why": [category, error.cause, error.remedy]})
    except MemoryError:
        return frames.dump({"why": ["memory", OUT_OF_MEMORY.cause, OUT_OF_MEMORY.remedy]})
