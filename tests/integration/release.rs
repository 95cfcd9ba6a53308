//! A release on disk: written whole, read back, refused when broken.

use crate::fixture;
use planmap::release::{self, check};
use planmap::vocabulary::Grade;
use std::fs;
use std::path::Path;

fn tree(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("folder").flatten() {
        if entry.path().is_dir() {
            files.extend(tree(&entry.path()));
        } else {
            files.push((entry.path().display().to_string(), fs::read(entry.path()).expect("file")));
        }
    }
    files.sort();
    files
}

#[test]
fn what_is_written_is_read_back() {
    let dir = tempfile::tempdir().expect("tempdir");
    let out = dir.path().join("release");
    let written = fixture::contents();
    let manifest = release::write(&written, &out).expect("write");
    assert!(manifest.sums.iter().all(release::SumRow::balances));
    assert_eq!(manifest.counts["unplaced"], 1);
    assert!(release::read(&out).expect("read") == release::normalised(&written).expect("sound"));
    assert_eq!(fs::read_dir(dir.path()).expect("folder").count(), 1, "nothing is left beside the release");
}

#[test]
fn the_same_contents_give_the_same_bytes() {
    let dir = tempfile::tempdir().expect("tempdir");
    let out = dir.path().join("release");
    let first = release::write(&fixture::contents(), &out).expect("write");
    let bytes = tree(&out);
    let second = release::write(&fixture::contents(), &out).expect("write again");
    assert_eq!(first, second);
    assert!(bytes == tree(&out));
}

#[test]
fn the_fixture_has_no_issue_and_a_moved_quote_is_one() {
    let mut contents = fixture::contents();
    assert_eq!(check(&contents), []);
    contents.mentions[0].start += 1;
    let issues = check(&contents);
    assert!(issues.iter().any(|i| i.message.contains("does not stand at its span")), "{issues:?}");
}

#[test]
fn a_withheld_point_a_line_of_the_wrong_length_and_lost_mentions_are_issues() {
    let message = |change: fn(&mut release::Contents)| {
        let mut contents = fixture::contents();
        change(&mut contents);
        check(&contents).into_iter().map(|i| i.message).collect::<Vec<_>>().join("; ")
    };
    let withheld = message(|c| {
        let point =
            c.projects.iter_mut().find(|p| p.properties.grade == Some(Grade::Exact)).expect("a point");
        point.properties.method = Some("withheld (military): a test".into());
    });
    assert!(withheld.contains("finer than the county"), "{withheld}");
    let short = message(|c| {
        let line = c.projects.iter_mut().find(|p| p.properties.length_drawn_km.is_some()).expect("a line");
        line.properties.grade = Some(Grade::Near);
        line.properties.parts.iter_mut().for_each(|part| part.grade = Grade::Near);
        let drawn = line.properties.length_drawn_km.expect("drawn");
        line.properties.length_published =
            vec![release::LengthRow { km: drawn * 1.2, date: "2020".into(), source: "a test".into() }];
    });
    assert!(short.contains("more than a tenth off"), "{short}");
}

#[test]
fn an_invalid_project_leaves_the_last_good_release() {
    let dir = tempfile::tempdir().expect("tempdir");
    let out = dir.path().join("release");
    release::write(&fixture::contents(), &out).expect("write");
    let before = tree(&out);
    let mut swapped = fixture::contents();
    swapped.projects[0].geometry = Some(planmap::geometry::Geom::Point((40.03, 110.05).into()));
    let error = release::write(&swapped, &out).expect_err("swapped axes").to_string();
    assert!(error.contains("airport-aozhen") && error.contains("swapped"), "{error}");
    assert!(before == tree(&out));
}

#[test]
fn a_changed_file_and_a_foreign_folder_are_refused_by_name() {
    let dir = tempfile::tempdir().expect("tempdir");
    let out = dir.path().join("release");
    release::write(&fixture::contents(), &out).expect("write");
    let mentions = out.join("mentions.jsonl");
    fs::write(&mentions, "{}").expect("spoil");
    let error = release::read(&out).expect_err("spoilt").to_string();
    assert!(error.contains("mentions.jsonl") && error.contains("SHA-256"), "{error}");
    fs::write(dir.path().join("note.txt"), "mine").expect("note");
    let error = release::write(&fixture::contents(), dir.path()).expect_err("foreign").to_string();
    assert!(error.contains("holds other files"), "{error}");
}
