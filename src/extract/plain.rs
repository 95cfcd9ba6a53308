//! Plain text: UTF-8 as received; UTF-16 by its mark and GB18030 by its bytes are converted, and the note says so.

use super::{Extracted, Format, Said};
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

/// The text of a text file.
pub fn extract(bytes: &[u8]) -> Said<Extracted> {
    let (text, note) = decode(bytes)?;
    if let Some(at) = text.find('\0') {
        return Err(format!("a zero byte near byte {at}: not a text file"));
    }
    let as_received = note.is_none();
    Ok(Extracted { format: Format::Text, text, as_received, notes: note.into_iter().collect() })
}

/// Text of unknown encoding, and what was converted.
pub fn decode(bytes: &[u8]) -> Said<(String, Option<String>)> {
    let wrong = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((text.to_string(), None)),
        Err(error) => error.valid_up_to(),
    };
    let marks: [(&[u8], &'static Encoding); 2] = [(&[0xff, 0xfe], UTF_16LE), (&[0xfe, 0xff], UTF_16BE)];
    if let Some((_, encoding)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return converted(bytes, encoding, wrong);
    }
    // Text that was UTF-8 for long is UTF-8 with damage, and no other encoding.
    let was_utf8 = bytes[..wrong].iter().filter(|b| !b.is_ascii()).count() > 30;
    if was_utf8 || !looks_like_gb(bytes) {
        return Err(format!(
            "neither UTF-8 (byte {wrong} is wrong) nor GB18030; save the file as UTF-8 text"
        ));
    }
    converted(bytes, GB18030, wrong)
}

fn converted(bytes: &[u8], encoding: &'static Encoding, wrong: usize) -> Said<(String, Option<String>)> {
    let (text, _, broken) = encoding.decode(bytes);
    if broken {
        return Err(format!(
            "neither UTF-8 (byte {wrong} is wrong) nor sound {}; save the file as UTF-8 text",
            encoding.name()
        ));
    }
    let note = format!("converted from {} to UTF-8; offsets refer to the converted text", encoding.name());
    Ok((text.into_owned(), Some(note)))
}

/// Are most double bytes in the rows of GB 2312 (common characters and marks)? UTF-8 read as GB18030 fails this.
fn looks_like_gb(bytes: &[u8]) -> bool {
    let (mut pairs, mut common, mut at) = (0usize, 0usize, 0);
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            at += 1;
            continue;
        }
        let second = bytes.get(at + 1).copied().unwrap_or(0);
        pairs += 1;
        common += usize::from(matches!(bytes[at], 0xa1..=0xa3 | 0xb0..=0xf7) && second >= 0xa1);
        at += 2;
    }
    pairs > 0 && common * 10 >= pairs * 9
}

#[cfg(test)]
#[allow(clippy::unwrap_used)] // tests
mod tests {
    use super::*;

    const SENTENCE: &str = "建设包头至银川高速铁路，推进呼和浩特新机场建设。";

    #[test]
    fn gb18030_is_converted_and_said() {
        let (bytes, _, _) = GB18030.encode(SENTENCE);
        let read = extract(&bytes).unwrap();
        assert_eq!(read.text, SENTENCE);
        assert!(!read.as_received && read.notes[0].contains("gb18030"), "{:?}", read.notes);
    }

    #[test]
    fn utf16_with_its_mark_is_converted() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(SENTENCE.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(extract(&bytes).unwrap().text, SENTENCE);
    }

    #[test]
    fn damaged_utf8_names_its_byte() {
        let mut bytes = SENTENCE.as_bytes().to_vec();
        bytes[43] = 0xff;
        let message = extract(&bytes).unwrap_err();
        assert!(message.contains("byte 42") || message.contains("byte 43"), "{message}");
        assert!(extract(&SENTENCE.as_bytes()[1..8]).is_err());
    }
}
