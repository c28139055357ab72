"""`python -m bot` is `linli`."""

from bot.cli import app

if __name__ == "__main__":
    app()
