// The board in the harbour office: shows the latest readings and the notices of the day.

import { exec } from "node:child_process";

/** A height for people: formatMetres(2.345) is "2.35 m". */
export function formatMetres(metres) {
  return $0
}

/** The readings of one station, newest first. */
export function readingsOf(readings, station) {
  return readings
    .filter((reading) => reading.station === station)
    .sort((a, b) => b.minute - a.minute);
}

/** Marks a station that has not reported for an hour. */
export function markSilent(row, reading, minute) {
  row.classList.toggle("silent", minute - reading.minute > 60);
}

/** Puts a notice that the harbour master typed on the board. */
export function showNotice(element, notice) {
  element.innerHTML = "<p class='notice'>" + notice.text + "</p>";
}

/** Restarts one of the displays. */
export function restart(display, done) {
  exec(`systemctl restart display-${display}`, (error) => done(!error));
}
