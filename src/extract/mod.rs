//! Extraction: the bytes of an office file become plain text that the reader understands.
//!
//! In: the bytes of a txt, docx, html, xlsx, pdf or ofd file. Out: [`Extracted`]: its text in reading order, one line a
//! paragraph, one line a row of a table with the words of its header. Must not know: what a project is.
//!
//! Nothing here trusts its input: sizes, ratios of compression, numbers of entries, depths and lengths have limits
//! ([`MAX_FILE_BYTES`] and those below it), and what is over them is an error that says what to do.

mod archive;
mod docx;
mod html;
mod numbering;
mod ofd;
mod page;
mod pdf;
mod plain;
mod table;
mod writer;
mod xlsx;
mod xml;

#[cfg(test)]
#[allow(clippy::unwrap_used)] // tests
mod tests;

use crate::error::{Error, Result};
use std::path::Path;

/// A file may be this large.
pub const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;
/// Everything that is unpacked from one file may be this large.
const MAX_UNPACKED_BYTES: u64 = 256 * 1024 * 1024;
/// Past [`RATIO_FREE_BYTES`], an entry may unpack to this many times its packed size.
const MAX_RATIO: u64 = 200;
/// Entries up to this size may have any ratio.
const RATIO_FREE_BYTES: u64 = 16 * 1024 * 1024;
/// An archive may have this many entries.
const MAX_ENTRIES: usize = 20_000;
/// The text of a document may have this many characters.
const MAX_CHARS: usize = 20_000_000;
/// Elements, tables and forms may be nested this deep.
const MAX_DEPTH: usize = 256;

/// What a step of extraction gives: its value, or what is wrong and what to do.
type Said<T> = std::result::Result<T, String>;

/// Formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Word (Office Open XML).
    Docx,
    /// A web page.
    Html,
    /// A workbook (Office Open XML).
    Xlsx,
    /// PDF with text.
    Pdf,
    /// OFD (GB/T 33190).
    Ofd,
}

/// Suffixes of files that are read.
pub const SUFFIXES: [&str; 8] = ["txt", "text", "docx", "html", "htm", "xlsx", "pdf", "ofd"];

/// The text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    /// What the file was.
    pub format: Format,
    /// Its text.
    pub text: String,
    /// True when the text is the file itself, decoded as UTF-8 and changed in nothing.
    pub as_received: bool,
    /// What a person should know of it (an encoding that was converted).
    pub notes: Vec<String>,
}

/// Reads a file from the disk, if it is not too large to be a plan.
///
/// # Errors
/// When it cannot be read, or is larger than [`MAX_FILE_BYTES`].
pub fn read_file(path: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(path).map_err(|e| Error::io(path, e))?.len();
    if size > MAX_FILE_BYTES {
        let message = format!(
            "{} megabytes; a document may have {}: split it",
            size / 1_048_576,
            MAX_FILE_BYTES / 1_048_576
        );
        return Err(Error::file(path, message));
    }
    std::fs::read(path).map_err(|e| Error::io(path, e))
}

/// The text of a file from its bytes; `path` tells the format and is named in messages.
///
/// # Errors
/// When the format is not one that is read, the file is broken, empty or over a limit, or holds no text: the message
/// says what to do.
pub fn extract(path: &Path, bytes: &[u8]) -> Result<Extracted> {
    let fail = |message: String| Error::file(path, message);
    if bytes.is_empty() {
        return Err(fail("the file is empty; ask for it again".into()));
    }
    let format = format_of(path, bytes).map_err(fail)?;
    let extracted = match format {
        Format::Text => plain::extract(bytes),
        Format::Docx => guarded("docx", || docx::extract(bytes)).map(|text| unpacked(format, text)),
        Format::Html => guarded("html", || html::extract(bytes)),
        Format::Xlsx => guarded("xlsx", || xlsx::extract(bytes)).map(|text| unpacked(format, text)),
        Format::Pdf => guarded("PDF", || pdf::extract(bytes)).map(|text| unpacked(format, text)),
        Format::Ofd => guarded("ofd", || ofd::extract(bytes)).map(|text| unpacked(format, text)),
    }
    .map_err(fail)?;
    if extracted.text.chars().nth(MAX_CHARS).is_some() {
        return Err(fail(writer::too_long()));
    }
    if !extracted.text.chars().any(|c| c.is_alphanumeric()) {
        return Err(fail(no_text(format)));
    }
    Ok(extracted)
}

fn unpacked(format: Format, text: String) -> Extracted {
    Extracted { format, text, as_received: false, notes: Vec::new() }
}

fn no_text(format: Format) -> String {
    match format {
        Format::Pdf => {
            "a PDF without a text layer (a scan); run OCR on it first, or ask for the docx".to_string()
        }
        Format::Ofd => "an OFD without text (a scan); run OCR on it first, or ask for the docx".to_string(),
        _ => "the file holds no text".to_string(),
    }
}

/// A broken file must not stop the program, whatever the library that reads it thinks of it.
fn guarded<T>(what: &str, work: impl FnOnce() -> Said<T>) -> Said<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(format!("the {what} file is broken; open it in its program and save it again"))
    })
}

/// The format by the first bytes, then by the suffix.
fn format_of(path: &Path, bytes: &[u8]) -> Said<Format> {
    let suffix = path.extension().map(|s| s.to_string_lossy().to_lowercase()).unwrap_or_default();
    let start = &bytes[..bytes.len().min(1024)];
    if start.windows(5).any(|w| w == b"%PDF-") && suffix != "txt" {
        return Ok(Format::Pdf);
    }
    if start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(old_office(&suffix));
    }
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return packed_format(&suffix, bytes);
    }
    match suffix.as_str() {
        "txt" | "text" => Ok(Format::Text),
        "html" | "htm" => Ok(Format::Html),
        "doc" | "wps" | "et" | "xls" => Err(old_office(&suffix)),
        "pdf" | "docx" | "xlsx" | "ofd" => {
            Err(format!("not a {suffix} file, whatever its name says; open it and save it as {suffix} again"))
        }
        other => Err(format!(
            "a file ending in \"{other}\" is not read; save it as one of: txt, docx, html, xlsx, pdf (with text), ofd"
        )),
    }
}

fn old_office(suffix: &str) -> String {
    let target = if matches!(suffix, "xls" | "et") { "xlsx" } else { "docx" };
    format!("an old office file (doc, wps, xls, et); open it in WPS or Word and save it as {target}")
}

fn packed_format(suffix: &str, bytes: &[u8]) -> Said<Format> {
    let archive = archive::Archive::open(bytes)?;
    let inside =
        [("word/document.xml", Format::Docx), ("xl/workbook.xml", Format::Xlsx), ("OFD.xml", Format::Ofd)];
    if let Some((_, format)) = inside.iter().find(|(name, _)| archive.has(name)) {
        return Ok(*format);
    }
    match suffix {
        "docx" => Ok(Format::Docx),
        "xlsx" => Ok(Format::Xlsx),
        "ofd" => Ok(Format::Ofd),
        _ => Err("an archive; unpack it and give the documents inside".into()),
    }
}
