//! A day of the calendar, for suppressions that end. Knows no time zones: days are those of UTC.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// Year, month and day; written `2027-01-31`. The order is that of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// The day it is now.
    pub fn today() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        // A clock before 1970 is wrong, and then nothing has ended yet.
        Self::from_days(now.map_or(0, |time| time.as_secs() / 86_400))
    }

    /// The day that many days after 1970-01-01.
    pub fn from_days(mut days: u64) -> Self {
        let mut year = 1970_u16;
        loop {
            let length = if leap(year) { 366 } else { 365 };
            if days < length || year == u16::MAX {
                break;
            }
            days -= length;
            year += 1;
        }
        let mut month = 1;
        while month < 12 && days >= u64::from(length(year, month)) {
            days -= u64::from(length(year, month));
            month += 1;
        }
        let day = u8::try_from(days + 1).unwrap_or(31);
        Self { year, month, day }
    }

    /// Days from 1970-01-01 to this one; less than none before it.
    pub fn days(self) -> i64 {
        // Years begin in March, so that a leap day is the last of one (Hinnant, `days_from_civil`).
        let late = self.month > 2;
        let year = i64::from(self.year) - i64::from(!late);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month = (i64::from(self.month) + 9) % 12;
        let of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// Reads `2027-01-31`; `None` when it is no day of the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse::<u16>().ok())?
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let month = u8::try_from(month).ok()?;
        let day = u8::try_from(day).ok()?;
        let real = (1..=12).contains(&month) && (1..=length(year, month)).contains(&day);
        (real && parts.next().is_none()).then_some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| format!("`{text}` is no day such as 2027-01-31"))
    }
}

fn leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn length(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_with_leap_years() {
        assert_eq!(Date::from_days(0).to_string(), "1970-01-01");
        // 2000-02-29: thirty years of 365 days, seven leap days (1972 to 1996), 31 + 28 days.
        assert_eq!(Date::from_days(30 * 365 + 7 + 59).to_string(), "2000-02-29");
        assert_eq!(Date::from_days(30 * 365 + 7 + 60).to_string(), "2000-03-01");
    }

    #[test]
    fn only_real_days_are_read() {
        assert!(Date::parse("2024-02-29").is_some());
        for wrong in [
            "2023-02-29",
            "2024-13-01",
            "2024-1-01",
            "2024-01-01-1",
            "soon",
            "+024-01-01",
        ] {
            assert!(Date::parse(wrong).is_none(), "{wrong}");
        }
        assert!(Date::parse("2026-12-31") < Date::parse("2027-01-01"));
    }
}
