//! OFD files (GB/T 33190): the text objects of each page with their places.

use super::archive::Archive;
use super::page::{Page, Rule, Run, text};
use super::xml::{Node, attribute, walk};
use super::{MAX_CHARS, Said, writer};
use quick_xml::events::BytesStart;

/// Pages of a document.
const MAX_PAGES: usize = 20_000;

/// The text of an OFD file.
pub fn extract(bytes: &[u8]) -> Said<String> {
    let mut archive = Archive::open(bytes)?;
    let roots = texts_of(&mut archive, "OFD.xml", "DocRoot")?;
    if roots.is_empty() {
        return Err("OFD.xml names no document: the file is broken; get it again".into());
    }
    let mut pages = Vec::new();
    let mut chars = 0;
    for root in roots {
        let root = resolve("OFD.xml", &root);
        for place in page_places(&mut archive, &root)? {
            if pages.len() >= MAX_PAGES {
                return Err(format!("more than {MAX_PAGES} pages; split the document"));
            }
            let page = read_page(&mut archive, &resolve(&root, &place))?;
            chars += page.runs.iter().map(|r| r.text.chars().count()).sum::<usize>();
            if chars > MAX_CHARS {
                return Err(writer::too_long());
            }
            pages.push(page);
        }
    }
    text(&pages)
}

fn needed(archive: &mut Archive<'_>, name: &str) -> Said<String> {
    archive
        .text(name)?
        .ok_or_else(|| format!("{name} is missing inside the file: it is broken; get it again"))
}

/// The texts of all elements of one name.
fn texts_of(archive: &mut Archive<'_>, file: &str, element: &str) -> Said<Vec<String>> {
    let xml = needed(archive, file)?;
    let mut found: Vec<String> = Vec::new();
    let mut inside = false;
    walk(file, &xml, |node| {
        match node {
            Node::Start(name, _) if name == element => {
                inside = true;
                found.push(String::new());
            }
            Node::End(name) if name == element => inside = false,
            Node::Text(text) if inside => {
                if let Some(last) = found.last_mut() {
                    last.push_str(text.trim());
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

/// Where the pages are: `Page BaseLoc="…"` inside `Pages`, in order.
fn page_places(archive: &mut Archive<'_>, root: &str) -> Said<Vec<String>> {
    let xml = needed(archive, root)?;
    let mut places = Vec::new();
    walk(root, &xml, |node| {
        if let Node::Start("Page", element) = node {
            places.extend(attribute(element, "BaseLoc"));
        }
        Ok(())
    })?;
    Ok(places)
}

/// A location as seen from the file that names it.
fn resolve(from: &str, location: &str) -> String {
    if let Some(absolute) = location.strip_prefix('/') {
        return absolute.to_string();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in location.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            other => parts.push(other),
        }
    }
    parts.join("/")
}

/// The object that is being read.
#[derive(Default)]
struct Object {
    origin: (f64, f64),
    size: f64,
    matrix: Option<[f64; 6]>,
    code: Option<(f64, f64)>,
    chars: String,
    data: Option<String>,
}

fn read_page(archive: &mut Archive<'_>, name: &str) -> Said<Page> {
    let xml = needed(archive, name)?;
    let mut page = Page::default();
    let mut object = Object::default();
    walk(name, &xml, |node| {
        match node {
            Node::Start("TextObject" | "PathObject", element) => object = Object::new(element),
            Node::Start("TextCode", element) => object.begin(element),
            Node::Start("AbbreviatedData", _) => object.data = Some(String::new()),
            Node::Text(text) => object.text(text),
            Node::End("TextCode") => page.runs.extend(object.run()),
            Node::End("AbbreviatedData") => page.rules.extend(object.rules()),
            _ => {}
        }
        Ok(())
    })?;
    Ok(page)
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace().filter_map(|n| n.parse().ok()).filter(|n: &f64| n.is_finite()).collect()
}

impl Object {
    fn new(element: &BytesStart<'_>) -> Self {
        let list = |name: &str| attribute(element, name).map(|v| numbers(&v)).unwrap_or_default();
        let boundary = list("Boundary");
        let origin = (boundary.first().copied().unwrap_or(0.0), boundary.get(1).copied().unwrap_or(0.0));
        let size = list("Size").first().copied().unwrap_or(4.0);
        Self { origin, size, matrix: <[f64; 6]>::try_from(list("CTM")).ok(), ..Self::default() }
    }

    /// A text code keeps the place of the one before it where it gives none.
    fn begin(&mut self, element: &BytesStart<'_>) {
        let number = |name: &str| attribute(element, name).and_then(|v| v.trim().parse::<f64>().ok());
        let (x, y) = self.code.unwrap_or((0.0, 0.0));
        self.code = Some((number("X").unwrap_or(x), number("Y").unwrap_or(y)));
        self.chars.clear();
        self.data = None;
    }

    fn text(&mut self, text: &str) {
        match &mut self.data {
            Some(data) => data.push_str(text),
            None => self.chars.push_str(text),
        }
    }

    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = match self.matrix {
            Some(m) => (x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]),
            None => (x, y),
        };
        (self.origin.0 + x, self.origin.1 + y)
    }

    fn run(&mut self) -> Option<Run> {
        let (x, y) = self.code?;
        let (x, y) = self.at(x, y);
        let scale = self.matrix.map_or(1.0, |m| (m[2] * m[2] + m[3] * m[3]).sqrt());
        let text = std::mem::take(&mut self.chars).trim_matches(['\n', '\r', '\t']).to_string();
        let size = self.size * scale;
        (size > 0.0 && !text.is_empty()).then_some(Run { x, y, size, text })
    }

    /// Straight lines of a path: `M x y L x y … C`.
    fn rules(&mut self) -> Vec<Rule> {
        let data = self.data.take().unwrap_or_default();
        let mut rules = Vec::new();
        let (mut here, mut start) = ((0.0, 0.0), (0.0, 0.0));
        let mut words = data.split_whitespace();
        while let Some(word) = words.next() {
            let mut point =
                || -> Option<(f64, f64)> { Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?)) };
            match word {
                "M" | "S" => {
                    let Some((x, y)) = point() else { break };
                    here = self.at(x, y);
                    start = here;
                }
                "L" => {
                    let Some((x, y)) = point() else { break };
                    let to = self.at(x, y);
                    rules.push(Rule { from: here, to });
                    here = to;
                }
                "C" => rules.push(Rule { from: here, to: start }),
                _ => {}
            }
        }
        rules
    }
}
