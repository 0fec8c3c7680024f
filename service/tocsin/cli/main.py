"""The command `tocsin`: where it starts, and how an error reaches the eye (one line, exit 2 or 78)."""

import sys


def main() -> None:
    """Run the command line; without the service's libraries it says what to install."""
    try:
        from tocsin.cli.program import run
    except ModuleNotFoundError as missing:
        name = (missing.name or "").partition(".")[0]
        if name == "tocsin":
            raise
        sys.exit(f'error: {name} is not installed: pip install "tocsin[service]"')
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
