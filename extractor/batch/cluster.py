"""The way to a Ray cluster: who may use it, what it may know of us, and getting hold of it.

Ray runs whatever code reaches its ports, on every node. So a cluster without a token is refused (`--cluster-insecure`
waives that), ours on this machine makes its token itself, and no dashboard is started. No runtime environment is built:
nodes have the program installed. The command line stays here: Ray would note it, database address and all, for
every node to read.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from extractor.errors import UsageError

LOCAL = "local"
_STORE_BYTES = 512 * 1024 * 1024
"""Shared memory for what travels on a cluster of this machine."""
_KNOCK_SECONDS = 5.0
_PROBE_SECONDS = 60.0
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0", "RAY_DEDUP_LOGS": "0"}
_NO_TOKEN = (
    "没有设置集群的口令：能连到 Ray 端口的人就能在各台机器上运行任意程序",
    "请在每台机器和本机设置 RAY_AUTH_MODE=token 和同一个 RAY_AUTH_TOKEN_PATH 后重新启动集群；"
    "网络完全可信时可加 --cluster-insecure（见 docs/cluster.md）",
)
_OPEN_TO_ALL = (
    "这个集群不要口令就能进：能连到 Ray 端口的人就能在各台机器上运行任意程序",
    "请用 RAY_AUTH_MODE=token 重新启动集群；网络完全可信时可加 --cluster-insecure（见 docs/cluster.md）",
)


def check_cluster(address: str, *, insecure: bool) -> None:
    """Refuse what cannot work, before any work and without Ray.

    Raises:
        UsageError: a malformed address, or no token in the environment.
    """
    if address == LOCAL:
        return
    _host_and_port(address)
    if not insecure and os.environ.get("RAY_AUTH_MODE", "").lower() != "token":
        raise UsageError(*_NO_TOKEN)


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or "/" in address:
        raise UsageError(f"集群地址有误：{address}", "写作 主机:端口（如 10.0.0.5:6379），或 local 在本机起一个")
    return host.strip("[]"), int(port)


@contextlib.contextmanager
def connected(address: str, *, insecure: bool, slots: int | None) -> Iterator[Any]:
    """The module `ray`, connected to the cluster at `address` (`local`: one started here, ended with us).

    Args:
        slots: CPUs of a cluster started here.

    Raises:
        UsageError: Ray is not installed, nobody answers, the token is wrong or not asked for.
    """
    check_cluster(address, insecure=insecure)
    os.environ.update(_QUIET)
    if address == LOCAL:
        os.environ["RAY_AUTH_MODE"] = "token"
        os.environ.setdefault("RAY_worker_niceness", "0")
        os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)
    else:
        _knock(address)
    ray = _ray()
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    stranger = None
    if address == LOCAL:
        cores = slots or os.cpu_count() or 1
        options |= {"num_cpus": cores, "include_dashboard": False, "object_store_memory": _STORE_BYTES}
    else:
        options |= {"address": address}
        stranger = None if insecure else _stranger(address)
    try:
        ray.init(**options)
    except (ConnectionError, RuntimeError, ValueError, OSError, ray.exceptions.RayError) as error:
        words = str(error).strip().splitlines()
        told = words[0] if words else type(error).__name__
        raise UsageError(
            f"连不上集群 {address}：{told}", "请核对地址和口令，以及各台机器的 Ray 和 Python 版本是否相同"
        ) from error
    try:
        if stranger is not None and stranger.wait(_PROBE_SECONDS) == 0:
            raise UsageError(*_OPEN_TO_ALL)
        yield ray
    finally:
        ray.shutdown()


def _ray() -> Any:
    try:
        import ray
        import ray.exceptions
    except ImportError as error:
        raise UsageError("没有安装 Ray", '请运行 pip install "jixiao-extractor[cluster]"') from error
    import ray._private.utils
    import ray._private.worker

    # Ray notes the driver's command line in the cluster's table of jobs, and prints among our data who has died.
    ray._private.utils.get_entrypoint_name = lambda: "jixiao"
    ray._private.worker.print_to_stdstream = lambda *_, **__: None
    return ray


def _knock(address: str) -> None:
    """Ray itself would try for minutes."""
    try:
        socket.create_connection(_host_and_port(address), _KNOCK_SECONDS).close()
    except OSError as error:
        raise UsageError(
            f"集群地址 {address} 连不上（{error.strerror or error}）", "请核对地址、端口，以及集群是否已启动"
        ) from error


def _stranger(address: str) -> subprocess.Popen[bytes]:
    """Someone without the token asks whether the cluster is well; it must not answer (exit code 0)."""
    without = {name: value for name, value in os.environ.items() if not name.startswith("RAY_AUTH")}
    return subprocess.Popen(
        [sys.executable, "-m", "ray.scripts.scripts", "health-check", "--address", address],
        env={**without, "RAY_AUTH_MODE": "disabled"},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
