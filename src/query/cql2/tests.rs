//! What is read, and what is refused with which words.

use super::*;
use crate::geometry::Bounds;
use crate::query::{Comparison, End, Literal, Operand, Shape, Times};

fn text(text: &str) -> Result<Filter> {
    parse(text, Language::Text)
}

fn refusal(filter: &str) -> String {
    text(filter).expect_err(filter).to_string()
}

#[test]
fn text_and_json_say_the_same() {
    for (text, json) in [
        (
            "category='rail' AND mention_count>=2",
            r#"{"op":"and","args":[{"op":"=","args":[{"property":"category"},"rail"]},
                {"op":">=","args":[{"property":"mention_count"},2]}]}"#,
        ),
        (
            "NOT CASEI(name) LIKE CASEI('B%') OR kind IS NULL",
            r#"{"op":"or","args":[{"op":"not","args":[{"op":"like","args":[
                {"op":"casei","args":[{"property":"name"}]},{"op":"casei","args":["B%"]}]}]},
                {"op":"isNull","args":[{"property":"kind"}]}]}"#,
        ),
        (
            "S_INTERSECTS(geometry,POLYGON((110 40,111 40,111 41,110 40)))",
            r#"{"op":"s_intersects","args":[{"property":"geometry"},
                {"type":"Polygon","coordinates":[[[110,40],[111,40],[111,41],[110,40]]]}]}"#,
        ),
        (
            "T_DURING(INTERVAL(first_date,'..'),INTERVAL('2020-01-01','2021-01-01T00:00:00Z'))",
            r#"{"op":"t_during","args":[{"interval":[{"property":"first_date"},".."]},
                {"interval":["2020-01-01","2021-01-01T00:00:00Z"]}]}"#,
        ),
        (
            "A_CONTAINS(plans,('hbew-2021'))",
            r#"{"op":"a_contains","args":[{"property":"plans"},["hbew-2021"]]}"#,
        ),
    ] {
        assert_eq!(self::text(text).expect(text), parse(json, Language::Json).expect(json));
    }
}

#[test]
fn conditions_become_typed_values() {
    let expected = Filter::Compare(
        Operand::Property("类别".into()),
        Comparison::NotEqual,
        Operand::Literal(Literal::Text("o'clock".into())),
    );
    assert_eq!(text("\"类别\" <> 'o''clock'").expect("quoted"), expected);
    let Filter::Spatial(_, own, Shape::Box(bounds)) =
        text("S_WITHIN(geometry,BBOX(170,-10,-170,10))").expect("box")
    else {
        panic!("a box is a box")
    };
    assert_eq!((own, bounds), (Shape::Own, Bounds::new(170.0, -10.0, -170.0, 10.0)));
    let interval = text("T_BEFORE(first_date,INTERVAL('..','2020-01-01'))").expect("interval");
    assert!(matches!(interval, Filter::Temporal(_, Times::One(_), Times::Interval(End::Open, End::At(_)))));
}

#[test]
fn what_is_wrong_is_named() {
    for (filter, word) in [
        ("category=", "from character 10 at its end"),
        ("category='rail' AND AND", "\"AND\" alone is not a condition"),
        ("category='rail' AND )", "near \")\""),
        ("", "at its end"),
        ("category", "\"category\" alone is not a condition"),
        ("buffer(geometry,5)=1", "there is no function \"buffer\""),
        ("S_INTERSECTS(geom,POINT(1 2))", "the geometry is called \"geometry\""),
        ("S_INTERSECTS(geometry,5)", "is not a geometry"),
        ("S_INTERSECTS(geometry)", "takes two operands"),
        ("S_INTERSECTS(geometry,BBOX(1,2,3))", "four numbers"),
        ("kind=NULL", "use IS NULL"),
        ("first_date=DATE('2020-13-01')", "not a date"),
        ("first_date=TIMESTAMP('yesterday')", "not an instant"),
        ("T_BEFORE(first_date,'soon')", "neither a date nor an instant"),
        ("A_CONTAINS(plans,kind='x')", "is not a list"),
        ("kind = (1=1)", "gives true or false"),
        ("mention_count = 1e999", "null cannot be compared"),
    ] {
        let message = refusal(filter);
        assert!(message.starts_with("filter: ") && message.contains(word), "{filter}: {message}");
    }
    let json = parse("{\"op\":", Language::Json).expect_err("broken").to_string();
    assert!(json.contains("is not JSON"), "{json}");
}

#[test]
fn a_filter_that_is_too_much_is_refused_at_once() {
    let started = std::time::Instant::now();
    let deep = |n: usize| format!("{}a=1{}", "(".repeat(n), ")".repeat(n));
    assert!(text(&deep(MOST_LEVELS)).is_ok());
    assert!(refusal(&deep(MOST_LEVELS + 1)).contains("brackets more than"));
    assert!(refusal(&format!("{}a", "(".repeat(MOST_LEVELS))).contains("is not CQL2 text"));
    assert!(refusal(&"(1,".repeat(MOST_LEVELS)).contains("is not CQL2 text"));
    assert!(refusal(&format!("a={}1", "1+".repeat(MOST_OPERATORS))).contains("operators"));
    assert!(refusal(&format!("a={}1", "1+".repeat(MOST_LEVELS + 5))).contains("more than 32 deep"));
    assert!(refusal(&format!("{}a=1", "NOT ".repeat(MOST_OPERATORS))).contains("operators"));
    assert!(refusal(&format!("{}a=1", "- ".repeat(MOST_OPERATORS - 1))).contains("filter: "));
    assert!(refusal(&"x".repeat(MOST_CHARS + 1)).contains("longer than"));
    let points = |n: usize| {
        let list: Vec<String> = (0..n).map(|i| format!("{} -1", i % 90)).collect();
        format!("S_INTERSECTS(geometry,LINESTRING({}))", list.join(","))
    };
    assert!(text(&points(MOST_VERTICES)).is_ok());
    assert!(refusal(&points(MOST_VERTICES + 1)).contains("vertices"));
    let json = format!("{}true{}", r#"{"op":"not","args":["#.repeat(60), "]}".repeat(60));
    assert!(parse(&json, Language::Json).is_err_and(|e| e.to_string().contains("deep")));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
