//! The drawn map of the invented release.

use crate::service::Service;
use axum::http::StatusCode;
use quick_xml::Reader;
use quick_xml::events::Event;

struct Svg {
    text: String,
    links: Vec<(String, String)>,
}

/// The picture, well-formed, with its links and their titles.
async fn drawn(service: &Service, path: &str) -> Svg {
    let answer = service.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&answer.body));
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    let text = String::from_utf8(answer.body.to_vec()).expect("utf-8");
    let mut reader = Reader::from_str(&text);
    let (mut links, mut open, mut in_title) = (vec![], vec![], false);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(element) => {
                let name = element.name().as_ref().to_owned();
                if name == "a" {
                    let href = element.try_get_attribute("href").expect("attribute").expect("href");
                    open.push(href.value.into_owned());
                }
                in_title = name == "title";
            }
            Event::Text(words) if in_title => {
                if let Some(href) = open.last() {
                    links.push((href.clone(), words.to_string()));
                }
            }
            Event::End(element) => {
                in_title = false;
                if element.name().as_ref() == "a" {
                    open.pop();
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Svg { text, links }
}

const VIEW: &str = "bbox=106.5,38.8,113,41.5";

#[tokio::test]
async fn every_placed_project_is_a_link_with_a_title() {
    let service = Service::new();
    let svg = drawn(&service, &format!("/map.svg?{VIEW}")).await;
    for (id, words) in [
        (
            "rail-aozhen-beicheng",
            "敖镇至北城高速铁路 · 建设中 · 示意走向 · 敖政发〔2020〕1号、敖政发〔2020〕1号",
        ),
        ("road-s99", "S99敖镇至南镇高速公路 · 建设中 · 大致位置"),
        ("airport-aozhen", "敖镇机场"),
        ("water-heihu", "黑湖补水工程"),
        ("ecology-chuisha", "吹沙沙漠"),
        ("industry-aozhen-park", "敖镇县 1 项：敖镇工业园"),
    ] {
        let href = format!("http://planmap.test/?project={id}");
        assert!(
            svg.links.iter().any(|(h, title)| *h == href && title.contains(words)),
            "{id}: {:?}",
            svg.links
        );
    }
    assert!(!svg.text.contains("other-yinshan-lab"), "what has no place is not drawn");
}

#[tokio::test]
async fn a_county_is_a_number_and_a_schematic_line_is_only_a_band() {
    let service = Service::new();
    let park = drawn(&service, &format!("/map.svg?{VIEW}&category=industry")).await;
    assert!(park.text.contains("敖镇县 1 项"));
    let symbols = |svg: &Svg| svg.text.matches("scale(0.42)").count();
    // The one symbol is that of the legend.
    assert_eq!(symbols(&park), 1);
    let airport = drawn(&service, &format!("/map.svg?{VIEW}&category=airport")).await;
    assert_eq!(symbols(&airport), 2);
    let rail = drawn(&service, &format!("/map.svg?{VIEW}&category=rail")).await;
    let casing = |svg: &Svg| svg.text.matches("stroke-width=\"4.4\"").count();
    assert_eq!((casing(&rail), rail.text.contains("示意走向 敖北高铁")), (0, true));
    let road = drawn(&service, &format!("/map.svg?{VIEW}&category=road")).await;
    assert_eq!(casing(&road), 1);
    assert!(road.text.contains("stroke-dasharray=\"9 3\""), "being built is a long dash");
}

#[tokio::test]
async fn every_picture_carries_its_credit_and_asks_nothing_from_outside() {
    let service = Service::new();
    for path in ["/map.svg?width=300&height=300", "/map.svg", "/map.svg?page=a4&theme=dark&lang=en"] {
        let svg = drawn(&service, path).await;
        assert!(svg.text.contains("本图未经地图审核，仅供内部使用"), "{path}");
        let outside = svg.text.replace("http://www.w3.org/2000/svg", "").replace("http://planmap.test/?", "");
        assert!(
            !outside.contains("://") && !outside.contains("url(") || outside.matches("url(").count() == 1
        );
        assert!(!outside.contains("<image") && !outside.contains("@import") && !outside.contains("<script"));
    }
    let refused = service.get("/map.svg?public=true").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(refused.json()["errors"][0]["parameter"], "public");
    let reviewed = Service::approved("蒙S（2026）001号");
    let svg = drawn(&reviewed, "/map.svg?public=true").await;
    assert!(svg.text.contains("审图号：蒙S（2026）001号") && !svg.text.contains("未经地图审核"));
}

#[tokio::test]
async fn a_page_has_the_size_of_its_paper_and_says_its_projection() {
    let service = Service::new();
    let a3 = drawn(&service, &format!("/map.svg?{VIEW}&page=a3&title=%E6%95%96%E9%95%87")).await;
    assert!(a3.text.contains("width=\"420mm\" height=\"297mm\""));
    assert!(a3.text.contains("<title>敖镇</title>") && a3.text.contains("比例尺 1:"));
    // A sixth of the height inside the edges of the view, and its middle.
    assert!(a3.text.contains("中央经线 109.8°E，标准纬线 39.3°N、41.1°N"), "{}", a3.text);
    let a4 = drawn(&service, "/map.svg?page=a4&orientation=portrait").await;
    assert!(a4.text.contains("width=\"210mm\" height=\"297mm\""));
}

#[tokio::test]
async fn wrong_views_and_sizes_are_refused_by_name() {
    let service = Service::new();
    for (query, parameter) in [
        ("bbox=110,40,110,41", "bbox"),
        ("bbox=-170,0,170,80", "bbox"),
        ("width=10", "width"),
        ("page=a5", "page"),
        ("page=a3&width=500", "width"),
        ("orientation=portrait", "orientation"),
        ("theme=blue", "theme"),
        ("category=trains", "category"),
        ("title=", "title"),
        ("unknown=1", "unknown"),
    ] {
        let answer = service.get(&format!("/map.svg?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.json()["errors"][0]["parameter"], parameter, "{query}");
    }
}
