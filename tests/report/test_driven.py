"""The reports in the programs that open them: the page in Chromium, letter and workbook in LibreOffice."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from extractor.report.writers import write_check
from extractor.rulebook import Rules
from tests.report_samples import HOSTILE, big, hostile, many, sample

RULES = Rules()
QUIET = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DRIVER = """
<pre id="log"></pre><script>
(function () {
  var log = {};
  function key(name, on) { (on || document).dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true })); }
  function shown() { return Array.prototype.map.call(document.querySelectorAll(".finding:not([hidden])"), function (a) { return a.dataset.code; }); }
  function set(id, value) { var e = document.getElementById(id); e.value = value; e.dispatchEvent(new Event("change", { bubbles: true })); e.dispatchEvent(new Event("input", { bubbles: true })); }
  function at() { var a = document.querySelector(".finding.at"); return a && a.id; }
  log.all = shown().length;
  set("code", "vague-goal"); log.code = shown(); set("code", "");
  set("form", "0.2"); log.form = shown(); set("form", "");
  var box = document.querySelector("input[value=info]"); box.click(); log.noinfo = shown().length;
  set("find", "提高工会组的"); log.find = shown(); log.said = document.getElementById("shown").textContent;
  key("Escape"); log.reset = shown().length; log.find_empty = document.getElementById("find").value === "";
  key("j"); log.j1 = at(); key("j"); log.j2 = at(); key("k"); log.k = at();
  key("/"); log.slash = document.activeElement.id;
  key("j", document.getElementById("find")); log.typing = at();
  key("Escape"); set("order", "form");
  log.order = Array.prototype.map.call(document.querySelectorAll(".finding"), function (a) { return a.dataset.form; });
  document.getElementById("log").textContent = JSON.stringify(log);
}());
</script></body>"""  # noqa: E501


def chromium(page: Path, folder: Path, *options: str) -> str:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or "google-chrome"
    done = subprocess.run(
        [program, *QUIET, f"--user-data-dir={folder / 'profile'}", *options, page.as_uri()],
        capture_output=True, timeout=90, check=True,
    )  # fmt: skip
    return done.stdout.decode()


def office(source: Path, folder: Path) -> Path:
    program = shutil.which("soffice") or "libreoffice"
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)],
        capture_output=True, timeout=150, check=True,
    )  # fmt: skip
    return source.with_suffix(".pdf")


@pytest.mark.needs_chromium
def test_filter_and_keyboard_work(tmp_path: Path):
    page = write_check([sample()], format="html", rules=RULES)
    page = re.sub(r"<meta http-equiv[^>]*>", "", page).replace("</body>", DRIVER)
    (tmp_path / "page.html").write_text(page, "utf-8")
    dom = chromium(tmp_path / "page.html", tmp_path, "--dump-dom")
    log = json.loads(re.search(r'<pre id="log">(.*?)</pre>', dom, re.S).group(1).replace("&amp;", "&"))
    assert log["all"] == log["reset"] == 13 and log["noinfo"] == 11
    assert log["code"] == ["vague-goal"] * 3
    assert sorted(log["form"]) == [
        "label-typo",
        "missing-field",
        "missing-standard",
        "missing-target-value",
        "vague-goal",
    ]
    assert log["find"] == ["label-typo"] and log["said"] == "显示 1 / 13 条" and log["find_empty"]
    assert (log["j1"], log["j2"], log["k"]) == ("f0-1", "f0-2", "f0-1")
    assert log["slash"] == "find" and log["typing"] == "f0-1"
    assert log["order"] == sorted(log["order"])


SEVERAL = """
<pre id="log"></pre><script>
(function () {
  var log = {};
  function visible() { return Array.prototype.filter.call(document.querySelectorAll(".source"), function (s) { return !s.hidden; }).length; }
  function set(id, value) { var e = document.getElementById(id); e.value = value; e.dispatchEvent(new Event("change", { bubbles: true })); e.dispatchEvent(new Event("input", { bubbles: true })); }
  var row = document.querySelector(".files tbody tr"), box = row.getBoundingClientRect();
  log.worst = row.textContent.replace(/\\s+/g, " "); log.top = box.top; log.bottom = box.bottom; log.width = window.innerWidth;
  log.number = Math.max.apply(null, Array.prototype.map.call(document.querySelectorAll(".files td.n:first-child"), function (c) { return c.getBoundingClientRect().height; }));
  log.open = document.querySelectorAll(".source:not(.folded)").length; log.sources = visible();
  set("code", "label-typo"); log.filtered = visible(); set("code", "");
  set("find", "07.docx"); log.named = visible(); set("find", ""); log.again = visible();
  document.querySelector(".fold").click(); log.opened = document.querySelectorAll(".source:not(.folded)").length;
  document.getElementById("unfold").click(); log.unfolded = document.querySelectorAll(".source:not(.folded)").length;
  document.getElementById("log").textContent = JSON.stringify(log);
}());
</script></body>"""  # noqa: E501


@pytest.mark.needs_chromium
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (400, 800)])
def test_the_worst_of_sixty_is_on_the_first_screen(tmp_path: Path, width: int, height: int):
    page = write_check(many(59), format="html", rules=RULES)
    assert len(page.encode()) <= 2_000_000
    page = re.sub(r"<meta http-equiv[^>]*>", "", page).replace("</body>", SEVERAL)
    (tmp_path / "page.html").write_text(page, "utf-8")
    dom = chromium(tmp_path / "page.html", tmp_path, f"--window-size={width},{height}", "--dump-dom")
    log = json.loads(re.search(r'<pre id="log">(.*?)</pre>', dom, re.S).group(1).replace("&amp;", "&"))
    assert "17.docx" in log["worst"] and "未能审核" in log["worst"]
    assert log["top"] > 0 and log["bottom"] < height
    assert log["open"] == 0 and log["sources"] == 60 == log["again"]
    assert log["filtered"] == 39 and log["named"] == 1, "filters hide whole files"
    assert log["opened"] == 1 and log["unfolded"] == 60


@pytest.mark.needs_chromium
def test_the_print_has_the_overview_first_and_then_what_has_errors(tmp_path: Path):
    import pypdfium2

    (tmp_path / "page.html").write_text(write_check(many(12), format="html", rules=RULES), "utf-8")
    chromium(tmp_path / "page.html", tmp_path, f"--print-to-pdf={tmp_path / 'page.pdf'}", "--no-pdf-header-footer")
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    assert "总览" in texts[0] and "01.docx" in texts[0] and "全部展开" not in "".join(texts)
    after = "".join(texts[1:])
    assert "缺签字" in after or "必填栏空白" in after, "folded sections with errors are printed"
    assert after.count("06.docx") == 0, "a file without an error is on the overview alone"


@pytest.mark.needs_chromium
def test_a_filings_text_runs_nothing_and_the_policy_stops_other_scripts(tmp_path: Path):
    page = write_check([hostile()], format="html", rules=RULES)
    page = page.replace("</body>", '<script>document.title = "ran"</script></body>')
    (tmp_path / "page.html").write_text(page, "utf-8")
    dom = chromium(tmp_path / "page.html", tmp_path, "--dump-dom")
    assert "<title>绩效文件数据质量报告</title>" in dom
    assert f"显示 {len(HOSTILE)} / {len(HOSTILE)} 条" in dom, "our own script must run under the policy"


@pytest.mark.needs_chromium
def test_the_page_prints_on_a4(tmp_path: Path):
    import pypdfium2

    (tmp_path / "page.html").write_text(write_check([big(5, 60)], format="html", rules=RULES), "utf-8")
    chromium(tmp_path / "page.html", tmp_path, f"--print-to-pdf={tmp_path / 'page.pdf'}", "--no-pdf-header-footer")
    document = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    width, height = document[0].get_size()
    assert abs(width - 595) < 2 and abs(height - 842) < 2
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert text.count("怎么改") == 60 and "按轻重排列" not in text
    document.close()


@pytest.mark.needs_libreoffice
def test_the_letter_holds_28_characters_and_22_lines(tmp_path: Path):
    import pypdfium2

    (tmp_path / "letter").mkdir()
    prose = "预算绩效管理目标审核意见反馈整改落实" * 120
    (tmp_path / "letter" / "letter.txt").write_text("# 标题\n@ {{ unit }}：\n" + prose + "\n", "utf-8")
    (tmp_path / "a.docx").write_bytes(write_check([sample()], format="docx", rules=Rules(tmp_path)))
    document = pypdfium2.PdfDocument(office(tmp_path / "a.docx", tmp_path))
    lines = document[2].get_textpage().get_text_bounded().splitlines()
    document.close()
    assert [len(line) for line in lines[:-1]] == [28] * 22
    assert lines[-1].strip() == "— 3 —"


@pytest.mark.needs_libreoffice
def test_letter_and_workbook_open_in_libreoffice(tmp_path: Path):
    import pypdfium2

    for name in ("docx", "xlsx"):
        source = tmp_path / f"report.{name}"
        source.write_bytes(write_check([sample(), hostile()], format=name, rules=RULES))
        document = pypdfium2.PdfDocument(office(source, tmp_path))
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        document.close()
        squeezed = re.sub(r"\s", "", text)
        assert "发放补助资金及时率" in squeezed and "<script>alert(1)</script>" in squeezed
        assert "#NAME?" not in squeezed and "Err:" not in squeezed
