"""What happens when a person types or the clock ticks: plain functions, no platform, no clock, no network."""
