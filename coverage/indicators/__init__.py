"""Indicators: official figures of communes and EPCI, and what they say of each body."""
