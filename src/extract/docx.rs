//! Word documents (Office Open XML): paragraphs and tables of `word/document.xml`, in order, with the numbers that Word
//! draws before them.

use super::archive::Archive;
use super::numbering::{Numbering, Place};
use super::writer::Writer;
use super::xml::{Node, attribute, walk};
use super::{MAX_DEPTH, Said, table};
use quick_xml::events::BytesStart;

const BODY: &str = "word/document.xml";

/// The text of a docx file.
pub fn extract(bytes: &[u8]) -> Said<String> {
    let mut archive = Archive::open(bytes)?;
    let Some(xml) = archive.text(BODY)? else {
        return Err(format!(
            "no {BODY} inside: not a Word document; open it in WPS or Word and save it as docx"
        ));
    };
    let mut body = Body { numbering: Numbering::read(&mut archive)?, ..Body::default() };
    walk(BODY, &xml, |node| body.node(node))?;
    Ok(body.writer.finish())
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    cell: String,
    /// Columns of the cell, and whether it goes on from the row above.
    span: usize,
    continued: bool,
}

#[derive(Default)]
struct Body {
    writer: Writer,
    paragraph: String,
    numbering: Numbering,
    /// List and style of the paragraph.
    place: Place,
    style: Option<String>,
    in_text: bool,
    /// Depth inside a part that repeats another (the fallback of a drawing).
    skipped: usize,
    tables: Vec<Table>,
}

/// A cell spans no more columns than a sheet has use for.
const MAX_SPAN: usize = 64;

impl Body {
    fn node(&mut self, node: Node<'_>) -> Said<()> {
        match node {
            Node::Start("Fallback", _) => self.skipped += 1,
            Node::End("Fallback") => self.skipped = self.skipped.saturating_sub(1),
            _ if self.skipped > 0 => {}
            Node::Start(name, element) => self.start(name, element)?,
            Node::End(name) => self.end(name)?,
            Node::Text(text) if self.in_text => self.paragraph.push_str(text),
            Node::Text(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) -> Said<()> {
        match name {
            "t" => self.in_text = true,
            "p" => {
                self.place = Place::default();
                self.style = None;
            }
            "pStyle" => self.style = attribute(element, "val"),
            "numId" | "ilvl" => self.place.note(name, element),
            "tab" => self.paragraph.push(' '),
            "br" | "cr" => self.paragraph.push('\n'),
            "noBreakHyphen" => self.paragraph.push('-'),
            "tbl" if self.tables.len() >= MAX_DEPTH / 8 => return Err("tables nested too deep".into()),
            "tbl" => self.tables.push(Table::default()),
            "tc" => self.table(|t| {
                t.cell.clear();
                t.span = 1;
                t.continued = false;
            }),
            "gridSpan" => {
                let span = attribute(element, "val").and_then(|v| v.parse().ok()).unwrap_or(1);
                self.table(|t| t.span = usize::clamp(span, 1, MAX_SPAN));
            }
            "vMerge" => {
                let continued = attribute(element, "val").is_none_or(|v| v != "restart");
                self.table(|t| t.continued = continued);
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Said<()> {
        match name {
            "t" => self.in_text = false,
            "p" => {
                let text = std::mem::take(&mut self.paragraph);
                // An empty paragraph shows no number and does not count.
                let number = match text.trim() {
                    "" => String::new(),
                    _ => self.numbering.next(&self.place, self.style.as_deref()),
                };
                let paragraph = format!("{number}{text}");
                self.paragraph(&paragraph)?;
            }
            "tc" => self.table(Table::end_cell),
            "tr" => self.table(|t| t.rows.push(std::mem::take(&mut t.row))),
            "tbl" => {
                let done = self.tables.pop().unwrap_or_default();
                for line in table::lines(&done.rows) {
                    self.paragraph(&line)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = self.tables.last_mut() {
            change(table);
        }
    }

    /// A paragraph goes into the open cell, or to the text.
    fn paragraph(&mut self, text: &str) -> Said<()> {
        match self.tables.last_mut() {
            Some(table) => {
                table.cell.push_str(text);
                table.cell.push('\n');
                Ok(())
            }
            None => self.writer.lines(text.split('\n')),
        }
    }
}

impl Table {
    fn end_cell(&mut self) {
        let column = self.row.len();
        let above = self.rows.last().and_then(|r| r.get(column)).filter(|_| self.continued);
        let above = above.map(|text| table::repeated(text));
        let cell = above.unwrap_or_else(|| self.cell.trim().to_string());
        let again = table::repeated(&cell);
        self.row.push(cell);
        self.row.extend(std::iter::repeat_n(again, self.span.max(1) - 1));
    }
}
