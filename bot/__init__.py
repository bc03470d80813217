"""The outside world: clock, poller, courier, chats, settings and the command line."""
