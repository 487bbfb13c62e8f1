"""What LibreOffice converts: .rtf, .odt, .ods, Works, WordML. `reader.py` reads the .docx or .xlsx that comes of it.

Contract, as of every family (`readers/__init__.py`): `read(data, name, settings) -> Document`. The only readers that
start a program, and the only ones that know other families. The text before and after is compared: what the conversion
lost is said (`unreadable-part`).

soffice.py   LibreOffice as a program   mend.py   what it would drop, put in before   oletext.py   the source's own text
ole_objects.py   documents inside the source
"""
