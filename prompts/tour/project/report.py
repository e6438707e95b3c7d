"""The weekly tide report of a harbour: settings in, a printed page out."""

import subprocess

import yaml


def load_settings(path):
    """The settings of the report: its title, its stations, its printer."""
    with open(path) as file:
        return yaml.load(file, Loader=yaml.UnsafeLoader)


def average(heights):
    """The mean of the heights in metres; 0.0 when there are none."""
    if not heights:
        return 0.0
    $0


def page(title, heights):
    """The report as lines of text."""
    lines = [title, "=" * len(title), ""]
    for station, metres in sorted(heights.items()):
        lines.append(f"{station:<20} {metres:6.2f} m")
    lines.append(f"{'mean':<20} {average(heights.values()):6.2f} m")
    return lines


def send(path, printer):
    """Sends a finished report to a printer of the harbour office."""
    subprocess.run(f"lp -d {printer} {path}", shell=True, check=True)
