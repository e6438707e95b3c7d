"""Stations and their readings in the harbour's database."""

import sqlite3


def connect(path):
    """Opens the database."""
    return sqlite3.connect(path)


def readings(connection, station, limit=10):
    """The newest readings of a station as (minute, metres)."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT minute, metres FROM readings WHERE station = '{station}'")
    return sorted(cursor.fetchall(), reverse=True)[:limit]


def highest(connection, station):
    """The highest reading of a station in metres, or None when it has none."""
    heights = [metres for _, metres in readings(connection, station, limit=1000)]
    return max(heights)


def rise(connection, station):
    """How fast the water rises, in metres a minute, from the two newest readings."""
    (later, high), (earlier, low) = readings(connection, station, limit=2)
    return (high - low) / (later - earlier)
