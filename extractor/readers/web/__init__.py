"""Web pages. `html.py` (saved pages, Word's filtered HTML) and `mht.py` (web archives).

Contract, as of every family (`readers/__init__.py`): `read(data, name, settings) -> Document`. Spans as browsers form
them; layout tables and page furniture are told from tables; what a style sheet hides is an `Aside`; nothing is ever
fetched.

whole.py   one page with its parts      parse.py   bytes to tree      page.py   one walk      table.py, rows.py   tables
stylesheet.py, look.py   how text is shown      chrome.py   furniture      text.py   an element's text
controls.py   inputs and lists      parts.py   frames, pictures and files that came with the page
"""
