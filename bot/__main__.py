"""`python -m bot` is `wiredesk`."""

from bot.cli import main

main()
