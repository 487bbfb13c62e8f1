"""The desk: a page on the clerk's own machine, from dropping a folder to sending the letters.

`command.py` is `jixiao desk`; `app.py` puts the views together; `guard.py` decides who may ask what. Each view is a
module of its own with `VIEW` and `ROUTES`. Only what other rooms do already is shown here: reading is `ingest`'s,
words and letters are the report's.
"""
