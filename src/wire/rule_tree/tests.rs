//! Changes of one rule: what stays, what is told, and where.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

fn known() -> Known<'static> {
    Known { profiles: &[], hours: &|_| None }
}

fn closed(id: &str, way: i64) -> Value {
    json!({ "type": "Feature", "geometry": null, "properties": { "id": id, "effect": "closed", "ways": [way] } })
}

fn tree(features: &[Value]) -> RuleTree {
    let file = json!({ "type": "FeatureCollection", "name": "限行", "features": features });
    RuleTree::read(file.to_string().as_bytes(), &known()).unwrap().0
}

fn defects(result: Result<impl Sized, Vec<Defect>>) -> Vec<(&'static str, String)> {
    result.err().into_iter().flatten().map(|d| (d.code.code, d.pointer)).collect()
}

#[test]
fn a_rule_is_added_replaced_and_removed_and_the_rest_stays() {
    let nameless = json!({ "type": "Feature", "geometry": null, "properties": { "effect": "closed", "ways": [9] } });
    let old = tree(&[closed("a", 1), nameless, closed("封路/1", 2)]);
    let put = |tree: &RuleTree, id: &str, rule: Value| tree.with(id, rule.to_string().as_bytes(), &known()).unwrap();
    let (added, entries, at) = put(&old, "b", closed("b", 3));
    assert_eq!((added.len(), entries.len(), at), (4, 4, 3));
    let (replaced, _, at) = put(&added, "封路/1", closed("封路/1", 5));
    assert_eq!((replaced.len(), at), (4, 2));
    assert!(replaced.feature("封路/1").unwrap().contains("[5]"));
    // An id that only the address gives is written into the rule.
    let mut unnamed = closed("", 6);
    unnamed["properties"].as_object_mut().unwrap().remove("id");
    assert!(put(&old, "c", unnamed).0.feature("c").unwrap().contains("\"c\""));
    let without = replaced.without("b").and_then(|t| t.without("a")).unwrap();
    assert_eq!((without.len(), without.without("b")), (2, None));
    assert!(without.text().contains("\"name\":\"限行\"") && without.text().lines().count() >= 4, "{}", without.text());
    for tree in [old, added, without, RuleTree::default()] {
        assert_eq!(RuleTree::read(tree.text().as_bytes(), &known()).unwrap().0, tree, "what is written is read");
    }
}

#[test]
fn what_is_wrong_is_told_by_places_in_the_rule() {
    let old = tree(&[closed("a", 1)]);
    let with = |rule: &str| defects(old.with("b", rule.as_bytes(), &known()));
    assert_eq!(with(&closed("a", 2).to_string()), [("E5110", "/properties/id".to_owned())]);
    assert_eq!(with("{"), [("E1002", String::new())]);
    assert_eq!(with("[]"), [("E1012", String::new())]);
    let two = r#"{"type":"Feature","geometry":null,"properties":{"effect":"shut","ways":[0]}}"#;
    assert_eq!(
        with(two),
        [("E1013", "/properties/effect".to_owned()), ("E1014", "/properties/ways/0".to_owned())],
        "all at once"
    );
    let twice = r#"{"type":"Feature","geometry":null,"properties":{"effect":"ban","ways":[1],"ways":[2]}}"#;
    assert_eq!(with(twice), [("E1004", "/properties/ways".to_owned())]);
    let file = json!({ "type": "FeatureCollection", "features": [closed("a", 1), closed("", 1), closed("", 1), closed("a", 2)] });
    let both = defects(RuleTree::read(file.to_string().as_bytes(), &known()));
    assert_eq!(both, [("E5109", "/features/3/properties/id".to_owned())], "rules without an id are no doubles");
}
