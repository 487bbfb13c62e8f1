"""From a picture to lines and grids: clean-up, rulings, recognition. Needs the extra `ocr`."""
