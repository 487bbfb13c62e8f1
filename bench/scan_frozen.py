"""Frozen files with their truth, for `bench/scans.py --frozen FOLDER...`.

In a folder: `clean_*.pdf`, `degraded_*.pdf` beside `seed.grid.json`; `NN.scan.pdf`, `NN.jpg` … beside `NN.grid.json`.
A truth file is {"forms": [{"rows": [[{"row", "col", "rowspan", "colspan", "text"}, …], …]}, …]}.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from scan_generator import Picture
from scan_rivals import ask, into_our_cells, tables_answer
from scan_scores import Tally, of_grid, score_either, truth_table

from extractor.model.document import Document, Grid
from extractor.readers import image
from extractor.readers.pdf import reader as pdf
from extractor.readers.pdf.raw import open_pdf
from extractor.settings import DEFAULTS

PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp")


def files(folder: Path) -> Iterator[tuple[str, Path, Path]]:
    """(group, file, truth file) of a folder."""
    for path in sorted(folder.iterdir()):
        name = path.name
        if name.startswith(("clean_", "degraded_")) and path.suffix == ".pdf":
            group, truth = path.stem, folder / "seed.grid.json"
        elif name.endswith(".scan.pdf"):
            group, truth = "scan.pdf", folder / f"{name.removesuffix('.scan.pdf')}.grid.json"
        elif path.suffix.lower() in PICTURES:
            group, truth = path.suffix.lower().lstrip("."), folder / f"{path.stem}.grid.json"
        else:
            continue
        if truth.is_file():
            yield group, path, truth


def read(path: Path) -> Document:
    data = path.read_bytes()
    return (pdf if path.suffix == ".pdf" else image).read(data, path.name, DEFAULTS)


def score_file(path: Path, truth: Path) -> tuple[Tally, list[str]]:
    """The tables of one file; its faults with their place in the truth."""
    begun = time.process_time()
    document = read(path)
    spent = time.process_time() - begun
    tables = [of_grid(item) for item in document.items if isinstance(item, Grid)]
    noted = any(note.code == "doubtful-table" for note in document.notes)
    total = Tally(pages=document.ocr_pages, seconds=spent)
    faults: list[str] = []
    for number, form in enumerate(json.loads(truth.read_text("utf-8"))["forms"]):
        tally, wrong = score_either(truth_table(form), tables, noted)
        total.add(tally)
        faults += [f"{path.name} table {number}: {fault}" for fault in wrong]
    return total, faults


def pictures_of(path: Path) -> list[tuple[Picture, float]]:
    """The pages as the reader sees them, and their pixels per point."""
    if path.suffix != ".pdf":
        picture = np.asarray(cv2.imread(str(path)), np.uint8)
        return [(picture, max(picture.shape[:2]) / image.SHEET_POINTS)]
    found = []
    with open_pdf(path.read_bytes()) as file:
        for number in range(file.pages):
            with file.page(number) as page:
                scale = pdf._scale(page, DEFAULTS)
                found.append((page.render(scale), scale))
    return found


def peers(groups: dict[str, list[tuple[Path, Path]]], python: Path) -> None:
    """img2table, and RapidOCR in its cells and in ours, on the same pages: a line each for a group."""
    for group, pairs in groups.items():
        pages = [(path, *page) for path, _ in pairs for page in pictures_of(path)]
        found = ask(python, [picture for _, picture, _ in pages], ["img2table", "rapidocr", "both"])
        if isinstance(found, str):
            print(found)
            return
        answers = {
            "img2table": [tables_answer(a["img2table"]) for a in found],
            "img2table + RapidOCR": [tables_answer(a["both"]) for a in found],
            "RapidOCR full page, into our cells": [
                into_our_cells(a["rapidocr"], picture, scale) for a, (_, picture, scale) in zip(found, pages)
            ],
        }
        for name, each in answers.items():
            tally = Tally(pages=len(pages))
            for path, truth in pairs:
                tables = [table for answer, page in zip(each, pages) if page[0] == path for table in answer.tables]
                for form in json.loads(truth.read_text("utf-8"))["forms"]:
                    tally.add(score_either(truth_table(form), tables)[0])
            print(f"{group:12}" + tally.peer_line(name, sum(answer.seconds for answer in each)), flush=True)


def frozen(folders: list[Path], verbose: bool, python: Path | None) -> None:
    """Print a line a group, with `python` the peers' too, and with `verbose` what is wrong in each file."""
    groups: dict[str, Tally] = {}
    members: dict[str, list[tuple[Path, Path]]] = {}
    faults: list[str] = []
    for folder in folders:
        for group, path, truth in files(folder):
            tally, wrong = score_file(path, truth)
            groups.setdefault(group, Tally()).add(tally)
            members.setdefault(group, []).append((path, truth))
            faults += wrong
    for group, tally in groups.items():
        print(tally.line(group), flush=True)
    if not groups:
        print("no file with a truth file beside it")
    if python is not None:
        peers(members, python)
    for fault in faults if verbose else ():
        print(fault)
