"""PDF. `reader.py` finds the pages that can hold a form and reads these.

Contract, as of every family (`readers/__init__.py`): `read(data, name, settings) -> Document`. A page becomes ink
(`readers/page/ink.py`) and the ink becomes lines and grids (`readers/page/reading.py`, shared with OFD); pages in doubt
are read by a second engine; scanned pages go to `readers/image.py`. Places are points from the upper left of the page
as shown.

raw.py, ink.py   the only modules that talk to pdfium   plumber.py   the second engine
look.py, notes.py   what a person sees
digits.py   digits that look suspect   layer.py   an invisible text layer against the picture
pictures.py   forms in pictures
"""
