//! The text that grows line by line, within its limit.

use super::{MAX_CHARS, Said};

/// Text under construction.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    chars: usize,
}

impl Writer {
    /// Adds a line; spaces at its end go, an empty one is kept as a break between paragraphs.
    pub fn line(&mut self, line: &str) -> Said<()> {
        let line = line.trim_end();
        self.chars += line.chars().count() + 1;
        if self.chars > MAX_CHARS {
            return Err(too_long());
        }
        self.text.push_str(line);
        self.text.push('\n');
        Ok(())
    }

    /// Adds lines.
    pub fn lines<S: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = S>) -> Said<()> {
        lines.into_iter().try_for_each(|line| self.line(line.as_ref()))
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }
}

/// What is said of a text over the limit.
pub fn too_long() -> String {
    format!("more than {} million characters of text; split the document", MAX_CHARS / 1_000_000)
}
