"""Stations and their readings in the harbour's database."""

import sqlite3


def connect(path):
    """Opens the database."""
    return sqlite3.connect(path)


def readings(connection, station, limit=10):
    """The newest readings of a station as (minute, metres)."""
    cursor = connection.execute(
        "SELECT minute, metres FROM readings WHERE station = ? ORDER BY minute DESC LIMIT ?",
        (station, limit),
    )
    return cursor.fetchall()


def highest(connection, station):
    """The highest reading of a station in metres, or None when it has none."""
    rows = readings(connection, station, limit=1000)
    if not rows:
        return None
    return max(metres for _, metres in rows)
