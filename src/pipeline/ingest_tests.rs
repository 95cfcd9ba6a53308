//! Ingest on the real plans and invented documents.

use super::*;
use crate::pipeline::build::Inputs;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::LazyLock;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

static INPUTS: LazyLock<Inputs> = LazyLock::new(|| read_inputs(&root("seeds"), &root("geodata")).unwrap());

fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let table = |rows: &str| -> String {
        let row = |line: &str| {
            let cells: String = line
                .split('|')
                .map(|c| format!("<w:tc><w:p><w:r><w:t>{c}</w:t></w:r></w:p></w:tc>"))
                .collect();
            format!("<w:tr>{cells}</w:tr>")
        };
        format!("<w:tbl>{}</w:tbl>", rows.lines().map(row).collect::<String>())
    };
    let body: String = paragraphs
        .iter()
        .map(|p| if p.contains('|') { table(p) } else { format!("<w:p><w:r><w:t>{p}</w:t></w:r></w:p>") })
        .collect();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>").as_bytes())
        .unwrap();
    zip.finish().unwrap().into_inner()
}

const INVENTED: [&str; 8] = [
    "内蒙古自治区人民政府办公厅关于印发自治区铁路建设工作方案（2026—2030年）的通知",
    "内政办发〔2026〕99号",
    "各盟行政公署、市人民政府：",
    "内蒙古自治区人民政府办公厅",
    "2026年6月1日",
    "一、铁路建设",
    "推进包银高铁建设。新建达拉特旗至准格尔旗铁路。",
    "序号|项目名称|建设地点|建设规模|总投资（亿元）|责任单位\n1|红柳沟水库工程|鄂尔多斯市达拉特旗|总库容2000万立方米|3.5|自治区水利厅",
];

fn ingested(dir: &Path, name: &str, bytes: &[u8]) -> Ingested {
    let file = dir.join(name);
    std::fs::write(&file, bytes).unwrap();
    let wanted = Wanted { out: dir.join("out"), ..Wanted::default() };
    ingest(&INPUTS, &[file], &wanted, &mut |_, _, _| {}).unwrap()
}

#[test]
fn a_known_railway_is_matched_a_new_one_is_new_and_a_table_row_is_read_with_its_header() {
    let dir = tempfile::tempdir().unwrap();
    let found = ingested(dir.path(), "invented.docx", &docx(&INVENTED));
    assert!(found.failures.is_empty());
    let text =
        std::fs::read_to_string(dir.path().join("out").join(found.rows[0].text_file.as_ref().unwrap()))
            .unwrap();
    let chars: Vec<char> = text.chars().collect();
    for row in &found.rows {
        let m = &row.mention;
        assert_eq!(chars[m.start..m.end].iter().collect::<String>(), m.quote);
    }
    let verdict = |word: &str| {
        let row = found.rows.iter().find(|r| r.mention.quote.contains(word));
        row.map(|r| (r.matched.verdict, r.matched.project.clone(), r.mention.toponyms.clone()))
            .unwrap_or_else(|| panic!("{word} was not read: {text}\n{}", found.report()))
    };
    let (known, project, _) = verdict("包银高铁");
    assert_eq!(known, Verdict::Matched);
    assert!(project.is_some_and(|id| id.starts_with("rail-")));
    assert_eq!(verdict("达拉特旗至准格尔旗").0, Verdict::New);
    let (new, _, toponyms) = verdict("红柳沟水库");
    assert_eq!(new, Verdict::New, "{}", found.report());
    let row = found.projects.iter().find(|p| p.name.contains("红柳沟")).unwrap();
    assert!(row.place.contains("达拉特旗"), "{} {toponyms:?}", row.place);
    let mention = &found.rows.iter().find(|r| r.mention.quote.contains("红柳沟")).unwrap().mention;
    assert_eq!(mention.quote, "红柳沟水库工程");
    assert!(mention.responsible.iter().any(|b| b.name.contains("水利厅")), "{:?}", mention.responsible);
    assert!(mention.quantities.iter().any(|q| q.unit.contains("立方米")), "{:?}", mention.quantities);
    let report = found.report();
    assert!(report.contains("number 内政办发〔2026〕99号, date 2026-06-01"), "{report}");
}

#[test]
fn an_added_document_is_in_the_next_build() {
    let dir = tempfile::tempdir().unwrap();
    let seeds = dir.path().join("seeds");
    std::fs::create_dir(&seeds).unwrap();
    for entry in std::fs::read_dir(root("seeds")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, seeds.join(path.file_name().unwrap())).unwrap();
    }
    let found = ingested(dir.path(), "铁路方案.docx", &docx(&INVENTED));
    let ids = found.add(&seeds).unwrap();
    let read = plans::read(&seeds).unwrap();
    assert_eq!(read.len(), INPUTS.seeds.len() + 1);
    let plan = &read.iter().find(|s| s.plan.id == ids[0]).unwrap().plan;
    assert_eq!(
        (plan.date.as_str(), plan.disclosure.as_str(), plan.kind.as_str()),
        ("2026-06-01", "internal", "实施方案")
    );
    assert_eq!(plan.file, "铁路方案.docx.txt");
    assert!(seeds.join("铁路方案.docx").exists());
    // Twice is refused, and leaves everything as it was.
    let again = found.add(&seeds).unwrap_err().to_string();
    assert!(again.contains("already in"), "{again}");
    assert_eq!(plans::read(&seeds).unwrap().len(), read.len());
}

#[test]
fn a_document_without_a_date_is_not_added() {
    let dir = tempfile::tempdir().unwrap();
    let found = ingested(dir.path(), "a.txt", "推进包银高铁建设。".as_bytes());
    assert!(found.rows[0].text_file.is_none());
    let message = found.add(&root("seeds")).unwrap_err().to_string();
    assert!(message.contains("--date"), "{message}");
}

#[test]
fn one_broken_file_does_not_stop_the_others() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.doc"), b"old").unwrap();
    std::fs::write(dir.path().join("b.txt"), "推进包银高铁建设。").unwrap();
    std::fs::write(dir.path().join("c.png"), b"").unwrap();
    let list = files(&[dir.path().to_path_buf()]).unwrap();
    assert_eq!(list.len(), 2);
    let wanted = Wanted { out: dir.path().join("out"), ..Wanted::default() };
    let found = ingest(&INPUTS, &list, &wanted, &mut |_, _, _| {}).unwrap();
    assert_eq!((found.documents.len(), found.failures.len()), (1, 1));
}
