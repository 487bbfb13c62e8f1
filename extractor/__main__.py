"""`python -m extractor` does the same as `jixiao`."""

from extractor.cli import main

if __name__ == "__main__":
    main()
