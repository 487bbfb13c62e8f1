"""Workbooks. `xlsx.py` (.xlsx) and `xls.py` (.xls, .et).

Contract, as of every family (`readers/__init__.py`): `read(data, name, settings) -> Document`. One grid a sheet over
the used range (`readers/cells.py`); a cell's text is what Excel shows by its number format and `Cell.stored` what it
holds; formulas give their stored result, or a note where there is none; hidden rows, columns and sheets are read and
said. What lies over the cells (text boxes, tick boxes, pictures) belongs to the cell or line it is seen at.

xml.py       a sheet's XML        numfmt.py, datefmt.py   number formats
fonts.py, xlsx_styles.py   how cells are shown
drawing.py, xls_drawn.py   what lies over cells   headers.py   print headers
xlsx_objects.py   files and pictures inside
"""
