//! Every format from a small file made here, and what is said of broken ones. All documents are invented.

use super::*;
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>"
    );
    packed(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &xml)])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text))
}

fn ofd(content: &str) -> Vec<u8> {
    packed(&[
        (
            "OFD.xml",
            "<ofd:OFD xmlns:ofd=\"o\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        ),
        (
            "Doc_0/Document.xml",
            "<ofd:Document xmlns:ofd=\"o\"><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>",
        ),
        (
            "Doc_0/Pages/Page_0/Content.xml",
            &format!(
                "<ofd:Page xmlns:ofd=\"o\"><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>"
            ),
        ),
    ])
}

fn text_object(x: f64, y: f64, text: &str) -> String {
    format!(
        "<ofd:TextObject Boundary=\"{x} {y} 80 6\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"g 3 5\">{text}</ofd:TextCode></ofd:TextObject>"
    )
}

/// Code 41 is 甲.
const CMAP: &str = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n\
    1 begincodespacerange\n<00> <FF>\nendcodespacerange\n1 beginbfchar\n<41> <7532>\nendbfchar\nendcmap\n\
    CMapName currentdict /CMap defineresource pop\nend\nend";

/// A PDF of one page; `content` in its operators, font F1 reads UTF-16.
fn pdf(content: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_string(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> /Contents 4 0 R >>"
            .to_string(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H /DescendantFonts [] >>".to_string(),
        "<< /Type /Font /Subtype /Type3 /Encoding << /Type /Encoding /Differences [65 /g1] >> /ToUnicode 7 0 R >>"
            .to_string(),
        format!("<< /Length {} >>\nstream\n{CMAP}\nendstream", CMAP.len()),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).into_bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").into_bytes()));
    let trailer =
        format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    out.extend(trailer.into_bytes());
    out
}

fn shown(x: u32, y: u32, text: &str) -> String {
    let hex: String = text.encode_utf16().map(|u| format!("{u:04x}")).collect();
    format!("BT /F1 12 Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET\n")
}

fn read(name: &str, bytes: &[u8]) -> String {
    extract(Path::new(name), bytes).unwrap().text
}

fn refused(name: &str, bytes: &[u8]) -> String {
    extract(Path::new(name), bytes).unwrap_err().to_string()
}

const ROW: &str = "建设地点：包头市；项目名称：甲河水库；总投资：3.5亿元（责任单位：水利厅）。";

#[test]
fn text_is_the_file_as_received() {
    let text = "\u{feff}一、总则\r\n\u{3000}建设甲线。\r\n";
    let read = extract(Path::new("a.txt"), text.as_bytes()).unwrap();
    assert!(read.as_received);
    assert_eq!(read.text, text);
}

#[test]
fn a_word_document_gives_its_paragraphs_and_rows() {
    let header: String =
        ["序号", "项目名称", "建设地点", "总投资（亿元）", "责任单位"].iter().map(|t| cell("", t)).collect();
    let first: String = ["1", "甲河水库"].iter().map(|t| cell("", t)).collect::<String>()
        + &cell("<w:vMerge w:val=\"restart\"/>", "包头市")
        + &cell("", "3.5")
        + &cell("", "水利厅");
    let second: String = ["2", "乙河水库"].iter().map(|t| cell("", t)).collect::<String>()
        + &cell("<w:vMerge/>", "")
        + &cell("<w:gridSpan w:val=\"2\"/>", "水利厅");
    let table = format!("<w:tbl><w:tr>{header}</w:tr><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>");
    let body = paragraph("一、水利 &amp; 交通") + &table + &paragraph("附则。");
    let text = read("a.docx", &docx(&body));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "一、水利 & 交通");
    assert_eq!(lines[1], ROW);
    assert!(lines[2].starts_with("建设地点：包头市；项目名称：乙河水库；"), "{}", lines[2]);
    assert_eq!(lines[3], "附则。");
}

#[test]
fn a_word_document_keeps_the_numbers_that_word_draws() {
    let level = |at: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\">{}{}</w:abstractNum>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>",
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）")
    );
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"H1\"><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style></w:styles>";
    let numbered = |properties: &str, text: &str| {
        format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let head = "<w:pStyle w:val=\"H1\"/>";
    let second = "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"2\"/></w:numPr>";
    let body = [
        numbered(head, "交通"),
        numbered(second, "铁路"),
        numbered(second, "公路"),
        paragraph("新建甲线。"),
        numbered(head, "水利"),
        numbered(second, "水库"),
        numbered("<w:pStyle w:val=\"H1\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>", "附则"),
    ];
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>", body.concat());
    let file = packed(&[
        ("word/document.xml", &document),
        ("word/numbering.xml", &numbering),
        ("word/styles.xml", styles),
    ]);
    let lines = ["一、交通", "（一）铁路", "（二）公路", "新建甲线。", "二、水利", "（一）水库", "附则"];
    assert_eq!(read("a.docx", &file).lines().collect::<Vec<_>>(), lines);
}

#[test]
fn a_web_page_gives_its_body_and_rows_and_no_script() {
    let page = "<html><head><title>网站</title><style>p{}</style><script>if (a<b) document.write('<p>x</p>')</script></head>\
        <body><nav>首页</nav><p>一、水利</p><div>建设&nbsp;甲河<br>第二行</div><table><tr><th>序号</th><th>项目名称</th>\
        <th>建设地点</th><th>总投资（亿元）</th><th>责任单位</th></tr><tr><td>1</td><td>甲河水库</td>\
        <td rowspan=2>包头市</td><td>3.5</td><td>水利厅</td></tr><tr><td>2<td>乙河水库<td>4<td>水利厅</table><p>附则。</body></html>";
    let text = read("a.html", page.as_bytes());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "一、水利");
    assert_eq!(lines[2], "第二行");
    assert_eq!(lines[3], ROW);
    assert_eq!(lines[4], "建设地点：包头市；项目名称：乙河水库；总投资：4亿元（责任单位：水利厅）。");
    assert_eq!(lines[5], "附则。");
    assert!(!text.contains("网站") && !text.contains("write") && !text.contains("首页"), "{text}");
}

