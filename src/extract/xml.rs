//! The events of an XML text that matter here: elements by their local names, and characters.

use super::{MAX_DEPTH, Said};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// One event.
pub enum Node<'a> {
    /// An element begins.
    Start(&'a str, &'a BytesStart<'a>),
    /// An element ends.
    End(&'a str),
    /// Characters, entities resolved.
    Text(&'a str),
}

/// Calls `visit` for every event of `text`, in order.
pub fn walk(name: &str, text: &str, mut visit: impl FnMut(Node<'_>) -> Said<()>) -> Said<()> {
    let broken = |at: u64, why: String| {
        format!("{name} inside the file is broken at byte {at} ({why}); open the file and save it again")
    };
    let mut reader = Reader::from_str(text);
    let mut depth = 0usize;
    loop {
        let event = reader.read_event().map_err(|e| broken(reader.error_position(), e.to_string()))?;
        match event {
            Event::Start(element) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(format!("{name} inside the file is nested more than {MAX_DEPTH} deep"));
                }
                visit(Node::Start(element.local_name().as_ref(), &element))?;
            }
            Event::Empty(element) => {
                visit(Node::Start(element.local_name().as_ref(), &element))?;
                visit(Node::End(element.local_name().as_ref()))?;
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                visit(Node::End(element.local_name().as_ref()))?;
            }
            Event::Text(chars) => visit(Node::Text(&chars.xml10_content()))?,
            Event::CData(chars) => visit(Node::Text(&chars.xml10_content()))?,
            Event::GeneralRef(reference) => visit(Node::Text(&character(&reference)))?,
            Event::Eof if depth > 0 => return Err(broken(reader.buffer_position(), "cut off".into())),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The character of an entity; entities that a document declares itself are not followed.
fn character(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    quick_xml::escape::resolve_xml_entity(name).unwrap_or_default().to_string()
}

/// The value of an attribute by its local name.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name)
        .map(|a| quick_xml::escape::unescape(&a.value).map(|v| v.into_owned()).unwrap_or_default())
}
