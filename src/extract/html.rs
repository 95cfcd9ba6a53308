//! Web pages: the text of the body, block by block; tables by rows.
//!
//! The page is read as a stream of tags, never as a tree: no depth can exhaust it.

use super::plain;
use super::writer::Writer;
use super::{Extracted, Format, Said, table};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// The text of a page.
pub fn extract(bytes: &[u8]) -> Said<Extracted> {
    let (page, note) = plain::decode(bytes)?;
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(&page));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    let mut page = tokenizer.sink.page.take();
    page.close()?;
    let text = page.writer.finish();
    Ok(Extracted { format: Format::Html, text, as_received: false, notes: note.into_iter().collect() })
}

#[derive(Default)]
struct Sink {
    page: RefCell<Page>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut page = self.page.borrow_mut();
        match token {
            Token::CharacterTokens(text) => page.text(&text),
            Token::TagToken(tag) => {
                page.tag(&tag);
                if tag.kind == TagKind::StartTag
                    && let Some(kind) = raw(&tag.name)
                {
                    return TokenSinkResult::RawData(kind);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Elements whose content is not markup.
fn raw(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => Some(RawKind::Rawtext),
        "title" | "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}

fn is_silent(name: &str) -> bool {
    raw(name).is_some() || matches!(name, "nav" | "select" | "button" | "template")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "br"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "aside"
            | "form"
            | "blockquote"
            | "pre"
            | "hr"
            | "center"
            | "body"
            | "table"
            | "caption"
    )
}

#[derive(Default)]
struct Cell {
    text: String,
    columns: usize,
    rows: usize,
}

/// A table that is being read: finished rows, and cells that reach down into later ones.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    hanging: Vec<(usize, usize, String)>,
    cell: Option<Cell>,
}

#[derive(Default)]
struct Page {
    writer: Writer,
    line: String,
    silent: Vec<String>,
    tables: Vec<Table>,
    trouble: Option<String>,
}

/// A cell spans no more rows or columns than this.
const MAX_SPAN: usize = 64;
/// Tables inside tables, deeper than this, are read as text.
const MAX_TABLES: usize = 16;

impl Page {
    fn text(&mut self, text: &str) {
        if self.silent.is_empty() {
            self.line.push_str(&text.replace(['\n', '\r', '\t'], " "));
        }
    }

    fn tag(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if is_silent(name) {
            match tag.kind {
                TagKind::StartTag if !tag.self_closing => self.silent.push(name.to_string()),
                TagKind::StartTag => {}
                TagKind::EndTag => {
                    if let Some(at) = self.silent.iter().rposition(|s| s == name) {
                        self.silent.truncate(at);
                    }
                }
            }
            return;
        }
        if !self.silent.is_empty() {
            return;
        }
        if is_block(name) {
            self.break_line();
        }
        match (tag.kind, name) {
            (TagKind::StartTag, "table") if self.tables.len() < MAX_TABLES => {
                self.tables.push(Table::default());
            }
            (TagKind::EndTag, "table") => self.end_table(),
            (TagKind::StartTag, "td" | "th") => {
                self.end_cell();
                let span = |which: &str| number(tag, which).clamp(1, MAX_SPAN);
                let cell = Cell { text: String::new(), columns: span("colspan"), rows: span("rowspan") };
                if let Some(table) = self.tables.last_mut() {
                    table.cell = Some(cell);
                }
            }
            (TagKind::EndTag, "td" | "th") => self.end_cell(),
            (_, "tr") => self.end_row(),
            _ => {}
        }
    }

    fn break_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let line = line.trim_matches([' ', '\u{a0}']);
        if line.trim().is_empty() {
            return;
        }
        let open = self.tables.last_mut().and_then(|t| t.cell.as_mut());
        match open {
            Some(cell) => {
                cell.text.push_str(line);
                cell.text.push('\n');
            }
            None => {
                let written = self.writer.line(line);
                self.note(written);
            }
        }
    }

    fn end_cell(&mut self) {
        self.break_line();
        let Some(open) = self.tables.last_mut() else { return };
        let Some(cell) = open.cell.take() else { return };
        open.fill_hanging();
        let mut text = cell.text.trim().to_string();
        for _ in 0..cell.columns {
            let again = table::repeated(&text);
            if cell.rows > 1 {
                open.hanging.push((open.row.len(), cell.rows, again.clone()));
            }
            open.row.push(std::mem::replace(&mut text, again));
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(table) = self.tables.last_mut()
            && !table.row.is_empty()
        {
            table.fill_hanging();
            table.rows.push(std::mem::take(&mut table.row));
            for (_, rows, _) in &mut table.hanging {
                *rows -= 1;
            }
            table.hanging.retain(|(_, rows, _)| *rows > 0);
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        let Some(table) = self.tables.pop() else { return };
        for line in table::lines(&table.rows) {
            self.line = line;
            self.break_line();
        }
    }

    fn note(&mut self, written: Said<()>) {
        if let Err(trouble) = written {
            self.trouble.get_or_insert(trouble);
        }
    }

    fn close(&mut self) -> Said<()> {
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.break_line();
        self.trouble.take().map_or(Ok(()), Err)
    }
}

impl Table {
    /// Cells from rows above that stand before the next one.
    fn fill_hanging(&mut self) {
        while let Some((_, _, text)) = self.hanging.iter().find(|(column, _, _)| *column == self.row.len()) {
            self.row.push(text.clone());
        }
    }
}

fn number(tag: &Tag, name: &str) -> usize {
    let found = tag.attrs.iter().find(|a| &*a.name.local == name);
    found.and_then(|a| a.value.trim().parse().ok()).unwrap_or(1)
}
