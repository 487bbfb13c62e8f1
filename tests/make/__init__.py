"""Generators: one neutral description of a filing, written as txt, docx, xlsx, xls and html."""
