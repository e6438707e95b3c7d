//! The plan for a model on a server of the user's own. Opens no connection.

use super::CliError;
use super::start::Plan;
use crate::config::options::Remote;
use crate::model::{Catalog, Place, Spec};

/// What to load where the options name a server.
pub fn of(catalog: &Catalog, remote: &Remote) -> Result<Plan, CliError> {
    let family = catalog.family(&remote.family).ok_or_else(|| {
        let names: Vec<&str> = catalog
            .families()
            .map(|family| family.name.as_str())
            .collect();
        CliError::new(format!(
            "model.remote.family: there is no family `{}`",
            remote.family
        ))
        .hint(format!("it takes one of {}", names.join(", ")))
    })?;
    let api_key = match &remote.api_key_env {
        Some(name) => Some(std::env::var(name).map_err(|_| {
            CliError::new(format!("the environment variable {name} holds no API key")).hint(
                format!("set {name}, or remove `api_key_env` from `model.remote`"),
            )
        })?),
        None => None,
    };
    Ok(Plan {
        why: "the configuration names a server".into(),
        memory_gib: None,
        note: None,
        copies: None,
        spec: Spec {
            name: remote.model.clone(),
            family: family.clone(),
            place: Place::Remote {
                url: remote.url.clone(),
                model: remote.model.clone(),
                api_key,
            },
        },
    })
}
