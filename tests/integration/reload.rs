//! A new release while the service runs.

use crate::fixture;
use crate::service::Service;
use planmap::api::refresh;
use planmap::release;
use std::fs;

#[tokio::test]
async fn a_new_release_is_swapped_in_whole() {
    let service = Service::new();
    assert_eq!(refresh(&service.site).expect("same"), None);
    let before = service.get("/collections/plans/items").await;
    let mut contents = fixture::contents();
    contents.plans[0].title = "敖镇发展规划（修订）".into();
    let manifest = release::write(&contents, &service.dir.path().join("release")).expect("write");
    assert_eq!(refresh(&service.site).expect("new").as_deref(), Some(manifest.version.as_str()));
    let after = service.get("/collections/plans/items").await;
    assert_ne!(before.header("etag"), after.header("etag"));
    assert_eq!(after.json()["features"][0]["properties"]["title"], "敖镇发展规划（修订）");
    assert_eq!(service.json("/health").await["release"], manifest.version);
}

#[tokio::test]
async fn a_broken_release_is_refused_and_the_old_one_goes_on() {
    let service = Service::new();
    let data = service.dir.path().join("release");
    let good = service.json("/health").await;
    let manifest = fs::read_to_string(data.join("manifest.json")).expect("manifest");
    let other = manifest.replace(good["release"].as_str().expect("version"), "0123456789abcdef");
    fs::write(data.join("manifest.json"), other).expect("spoil");
    fs::write(data.join("mentions.jsonl"), "{}\n").expect("spoil");
    let error = refresh(&service.site).expect_err("broken").to_string();
    assert!(error.contains("mentions.jsonl"), "{error}");
    fs::remove_file(data.join("manifest.json")).expect("remove");
    assert!(refresh(&service.site).is_err());
    assert_eq!(service.json("/health").await, good);
}