#[test]
fn a_workbook_gives_its_rows() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "项目表").unwrap();
    for (column, word) in ["序号", "项目名称", "建设地点", "总投资（亿元）", "责任单位"].iter().enumerate()
    {
        sheet.write(1, column as u16, *word).unwrap();
    }
    sheet.write(2, 0, 1).unwrap();
    sheet.write(2, 1, "甲河水库").unwrap();
    sheet.merge_range(2, 2, 3, 2, "包头市", &rust_xlsxwriter::Format::new()).unwrap();
    sheet.write(2, 3, 3.5).unwrap();
    sheet.write(2, 4, "水利厅").unwrap();
    sheet.write(3, 1, "乙河水库").unwrap();
    sheet.write(1_048_575, 16_383, "角").unwrap();
    let text = read("a.xlsx", &book.save_to_buffer().unwrap());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines, ["项目表", ROW, "建设地点：包头市；项目名称：乙河水库。"]);
}

#[test]
fn a_pdf_with_text_gives_its_lines_and_ruled_rows() {
    let mut content = shown(100, 780, "一、水利")
        + &shown(124, 760, "建设甲河水库，推进乙河治理，")
        + &shown(100, 740, "保护丙湖。");
    let columns = [100, 220, 320, 420, 500];
    for x in columns {
        content.push_str(&format!("{x} 640 m {x} 700 l S\n"));
    }
    for y in [640, 670, 700] {
        content.push_str(&format!("100 {y} 400 0.5 re f\n"));
    }
    let cells =
        [["项目名称", "建设地点", "总投资（亿元）", "责任单位"], ["甲河水库", "包头市", "3.5", "水利厅"]];
    for (row, y) in cells.iter().zip([680, 650]) {
        for (text, x) in row.iter().zip(columns) {
            content.push_str(&shown(x + 5, y, text));
        }
    }
    content.push_str(&shown(290, 40, "1"));
    let text = read("a.pdf", &pdf(&content));
    assert_eq!(text, format!("一、水利\n\u{3000}\u{3000}建设甲河水库，推进乙河治理，\n保护丙湖。\n{ROW}\n"));
}

#[test]
fn a_font_with_glyphs_of_its_own_is_read_by_its_unicode_table() {
    let content = shown(112, 700, "线。") + "BT /F2 12 Tf 1 0 0 1 100 700 Tm <41> Tj ET";
    assert_eq!(read("a.pdf", &pdf(&content)), "甲线。\n");
}

