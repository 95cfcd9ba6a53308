//! The one error type that stops work.
//!
//! In: what went wrong and where. Out: one clear sentence that names the file, line or parameter.
//! Must not know: anything else of the project. A doubtful line or place is not an error: it is kept with its reason.

use std::path::{Path, PathBuf};

/// Stops the work at hand; `Display` is one sentence for the person who must act.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read or written.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A line of a data file is wrong.
    #[error("{path}, line {line}: {message}", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// One-based line.
        line: usize,
        /// What is wrong and what is expected.
        message: String,
    },
    /// A file as a whole is wrong.
    #[error("{path}: {message}", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong and what is expected.
        message: String,
    },
    /// A parameter or argument is wrong.
    #[error("{name}: {message}")]
    Parameter {
        /// The parameter.
        name: String,
        /// What is wrong and what is expected.
        message: String,
    },
    /// Anything that names its own place.
    #[error("{0}")]
    Other(String),
}

/// `Result` with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An I/O error of `path`.
    pub fn io(path: &Path, source: std::io::Error) -> Self {
        Self::Io { path: path.to_path_buf(), source }
    }

    /// An error of one line (one-based) of `path`.
    pub fn line(path: &Path, line: usize, message: impl Into<String>) -> Self {
        Self::Line { path: path.to_path_buf(), line, message: message.into() }
    }

    /// An error of the file `path` as a whole.
    pub fn file(path: &Path, message: impl Into<String>) -> Self {
        Self::File { path: path.to_path_buf(), message: message.into() }
    }

    /// An error of the parameter `name`.
    pub fn parameter(name: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Parameter { name: name.into(), message: message.into() }
    }
}
