"""Every limit, with a finite default. Sizes in bytes, times in seconds."""

from __future__ import annotations

from dataclasses import dataclass

MiB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits in force for one run. `jixiao doctor` prints them."""

    max_file_bytes: int = 512 * MiB
    max_text_bytes: int = 64 * MiB
    ocr: bool = True
    """False: images are not recognised (`--no-ocr`)."""
    office: str = "own"
    """Who reads .doc and .wps (`--office`): `own`, `libreoffice`, or `both` held against each other."""
    # archives (intake gate)
    max_members: int = 20_000
    max_unpacked_bytes: int = 4096 * MiB
    max_member_bytes: int = 512 * MiB
    max_ratio: int = 200
    max_nesting: int = 3
    # OOXML, OFD and other zipped formats (one gate before all readers)
    max_part_bytes: int = 256 * MiB
    # tables
    max_rows: int = 20_000
    max_cols: int = 512
    max_slots: int = 2_000_000
    max_merges: int = 50_000
    max_sheets: int = 500
    # pages
    max_pages: int = 3_000
    max_pixels: int = 100_000_000
    max_frames: int = 500
    # one source in its child process
    file_seconds: float = 20.0
    ocr_page_seconds: float = 30.0
    convert_seconds: float = 90.0
    max_source_seconds: float = 3600.0
    """Cap on a source's time with all its pages and conversions."""
    start_seconds: float = 120.0
    child_memory_bytes: int = 1024 * MiB
    child_output_bytes: int = 256 * MiB
    files_per_child: int = 500
    # several machines (`--claim`)
    claim_seconds: float = 60.0
    """For so long a machine that died keeps what it had claimed."""


DEFAULTS = Settings()
