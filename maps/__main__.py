"""Run the command line: `python -m maps`."""

from maps.cli import main

if __name__ == "__main__":
    main(prog_name="dateline")
