//! A small HTTP/1.1 client that keeps its connection.
//!
//! In: an address. Out: status and body. Must not know: what is asked for.

use crate::Fail;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// An answer.
#[derive(Debug, Default)]
pub struct Answer {
    /// Status.
    pub status: u16,
    /// As it came, in the encoding below.
    pub body: Vec<u8>,
    /// `Content-Encoding`.
    pub encoding: String,
    /// `Content-Type`.
    pub media: String,
}

/// One connection.
#[derive(Debug)]
pub struct Client {
    host: String,
    prefix: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    /// For addresses below `base` (`http://host:port/prefix`).
    pub fn new(base: &str) -> Self {
        let rest = base.trim_start_matches("http://");
        let (host, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix =
            if prefix.is_empty() { String::new() } else { format!("/{}", prefix.trim_end_matches('/')) };
        Self { host: host.to_owned(), prefix, stream: None }
    }

    fn connect(&mut self) -> Result<(), Fail> {
        let stream = TcpStream::connect(&self.host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        self.stream = Some(BufReader::with_capacity(64 * 1024, stream));
        Ok(())
    }

    /// `GET path`, once more on a new connection if the old one was closed.
    pub fn get(&mut self, path: &str, accept: &str) -> Result<Answer, Fail> {
        let again = self.stream.is_some();
        match self.try_get(path, accept) {
            Err(_) if again => {
                self.stream = None;
                self.try_get(path, accept)
            }
            other => other,
        }
    }

    fn try_get(&mut self, path: &str, accept: &str) -> Result<Answer, Fail> {
        if self.stream.is_none() {
            self.connect()?;
        }
        let request = format!(
            "GET {}{path} HTTP/1.1\r\nHost: {}\r\nAccept: application/geo+json, */*;q=0.5\r\nAccept-Encoding: {accept}\r\n\r\n",
            self.prefix, self.host
        );
        let Some(stream) = &mut self.stream else { return Err("not connected".into()) };
        stream.get_mut().write_all(request.as_bytes())?;
        let (answer, close) = read(stream)?;
        if close {
            self.stream = None;
        }
        Ok(answer)
    }
}

fn read(stream: &mut BufReader<TcpStream>) -> Result<(Answer, bool), Fail> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or("no answer")?;
    let mut answer = Answer { status, ..Answer::default() };
    let (mut length, mut chunked, mut close) = (None, false, false);
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = Some(value.parse::<usize>()?),
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "content-encoding" => answer.encoding = value.to_owned(),
            "content-type" => answer.media = value.to_owned(),
            "connection" => close = value.eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
    if chunked {
        loop {
            line.clear();
            stream.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16)?;
            let start = answer.body.len();
            answer.body.resize(start + size, 0);
            stream.read_exact(&mut answer.body[start..])?;
            line.clear();
            stream.read_line(&mut line)?;
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = length {
        answer.body.resize(length, 0);
        stream.read_exact(&mut answer.body)?;
    } else if close {
        stream.read_to_end(&mut answer.body)?;
    }
    Ok((answer, close))
}

/// The body without its encoding.
pub fn decoded(answer: &Answer) -> Result<Vec<u8>, Fail> {
    let mut out = Vec::new();
    match answer.encoding.as_str() {
        "gzip" => flate2::read::MultiGzDecoder::new(answer.body.as_slice()).read_to_end(&mut out)?,
        "zstd" => zstd::stream::copy_decode(answer.body.as_slice(), &mut out).map(|()| out.len())?,
        "br" => brotli::Decompressor::new(answer.body.as_slice(), 4096).read_to_end(&mut out)?,
        // Some peers send gzip without saying so.
        _ if answer.body.starts_with(&[0x1f, 0x8b]) => {
            flate2::read::MultiGzDecoder::new(answer.body.as_slice()).read_to_end(&mut out)?
        }
        _ => {
            out.clone_from(&answer.body);
            out.len()
        }
    };
    Ok(out)
}
