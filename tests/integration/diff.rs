//! One plan against another, on the invented release.

use crate::fixture;
use crate::service::Service;
use axum::http::StatusCode;
use planmap::catalog::Embedded;
use planmap::compare::{ChangedField, Diff, Entry, diff};
use planmap::release::{self, Contents};
use planmap::vocabulary::Category;

fn compared(contents: &Contents, from: &str, to: &str) -> Diff {
    let dir = tempfile::tempdir().expect("tempdir");
    release::write(contents, dir.path()).expect("write");
    let catalog = Embedded::open(dir.path(), vec![]).expect("open");
    diff(&catalog, from, to).expect("diff")
}

fn ids(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|e| e.project.as_str()).collect()
}

#[test]
fn nothing_outside_the_shared_scope_is_called_new_or_not_named_again() {
    let narrow = compared(&fixture::contents(), "plan-a", "plan-b");
    assert_eq!(narrow.scope.fields, [Category::Rail]);
    assert_eq!(narrow.scope.admin_names, ["敖镇县"]);
    assert!(narrow.newly_named.is_empty() && narrow.not_named_again.is_empty());
    assert_eq!((narrow.outside_scope.from, narrow.outside_scope.to), (3, 3));
}

#[test]
fn what_only_one_plan_names_inside_both_scopes_is_told() {
    let mut contents = fixture::contents();
    contents.plans.iter_mut().for_each(|p| p.scope.fields.clear());
    contents.plans[1].scope.adcodes = vec!["990100".into()];
    let wide = compared(&contents, "plan-a", "plan-b");
    assert_eq!(wide.scope.admin, ["990101"]);
    // The whole region of plan-a lies inside that of plan-b: even what has no place may be told.
    assert_eq!(ids(&wide.not_named_again), ["airport-aozhen", "ecology-chuisha", "other-yinshan-lab"]);
    assert_eq!(ids(&wide.newly_named), ["industry-aozhen-park", "road-s99", "water-heihu"]);
    let back = compared(&contents, "plan-b", "plan-a");
    // The other way round plan-b speaks about more than plan-a.
    assert_eq!(ids(&back.newly_named), ["airport-aozhen", "ecology-chuisha", "other-yinshan-lab"]);
    assert!(wide.not_named_again.iter().all(|e| e.to.is_empty() && !e.from.is_empty()));
}

#[test]
fn changed_words_stand_side_by_side() {
    let narrow = compared(&fixture::contents(), "plan-a", "plan-b");
    assert_eq!(ids(&narrow.changed), ["rail-aozhen-beicheng"]);
    let rail = &narrow.changed[0];
    assert_eq!(rail.from[0].sentence, "规划建设敖镇至北城高速铁路120公里。");
    assert_eq!(rail.to[0].sentence, "开工建设敖北高铁。");
    let fields: Vec<ChangedField> = rail.changes.iter().map(|c| c.field).collect();
    // Only one plan gives a length: that is no change of a figure.
    assert_eq!(fields, [ChangedField::Status, ChangedField::StatusText, ChangedField::Name]);
    assert_eq!((rail.changes[0].from.as_str(), rail.changes[0].to.as_str()), ("planned", "construction"));
}

#[tokio::test]
async fn the_service_compares_and_names_every_wrong_parameter() {
    let service = Service::new();
    let answer = service.json("/diff?from=plan-a&to=plan-b").await;
    assert_eq!(answer["from"]["title"], "敖镇发展规划");
    assert_eq!(answer["changed"][0]["changes"][2]["field"], "name");
    assert_eq!(answer["changed"][0]["from"][0]["quote"], "敖镇至北城高速铁路");
    for (path, parameter) in [
        ("/diff?to=plan-b", "from"),
        ("/diff?from=plan-a&to=plan-z", "to"),
        ("/diff?from=plan-a&to=plan-a", "to"),
    ] {
        let wrong = service.get(path).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(wrong.json()["errors"][0]["parameter"], parameter, "{path}");
    }
}
