//! The committed data, loaded and held against what is known of it.

use super::*;
use std::path::PathBuf;
use std::sync::LazyLock;

/// The folder under test; `PLANMAP_GEODATA` names another one.
fn folder() -> PathBuf {
    let own = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("geodata");
    std::env::var_os("PLANMAP_GEODATA").map_or_else(own, PathBuf::from)
}

pub(crate) static REAL: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::load(&folder()).unwrap());

#[test]
fn committed_data_loads_clean() {
    let start = std::time::Instant::now();
    let g = Gazetteer::load(&folder()).unwrap();
    eprintln!(
        "{:?} places {} areas {} sites {} alignments {} waters {}",
        start.elapsed(),
        g.places.len(),
        g.areas.len(),
        g.sites.len(),
        g.alignments.len(),
        g.waters.len()
    );
    assert!(g.places.len() > 4_000);
    for name in [
        "七苏木",
        "沙尔沁",
        "乌兰花",
        "大板",
        "龙口",
        "新街",
        "包头",
        "呼和浩特",
        "银川",
        "托县",
        "达茂旗",
        "察汗淖尔",
        "土默川平原",
        "敕勒川",
        "协力气",
        "海拉尔",
        "满都拉口岸",
    ] {
        eprintln!("== {name}");
        for f in g.find(name, &Context::default()).iter().take(5) {
            eprintln!(
                "  {:.2} {} {} {} | {}",
                f.score,
                f.value.place.id,
                f.value.place.class,
                g.full_name(f.value.place),
                f.value.reason
            );
        }
    }
}
