"""The marked copy: the unit's own file with every finding at its cell. One module a format; `copy.py` chooses."""
