//! A folder of advisories read into one table by package.

use super::{Advisory, Ecosystem, osv, rustsec};
use std::collections::BTreeMap;
use std::path::Path;

/// Largest advisory that is read, in bytes.
const MAX_FILE: u64 = 4 << 20;

/// All advisories of a folder.
#[derive(Clone, Debug, Default)]
pub struct Database {
    by_package: BTreeMap<(Ecosystem, String), Vec<Advisory>>,
    /// What could not be read, a line each.
    pub notes: Vec<String>,
    /// Advisories that were read.
    pub count: usize,
}

impl Database {
    /// Reads all `.md` files in RustSec's form and all `.json` files in OSV's form below a folder.
    /// What is no advisory is left out; what is broken is noted.
    pub fn read(folder: &Path) -> Self {
        let mut database = Self::default();
        let walk = ignore::WalkBuilder::new(folder)
            .standard_filters(false)
            .build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    database.file(entry.path());
                }
                Ok(_) => {}
                Err(error) => database.notes.push(format!("not read: {error}")),
            }
        }
        for advisories in database.by_package.values_mut() {
            advisories.sort_by(|a, b| a.id.cmp(&b.id));
        }
        database.notes.sort();
        database
    }

    fn file(&mut self, path: &Path) {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let read: fn(&str) -> Result<Vec<Advisory>, String> = match ending {
            Some("md") => rustsec::read,
            Some("json") => osv::read,
            _ => return,
        };
        let size = std::fs::metadata(path).map_or(0, |about| about.len());
        let text = match std::fs::read_to_string(path) {
            _ if size > MAX_FILE => Err(format!("it is larger than {MAX_FILE} bytes")),
            Ok(text) => Ok(text),
            Err(error) => Err(error.to_string()),
        };
        match text.and_then(|text| read(&text)) {
            Ok(advisories) => {
                self.count += usize::from(!advisories.is_empty());
                for advisory in advisories {
                    let key = (advisory.ecosystem, advisory.package.clone());
                    self.by_package.entry(key).or_default().push(advisory);
                }
            }
            Err(why) => self.notes.push(format!("{}: {why}", path.display())),
        }
    }

    /// The advisories on a package, by id.
    pub(super) fn of(&self, ecosystem: Ecosystem, name: &str) -> &[Advisory] {
        let key = (ecosystem, ecosystem.normal(name));
        self.by_package.get(&key).map_or(&[], Vec::as_slice)
    }
}
