//! Which model runs when none is named: by device, memory and what is in the store, from the table
//! `prompts/models/choice.toml`. Opens no connection and loads nothing.

use super::family::{Catalog, CatalogError, Entry, Family};
use super::store::Store;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a model is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Purpose {
    Completion,
    Review,
}

impl Purpose {
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Completion => "completion",
            Purpose::Review => "review",
        }
    }
}

/// What the machine offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Machine {
    /// Memory in GiB of the device that will run the model: of a GPU of its own what is free, else all.
    pub memory_gib: f64,
    pub gpu: bool,
}

/// One row of the table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Name in the catalog.
    pub model: String,
    /// Only on a GPU: on a CPU it would take seconds for each line.
    #[serde(default)]
    pub gpu: bool,
    /// Memory in GiB that the device must have, so that the rest of the machine keeps breathing.
    pub memory_gib: f64,
}

/// The table: the first row of a list that fits and stands in the store is taken.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    pub completion: Vec<Row>,
    pub review: Vec<Row>,
    /// Fetched when nothing that fits is in the store.
    pub default: String,
}

impl Table {
    fn rows(&self, purpose: Purpose) -> &[Row] {
        match purpose {
            Purpose::Completion => &self.completion,
            Purpose::Review => &self.review,
        }
    }
}

/// A chosen model.
#[derive(Clone, Debug)]
pub struct Choice {
    pub family: Arc<Family>,
    pub entry: Entry,
    /// Why this one, one sentence.
    pub why: String,
}

/// Why nothing could be chosen.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    #[error("there is no model named `{name}`")]
    Unknown {
        name: String,
        /// The nearest known name.
        nearest: Option<String>,
    },
    #[error("{name} cannot review: its family {family} has no chat format")]
    NoChat { name: String, family: String },
    #[error(transparent)]
    Catalog(#[from] CatalogError),
}

/// Chooses a model. `named`: the options' wish, which is taken as it is.
pub fn choose(
    catalog: &Catalog,
    store: &Store,
    purpose: Purpose,
    named: Option<&str>,
    machine: Machine,
) -> Result<Choice, ChooseError> {
    if let Some(name) = named {
        let choice = known(catalog, name, "the configuration names it".into())?;
        if purpose == Purpose::Review && choice.family.chat.is_none() {
            return Err(ChooseError::NoChat {
                name: name.into(),
                family: choice.family.name.clone(),
            });
        }
        return Ok(choice);
    }
    let table = Catalog::choice()?;
    let fits = |row: &&Row| machine.memory_gib >= row.memory_gib && (machine.gpu || !row.gpu);
    let device = if machine.gpu { "GPU" } else { "CPU" };
    let memory = format!("this {device} with {:.0} GiB of memory", machine.memory_gib);
    let rows = table.rows(purpose);
    let best = rows.iter().find(fits);
    let there = rows.iter().filter(fits).find(|row| {
        catalog
            .entry(&row.model)
            .is_some_and(|(_, entry)| store.holds(entry))
    });
    match (there, best) {
        (Some(row), Some(best)) if row.model == best.model => known(
            catalog,
            &row.model,
            format!("it is the best of the table for {memory}"),
        ),
        (Some(row), best) => {
            let better = best
                .map(|best| format!("; `inglenook model pull {}` gets a better one", best.model));
            known(
                catalog,
                &row.model,
                format!(
                    "it is in the store and fits {memory}{}",
                    better.unwrap_or_default()
                ),
            )
        }
        (None, _) => known(
            catalog,
            &table.default,
            "it is the default, and no model that fits is in the store".into(),
        ),
    }
}

fn known(catalog: &Catalog, name: &str, why: String) -> Result<Choice, ChooseError> {
    match catalog.entry(name) {
        Some((family, entry)) => Ok(Choice {
            family: family.clone(),
            entry: entry.clone(),
            why,
        }),
        None => Err(ChooseError::Unknown {
            name: name.into(),
            nearest: catalog.nearest(name),
        }),
    }
}
