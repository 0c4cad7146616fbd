//! Which format an index has, in a file beside it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::analysis;
use crate::error::{Error, Result};

/// To be raised with every change to the schema or to what a document is made of.
const SCHEMA: u32 = 6;

const FILE: &str = "format.json";

/// All that two indexes must share to be read alike.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Format {
    schema: u32,
    tantivy: String,
    analysis: String,
}

impl Format {
    /// What this program writes.
    pub(crate) fn current() -> Self {
        Self {
            schema: SCHEMA,
            tantivy: tantivy::version_string().to_owned(),
            analysis: analysis::fingerprint(),
        }
    }

    /// What a folder says of itself, if it says anything that makes sense.
    pub(crate) fn read(folder: &Path) -> Option<Self> {
        let text = std::fs::read(folder.join(FILE)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(FILE);
        let text = serde_json::to_vec_pretty(self)?;
        std::fs::write(&path, text).map_err(|source| Error::File { path, source })
    }

    pub(crate) fn remove(folder: &Path) -> Result<()> {
        let path = folder.join(FILE);
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::File { path, source })
            }
            _ => Ok(()),
        }
    }
}
