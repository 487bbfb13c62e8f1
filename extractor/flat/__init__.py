"""The document as flat rows and frames. Made from the JSON model, which does not know them."""
