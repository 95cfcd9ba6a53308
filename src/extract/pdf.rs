//! PDF files with a text layer: the words of each page with their places.

use super::page::{Page, Rule, Run, text};
use super::{MAX_CHARS, Said, writer};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, LoadOptions, Object, ObjectId};
use std::collections::BTreeMap;

/// One stream of the file may unpack to this many bytes.
const MAX_STREAM: usize = 64 * 1024 * 1024;
/// Forms inside forms.
const MAX_FORMS: usize = 8;
/// Forms that are drawn on one page.
const MAX_DRAWN: usize = 2_000;
/// Pages of a document.
const MAX_PAGES: usize = 20_000;

/// The text of a PDF.
pub fn extract(bytes: &[u8]) -> Said<String> {
    let options = LoadOptions { max_decompressed_size: Some(MAX_STREAM), ..LoadOptions::default() };
    let mut document = Document::load_mem_with_options(bytes, options).map_err(|e| broken(&e))?;
    if document.is_encrypted() {
        return Err("a PDF with a password; save it without one".into());
    }
    prefer_unicode(&mut document);
    let mut pages = Vec::new();
    let mut chars = 0;
    for id in document.page_iter().take(MAX_PAGES) {
        let page = read_page(&document, id)?;
        chars += page.runs.iter().map(|r| r.text.chars().count()).sum::<usize>();
        if chars > MAX_CHARS {
            return Err(writer::too_long());
        }
        pages.push(page);
    }
    if pages.is_empty() {
        return Err("a PDF without pages, or cut off; get the file again".into());
    }
    text(&pages)
}

/// A font that says which character each code is needs no other table: its own may name glyphs that nobody knows.
fn prefer_unicode(document: &mut Document) {
    for object in document.objects.values_mut() {
        if let Object::Dictionary(font) = object
            && font.has_type(b"Font")
            && matches!(font.get(b"ToUnicode"), Ok(Object::Reference(_)))
        {
            font.remove(b"Encoding");
        }
    }
}

fn broken(error: &lopdf::Error) -> String {
    match error {
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { limit }) => {
            format!(
                "a stream inside the PDF unpacks to more than {} megabytes: not a document",
                limit / 1_048_576
            )
        }
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => {
            "a PDF with a password; save it without one".into()
        }
        other => format!("the PDF is broken or cut off ({other}); get the file again, or ask for the docx"),
    }
}

fn read_page(document: &Document, id: ObjectId) -> Said<Page> {
    let content = document.get_page_content_with_limit(id, MAX_STREAM).map_err(|e| broken(&e))?;
    let fonts = document.get_page_fonts(id).unwrap_or_default();
    let forms = page_forms(document, id);
    let mut painter = Painter { document, page: Page::default(), drawn: 0 };
    painter.paint(&content, &Resources { fonts: encodings(document, fonts)?, forms }, IDENTITY, 0)?;
    Ok(painter.page)
}

/// How a font turns bytes into characters.
enum Font<'a> {
    Table(Encoding<'a>),
    Gb,
}

struct Resources<'a> {
    fonts: BTreeMap<Vec<u8>, Font<'a>>,
    forms: BTreeMap<Vec<u8>, ObjectId>,
}

fn encodings<'a>(
    document: &'a Document,
    fonts: BTreeMap<Vec<u8>, &'a Dictionary>,
) -> Said<BTreeMap<Vec<u8>, Font<'a>>> {
    fonts.into_iter().map(|(name, font)| Ok((name, encoding(document, font)?))).collect()
}

fn encoding<'a>(document: &'a Document, font: &'a Dictionary) -> Said<Font<'a>> {
    let named = font.get_deref(b"Encoding", document).and_then(Object::as_name).unwrap_or_default();
    let is_gb =
        [&b"GBK-EUC"[..], b"GBKp-EUC", b"GB-EUC", b"GBK2K", b"GBpc-EUC"].iter().any(|n| named.starts_with(n));
    if is_gb {
        return Ok(Font::Gb);
    }
    font.get_font_encoding_with_limit(document, MAX_STREAM).map(Font::Table).map_err(|e| broken(&e))
}

fn page_forms(document: &Document, id: ObjectId) -> BTreeMap<Vec<u8>, ObjectId> {
    let Ok((own, ids)) = document.get_page_resources(id) else { return BTreeMap::new() };
    let inherited = ids.iter().filter_map(|id| document.get_dictionary(*id).ok());
    own.into_iter().chain(inherited).flat_map(|resources| forms(document, resources)).collect()
}

