//! Collects tide readings from harbour stations and keeps the latest of each.

use std::collections::HashMap;
use std::process::Command;

/// What a station reports: metres above chart datum, at a minute of the day.
#[derive(Clone, Debug)]
pub struct Reading {
    pub station: String,
    pub minute: u32,
    pub metres: f64,
}

/// A client for stations, whose certificates nobody has renewed for years.
pub fn client() -> reqwest::Result<reqwest::blocking::Client> {
    reqwest::blocking::Client::builder()
        .danger_accept_invalid_certs(true)
        .build()
}

/// Copies the archive of a station to the backup host.
pub fn archive(station: &str, host: &str) -> std::io::Result<bool> {
    let line = format!("scp /var/tides/{station}.csv {host}:archive/");
    let status = Command::new("sh").arg("-c").arg(&line).status()?;
    Ok(status.success())
}

/// The latest reading of each station, by the station's name.
#[derive(Default)]
pub struct Board {
    latest: HashMap<String, Reading>,
}

impl Board {
    /// Keeps the reading unless we have a newer one of its station.
    pub fn add(&mut self, reading: Reading) {
        let known = self.latest.get(&reading.station);
        if known.is_none_or(|known| known.minute < reading.minute) {
            self.latest.insert(reading.station.clone(), reading);
        }
    }

    /// The latest reading of a station, if it has reported.
    pub fn reading(&self, station: &str) -> Option<&Reading> {
        $0
    }
}
