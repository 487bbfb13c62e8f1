"""Word's files. `docx.py` (.docx and what is converted into it) and `doc/` (.doc, .wps, the binary format itself).

Contract, as of every family (`readers/__init__.py`): `read(data, name, settings) -> Document`. Merged cells come out as
true spans, once; text in text boxes, controls, headers, footnotes and comments is a line or a cell of its own place;
deleted revisions and field codes are left out and what nobody sees (struck, hidden, of the ground's colour) is an
`Aside` beside the text. Tables within a cell are grids of their own after their host. Embedded documents are read by
`readers/container`.

walk.py    one pass over a .docx body      table.py   w:tbl -> Grid         fields.py   EQ, form fields, dates, links
look.py    how a run is shown              style.py   what a style adds     numbering.py   list numbers as shown
names.py   strict and transitional names   columns.py columns of hair's width, which conversions leave behind
"""
