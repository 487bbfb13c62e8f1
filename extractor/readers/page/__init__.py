"""A drawn page, whatever format draws it: ink -> lines and grids in reading order."""
