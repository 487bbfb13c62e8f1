"""Files within files: the gate before zipped formats, documents embedded in documents, under the same limits."""
