"""Reports over the JSON: one model (`model.py`), five writers (`writers.py`), flat rows and frames."""