#[test]
fn a_pdf_without_text_says_that_ocr_is_needed() {
    let message = refused("scan.pdf", &pdf("0 0 m 100 100 l S"));
    assert!(message.contains("scan.pdf") && message.contains("OCR"), "{message}");
}

#[test]
fn an_ofd_gives_its_lines_and_ruled_rows() {
    let mut content = text_object(30.0, 20.0, "一、水利") + &text_object(30.0, 30.0, "建设甲河&lt;水库。");
    for x in [30, 70, 110, 150, 190] {
        content.push_str(&format!("<ofd:PathObject Boundary=\"{x} 50 0 30\"><ofd:AbbreviatedData>M 0 0 L 0 30</ofd:AbbreviatedData></ofd:PathObject>"));
    }
    for y in [50, 65, 80] {
        content.push_str(&format!("<ofd:PathObject Boundary=\"30 {y} 160 0\"><ofd:AbbreviatedData>M 0 0 L 160 0</ofd:AbbreviatedData></ofd:PathObject>"));
    }
    let cells =
        [["项目名称", "建设地点", "总投资（亿元）", "责任单位"], ["甲河水库", "包头市", "3.5", "水利厅"]];
    for (row, y) in cells.iter().zip([55.0, 70.0]) {
        for (text, x) in row.iter().zip([32.0, 72.0, 112.0, 152.0]) {
            content.push_str(&text_object(x, y, text));
        }
    }
    assert_eq!(read("a.ofd", &ofd(&content)), format!("一、水利\n建设甲河<水库。\n{ROW}\n"));
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    assert!(refused("a.txt", b"").contains("empty"));
    assert!(refused("a.txt", b" \r\n ").contains("no text"));
    assert!(refused("a.doc", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]).contains("save it as docx"));
    assert!(refused("a.wps", b"anything").contains("save it as docx"));
    assert!(refused("a.xls", b"anything").contains("save it as xlsx"));
    assert!(refused("a.dwg", b"AC1032").contains("docx, html, xlsx"));
    assert!(refused("a.docx", b"not packed").contains("save it as docx"));
    assert!(refused("a.zip", &packed(&[("b.txt", "x")])).contains("unpack it"));
    assert!(refused("a.docx", &packed(&[("b.txt", "x")])).contains("word/document.xml"));
    assert!(refused("a.txt", b"plan\0\0").contains("zero byte"));
}

#[test]
fn a_bomb_is_refused() {
    let zeros = " ".repeat(20 * 1024 * 1024);
    let message = refused("a.docx", &docx(&zeros));
    assert!(message.contains("unpacks to more than"), "{message}");
    let message = refused("a.xlsx", &packed(&[("xl/workbook.xml", "<a/>"), ("xl/media/b.png", &zeros)]));
    assert!(message.contains("unpacks to more than"), "{message}");
    let deep = "<w:p>".repeat(100_000);
    assert!(refused("a.docx", &docx(&deep)).contains("nested"));
    let page = format!("{}建设甲线{}", "<table><tr><td>".repeat(50_000), "</div>".repeat(50_000));
    assert!(read("a.html", page.as_bytes()).contains("建设甲线"));
}

#[test]
fn a_file_that_is_cut_off_is_an_error_or_text_and_never_a_panic() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "甲").unwrap();
    let files = [
        ("a.docx", docx(&paragraph("建设甲线。"))),
        ("a.xlsx", book.save_to_buffer().unwrap()),
        ("a.pdf", pdf(&shown(100, 700, "建设甲线。"))),
        ("a.ofd", ofd(&text_object(10.0, 10.0, "建设甲线。"))),
        ("a.html", "<p>建设<b>甲线</p><table><tr><td>".as_bytes().to_vec()),
        ("a.txt", "建设甲线。".as_bytes().to_vec()),
    ];
    for (name, bytes) in files {
        for step in 1..40 {
            let end = bytes.len() * step / 40;
            let _ = extract(Path::new(name), &bytes[..end]);
            let mut damaged = bytes.clone();
            damaged[end] ^= 0x55;
            let _ = extract(Path::new(name), &damaged);
        }
    }
}
