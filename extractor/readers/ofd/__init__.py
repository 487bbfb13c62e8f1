"""OFD (GB/T 33190-2016). `reader.py` opens the package and reads page by page.

Contract, as of every family (`readers/__init__.py`): `read(data, name, settings) -> Document`. A page becomes ink
(`readers/page/ink.py`) and goes the way of a PDF page (`readers/page/reading.py`); there is no second engine. Lengths
are millimetres in the file and points from here on. Nothing outside the package is opened.

page.py   a page's objects -> ink   look.py   what is covered or unseen   scan.py   pages that are pictures
"""
