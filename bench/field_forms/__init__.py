"""A second generator of filings, written from the field's own documents without looking at the reader or the first
one.
"""
