"""A third generator of filings: families of forms as counties and provinces file them, made without sight of the
reader.
"""
