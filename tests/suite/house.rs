//! A home with a user and a project in a temporary folder. Holds no tests.

use inglenook::config::trust::Trusted;
use inglenook::config::{ConfigError, Flags, Layers, Loaded, load};
use std::path::PathBuf;

/// A home: `user/` holds the user's files, `project/` a repository.
pub struct House {
    folder: tempfile::TempDir,
}

impl House {
    pub fn new() -> Self {
        let house = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        std::fs::create_dir_all(house.at("user")).expect("writable");
        std::fs::create_dir_all(house.at("project/src/deep")).expect("writable");
        std::fs::create_dir_all(house.at("project/.git")).expect("writable");
        house
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn user(&self, text: &str) {
        std::fs::write(self.at("user/inglenook.toml"), text).expect("writable");
    }

    pub fn project(&self, text: &str) {
        std::fs::write(self.at("project/inglenook.toml"), text).expect("writable");
    }

    pub fn trust(&self) {
        let file = self.at("project/inglenook.toml");
        let list = self.at("user/trusted.toml");
        let mut trusted = Trusted::read(&list).expect("readable");
        trusted.add(&file, &std::fs::read(&file).expect("readable"));
        trusted.write(&list).expect("writable");
    }

    pub fn load(&self) -> Result<Loaded, ConfigError> {
        self.load_with(None, Flags::new())
    }

    pub fn load_with(
        &self,
        editor: Option<&serde_json::Value>,
        flags: Flags,
    ) -> Result<Loaded, ConfigError> {
        load(Layers {
            folder: self.at("user"),
            user: None,
            root: Some(&self.at("project/src/deep")),
            editor,
            flags,
            cwd: self.at("project/src"),
        })
    }
}