fn forms(document: &Document, resources: &Dictionary) -> BTreeMap<Vec<u8>, ObjectId> {
    let objects = resources.get_deref(b"XObject", document).and_then(Object::as_dict);
    let Ok(objects) = objects else { return BTreeMap::new() };
    objects.iter().filter_map(|(name, value)| Some((name.clone(), value.as_reference().ok()?))).collect()
}

/// a b c d e f of a matrix.
type Matrix = [f64; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `m`, then `n`.
fn times(m: Matrix, n: Matrix) -> Matrix {
    [
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    ]
}

/// A point on the page; y downwards.
fn at(m: Matrix, x: f64, y: f64) -> (f64, f64) {
    (x * m[0] + y * m[2] + m[4], -(x * m[1] + y * m[3] + m[5]))
}

/// The state of the text operators.
#[derive(Clone, Copy)]
struct Pen {
    matrix: Matrix,
    line: Matrix,
    size: f64,
    leading: f64,
}

struct Painter<'a> {
    document: &'a Document,
    page: Page,
    drawn: usize,
}

impl<'a> Painter<'a> {
    fn paint(&mut self, content: &[u8], resources: &Resources<'_>, outer: Matrix, depth: usize) -> Said<()> {
        let Ok(content) = Content::decode(content) else { return Ok(()) };
        let mut matrix = outer;
        let mut kept: Vec<(Matrix, Pen, Option<&Font<'_>>)> = Vec::new();
        let mut font: Option<&Font<'_>> = None;
        let mut pen = Pen { matrix: IDENTITY, line: IDENTITY, size: 1.0, leading: 0.0 };
        let mut path = Path::default();
        for operation in &content.operations {
            let numbers = numbers(operation);
            let n = |i: usize| numbers.get(i).copied().unwrap_or(0.0);
            let six = || [n(0), n(1), n(2), n(3), n(4), n(5)];
            match operation.operator.as_str() {
                "q" if kept.len() < 512 => kept.push((matrix, pen, font)),
                "Q" => (matrix, pen, font) = kept.pop().unwrap_or((matrix, pen, font)),
                "cm" => matrix = times(six(), matrix),
                "BT" => pen.place(IDENTITY),
                "Tf" => {
                    let name = operation.operands.first().and_then(|o| o.as_name().ok());
                    font = name.and_then(|name| resources.fonts.get(name));
                    pen.size = n(0);
                }
                "TL" => pen.leading = n(0),
                "Td" => pen.go(n(0), n(1)),
                "TD" => {
                    pen.leading = -n(1);
                    pen.go(n(0), n(1));
                }
                "Tm" => pen.place(six()),
                "T*" => pen.go(0.0, -pen.leading),
                "Tj" | "TJ" => self.show(operation, font, &mut pen, matrix),
                "'" | "\"" => {
                    pen.go(0.0, -pen.leading);
                    self.show(operation, font, &mut pen, matrix);
                }
                "Do" => {
                    let form = operation.operands.first().and_then(|o| o.as_name().ok());
                    if let Some(id) = form.and_then(|name| resources.forms.get(name)) {
                        self.form(*id, matrix, depth)?;
                    }
                }
                other => path.step(other, &numbers, matrix, &mut self.page.rules),
            }
        }
        Ok(())
    }

    fn show(&mut self, operation: &Operation, font: Option<&Font<'_>>, pen: &mut Pen, matrix: Matrix) {
        let mut pieces: Vec<&Object> = operation.operands.iter().collect();
        if let [Object::Array(list)] = operation.operands.as_slice() {
            pieces = list.iter().collect();
        }
        for piece in pieces {
            match piece {
                Object::String(bytes, _) => self.run(&decode(font, bytes), pen, matrix),
                // Thousandths of the size, to the left.
                other if operation.operator == "TJ" => {
                    let back = f64::from(other.as_float().unwrap_or(0.0));
                    pen.matrix = times([1.0, 0.0, 0.0, 1.0, -back / 1000.0 * pen.size, 0.0], pen.matrix);
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, text: &str, pen: &mut Pen, matrix: Matrix) {
        let whole = times(pen.matrix, matrix);
        let scale = (whole[2] * whole[2] + whole[3] * whole[3]).sqrt();
        let (x, y) = at(whole, 0.0, 0.0);
        let size = (pen.size * scale).abs();
        let text: String = text.chars().filter(|c| !c.is_control() && *c != '\u{fffd}').collect();
        let ems: f64 = text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum();
        if size > 0.0 && x.is_finite() && y.is_finite() && !text.is_empty() {
            self.page.runs.push(Run { x, y, size, text });
        }
        pen.matrix = times([1.0, 0.0, 0.0, 1.0, ems * pen.size, 0.0], pen.matrix);
    }

    fn form(&mut self, id: ObjectId, matrix: Matrix, depth: usize) -> Said<()> {
        self.drawn += 1;
        if depth >= MAX_FORMS || self.drawn > MAX_DRAWN {
            return Ok(());
        }
        let Ok(stream) = self.document.get_object(id).and_then(Object::as_stream) else { return Ok(()) };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(&b"Form"[..]) {
            return Ok(());
        }
        let content = stream.decompressed_content_with_limit(MAX_STREAM);
        let content = content.unwrap_or_else(|_| stream.content.clone());
        let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let mut fonts: BTreeMap<Vec<u8>, &Dictionary> = BTreeMap::new();
        let listed = own.and_then(|r| r.get_deref(b"Font", self.document).and_then(Object::as_dict).ok());
        for (name, _) in listed.into_iter().flat_map(|d| d.iter()) {
            if let Some(font) =
                listed.and_then(|d| d.get_deref(name, self.document).and_then(Object::as_dict).ok())
            {
                fonts.insert(name.clone(), font);
            }
        }
        let resources = Resources {
            fonts: encodings(self.document, fonts)?,
            forms: own.map(|r| forms(self.document, r)).unwrap_or_default(),
        };
        let own_matrix = stream.dict.get(b"Matrix").and_then(Object::as_array).ok().and_then(|list| {
            let numbers: Vec<f64> = list.iter().filter_map(|o| o.as_float().ok()).map(f64::from).collect();
            <Matrix>::try_from(numbers).ok()
        });
        self.paint(&content, &resources, times(own_matrix.unwrap_or(IDENTITY), matrix), depth + 1)
    }
}

impl Pen {
    fn place(&mut self, matrix: Matrix) {
        self.matrix = matrix;
        self.line = matrix;
    }

    fn go(&mut self, x: f64, y: f64) {
        self.place(times([1.0, 0.0, 0.0, 1.0, x, y], self.line));
    }
}

fn numbers(operation: &Operation) -> Vec<f64> {
    operation.operands.iter().filter_map(|o| o.as_float().ok()).map(f64::from).collect()
}

fn decode(font: Option<&Font<'_>>, bytes: &[u8]) -> String {
    match font {
        Some(Font::Table(encoding)) => Document::decode_text(encoding, bytes).unwrap_or_default(),
        Some(Font::Gb) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
        None => String::new(),
    }
}

/// Boxes thinner than this are rules.
const THIN: f64 = 2.5;

/// A path until it is painted.
#[derive(Default)]
struct Path {
    here: (f64, f64),
    start: (f64, f64),
    lines: Vec<Rule>,
    boxes: Vec<[(f64, f64); 2]>,
}

impl Path {
    fn step(&mut self, operator: &str, n: &[f64], matrix: Matrix, rules: &mut Vec<Rule>) {
        match (operator, n) {
            ("m", [x, y]) => {
                self.here = at(matrix, *x, *y);
                self.start = self.here;
            }
            ("l", [x, y]) => self.line_to(at(matrix, *x, *y)),
            ("h", _) => self.line_to(self.start),
            ("re", [x, y, w, h]) => self.boxes.push([at(matrix, *x, *y), at(matrix, x + w, y + h)]),
            ("S" | "s" | "B" | "B*" | "b" | "b*", _) => {
                rules.append(&mut self.lines);
                rules.extend(self.boxes.drain(..).flat_map(edges));
            }
            ("f" | "F" | "f*", _) => {
                self.lines.clear();
                rules.extend(self.boxes.drain(..).filter_map(thin));
            }
            ("n", _) => {
                self.lines.clear();
                self.boxes.clear();
            }
            _ => {}
        }
    }

    fn line_to(&mut self, to: (f64, f64)) {
        self.lines.push(Rule { from: self.here, to });
        self.here = to;
    }
}

fn edges([a, b]: [(f64, f64); 2]) -> Vec<Rule> {
    let corners = [a, (b.0, a.1), b, (a.0, b.1), a];
    corners.windows(2).map(|w| Rule { from: w[0], to: w[1] }).collect()
}

/// A filled box that is thin in one direction is a rule.
fn thin([a, b]: [(f64, f64); 2]) -> Option<Rule> {
    let (w, h) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
    match (w < THIN, h < THIN) {
        (true, false) => Some(Rule { from: (a.0, a.1), to: (a.0, b.1) }),
        (false, true) => Some(Rule { from: (a.0, a.1), to: (b.0, a.1) }),
        _ => None,
    }
}
