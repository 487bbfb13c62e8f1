"""Text files. `reader.py` (.txt: the tab dump of a Word document, drawn tables, columns by blanks) and `csv.py`.

Contract, as of every family (`readers/__init__.py`): `read(data, name, settings) -> Document`. Lines keep their number
from 1; a table guessed from blanks says its doubts (`doubtful-table`). The grammar of tables in lines stands in
`readers/lines`.

tab_rows.py        a copied Word table, a row a line
sheet_merges.py    what a saved sheet's blanks stand for
blank_columns.py   columns laid out by blanks      line_cells.py   one cell a line
"""
