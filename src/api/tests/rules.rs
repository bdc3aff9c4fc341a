//! `/v1/rules`: changes one after the other and at once, what is refused, and what the file holds.

use std::path::PathBuf;

use serde_json::json;

use super::*;
use crate::api::RuleKeeper;

const NONE: &[u8] = br#"{"type":"FeatureCollection","features":[]}"#;

/// A service whose rules can be changed, and their file.
fn changeable() -> (Router, tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("规则.geojson");
    std::fs::write(&file, NONE).unwrap();
    let city = Arc::new(Double::default()) as Arc<dyn Backend>;
    let (keeper, _) = RuleKeeper::new(&*city, NONE, Some(file.clone())).unwrap();
    let state = AppState::new(Limits { body_bytes: 100_000, rules_bytes: 5_000, ..small() }).unwrap();
    assert!(state.keep_rules([("plane".to_owned(), keeper)].into()));
    assert!(state.load([("plane".to_owned(), city)].into()));
    (router(state), folder, file)
}

fn closed(way: i64) -> Value {
    json!({ "type": "Feature", "geometry": null, "properties": { "effect": "closed", "ways": [way] } })
}

fn collection(features: &[Value]) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

async fn ask(router: &Router, method: &str, uri: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let request = Request::builder().method(method).uri(uri).header(header::CONTENT_TYPE, "application/geo+json");
    let request = headers.iter().fold(request, |r, (name, value)| r.header(*name, *value));
    call(router, request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn put(router: &Router, id: &str, rule: &Value) -> Reply {
    ask(router, "PUT", &format!("/v1/rules/{id}"), &[], &rule.to_string()).await
}

fn code(reply: &Reply) -> (u16, String) {
    (reply.status.as_u16(), reply.json()["code"].as_str().unwrap_or_default().to_owned())
}

/// “施工/a”, as it stands in an address.
const ROAD_WORKS: &str = "%E6%96%BD%E5%B7%A5%2Fa";

#[tokio::test]
async fn a_rule_is_put_read_edited_and_lifted() {
    let (service, _folder, file) = changeable();
    let before = get(&service, "/v1/rules").await;
    assert_eq!(before.header(header::CONTENT_TYPE), "application/geo+json");
    assert_eq!(before.json(), collection(&[]));
    let done = put(&service, ROAD_WORKS, &closed(1)).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!((&done.json()["rules"], &done.json()["warnings"]), (&json!(1), &json!([])));
    // What was acknowledged is in the file, word for word what is shown.
    let shown = get(&service, "/v1/rules").await;
    assert_eq!(std::fs::read(&file).unwrap(), shown.bytes);
    assert_eq!(shown.json()["features"][0]["properties"]["id"], "施工/a");
    assert_eq!(done.json()["etag"], shown.header(header::ETAG));
    assert_ne!(before.header(header::ETAG), shown.header(header::ETAG));
    let one = format!("/v1/rules/{ROAD_WORKS}");
    let rule = get(&service, &one).await;
    assert_eq!(rule.header(header::ETAG), done.header(header::ETAG));
    let tag = rule.header(header::ETAG).to_owned();
    let again = ask(&service, "GET", &one, &[("if-none-match", &tag)], "").await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    // A second rule leaves the first one's tag alone; the same change twice is one rule.
    put(&service, "b", &closed(2)).await;
    assert_eq!(put(&service, "b", &closed(2)).await.json()["rules"], 2);
    let edited = ask(&service, "PUT", &one, &[("if-match", &tag)], &closed(3).to_string()).await;
    assert_eq!(edited.status, StatusCode::OK, "{}", edited.text());
    let late = ask(&service, "PUT", &one, &[("if-match", &tag)], &closed(4).to_string()).await;
    assert_eq!(code(&late), (412, "E9112".into()), "somebody has edited it since");
    assert_eq!(code(&ask(&service, "DELETE", &one, &[("if-match", &tag)], "").await), (412, "E9112".into()));
    let weak = format!("W/{}", edited.header(header::ETAG));
    assert_eq!(ask(&service, "DELETE", &one, &[("if-match", &weak)], "").await.status, StatusCode::OK);
    assert_eq!(code(&ask(&service, "DELETE", &one, &[], "").await), (404, "E9113".into()));
    assert_eq!(code(&get(&service, &one).await), (404, "E9113".into()));
    let only_new = [("if-none-match", "*")];
    assert_eq!(code(&ask(&service, "PUT", "/v1/rules/b", &only_new, &closed(5).to_string()).await).0, 412);
    assert_eq!(ask(&service, "PUT", "/v1/rules/c", &only_new, &closed(5).to_string()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_replaces_all_says_which() {
    let (service, _folder, file) = changeable();
    let two = collection(&[closed(1), closed(2)]).to_string();
    assert_eq!(code(&ask(&service, "PUT", "/v1/rules", &[], &two).await), (428, "E9111".into()));
    let tag = get(&service, "/v1/rules").await.header(header::ETAG).to_owned();
    let first = ask(&service, "PUT", "/v1/rules", &[("if-match", &tag)], &two).await;
    assert_eq!((first.status, &first.json()["rules"]), (StatusCode::OK, &json!(2)), "{}", first.text());
    let second = ask(&service, "PUT", "/v1/rules", &[("if-match", &tag)], &two).await;
    assert_eq!(code(&second), (412, "E9112".into()));
    let any = ask(&service, "PUT", "/v1/rules", &[("if-match", "*")], &collection(&[]).to_string()).await;
    assert_eq!(any.json()["rules"], 0);
    assert_eq!(std::fs::read(&file).unwrap(), get(&service, "/v1/rules").await.bytes);
}

#[tokio::test]
async fn bad_changes_change_nothing() {
    let (service, _folder, file) = changeable();
    put(&service, "a", &closed(1)).await;
    let before = std::fs::read(&file).unwrap();
    let long = format!("/v1/rules/{}", "x".repeat(201));
    let named = |id: &str| json!({ "type": "Feature", "geometry": null, "properties": { "id": id, "effect": "ban", "ways": [1] } });
    let nan = r#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[NaN,1],[2,2],[1,2],[NaN,1]]]},"properties":{"effect":"ban"}}"#;
    let off = r#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[181,1],[2,2],[1,2],[181,1]]]},"properties":{"effect":"ban"}}"#;
    let rule = closed(1).to_string();
    let doubles = collection(&[named("a"), named("a")]).to_string();
    let cases: [(&str, &str, &[(&str, &str)], &str, u16, &str); 16] = [
        ("PUT", "/v1/rules/a", &[], "", 400, "E1002"),
        ("PUT", "/v1/rules/a", &[], "[]", 422, "E1012"),
        ("PUT", "/v1/rules/a", &[], &named("b").to_string(), 422, "E5110"),
        ("PUT", "/v1/rules/a", &[], nan, 400, "E1002"),
        ("PUT", "/v1/rules/a", &[], off, 422, "E5001"),
        ("PUT", "/v1/rules/a", &[], &doubles, 422, "E1013"),
        ("PUT", "/v1/rules/a", &[("origin", "http://elsewhere.example")], &rule, 403, "E9115"),
        ("PUT", "/v1/rules/%FF", &[], &rule, 400, "E9104"),
        ("PUT", &long, &[], &rule, 422, "E1019"),
        ("PUT", "/v1/rules/a?city=b", &[], &rule, 404, "E6004"),
        ("PUT", "/v1/rules/a?town=b", &[], &rule, 422, "E1010"),
        ("PUT", "/v1/rules/a/b", &[], &rule, 404, "E9001"),
        ("PUT", "/v1/rules/a", &[], &" ".repeat(100_001), 413, "E9003"),
        ("PUT", "/v1/rules", &[("if-match", "*")], &doubles, 422, "E5109"),
        ("PUT", "/v1/rules", &[("if-match", "a tag without quotes")], &collection(&[]).to_string(), 412, "E9112"),
        ("POST", "/v1/rules", &[], &rule, 405, "E9002"),
    ];
    for (method, uri, headers, body, status, want) in cases {
        let reply = ask(&service, method, uri, headers, body).await;
        assert_eq!(code(&reply), (status, want.to_owned()), "{method} {uri} {body:.80}: {}", reply.text());
        assert_eq!(std::fs::read(&file).unwrap(), before, "{method} {uri}");
    }
    let ways: Vec<i64> = (1..2000).collect();
    let mut large = closed(1);
    large["properties"]["ways"] = json!(ways);
    assert_eq!(code(&put(&service, "large", &large).await), (413, "E9118".into()));
    let not_utf8 = Request::put("/v1/rules/a").header(header::CONTENT_TYPE, "application/json");
    let reply = call(&service, not_utf8.body(Body::from(&b"{\"type\":\"\xFF\"}"[..])).unwrap()).await;
    assert_eq!(code(&reply), (400, "E1001".into()));
    let two = json!({ "type": "Feature", "geometry": null, "properties": { "effect": "shut", "ways": [0] } });
    assert_eq!(put(&service, "a", &two).await.json()["errors"].as_array().unwrap().len(), 2, "all defects at once");
    // The file belongs to another now: nothing is written over it, and what is in force stays.
    std::fs::write(&file, NONE).unwrap();
    assert_eq!(code(&put(&service, "b", &closed(1)).await), (409, "E9116".into()));
    assert_eq!(std::fs::read(&file).unwrap(), NONE);
    assert_eq!(get(&service, "/v1/rules").await.bytes, before);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(code(&put(&service, "b", &closed(1)).await), (409, "E9116".into()));
}

#[tokio::test]
async fn rules_without_a_file_of_their_own_are_read_only() {
    let service = service();
    assert_eq!(get(&service, "/v1/rules").await.json(), collection(&[]));
    for (method, uri) in [("PUT", "/v1/rules"), ("PUT", "/v1/rules/a"), ("DELETE", "/v1/rules/a")] {
        assert_eq!(code(&ask(&service, method, uri, &[], "{}").await), (403, "E9110".into()), "{method} {uri}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_changes_made_at_once_none_is_lost() {
    let (service, _folder, file) = changeable();
    let puts: Vec<_> = (0..24)
        .map(|i| {
            let service = service.clone();
            tokio::spawn(async move { put(&service, &format!("r{i}"), &closed(i + 1)).await.status })
        })
        .collect();
    for put in puts {
        assert_eq!(put.await.unwrap(), StatusCode::OK);
    }
    let shown = get(&service, "/v1/rules").await;
    assert_eq!(shown.json()["features"].as_array().unwrap().len(), 24);
    assert_eq!(std::fs::read(&file).unwrap(), shown.bytes);
    // Of those who would replace the same rules one does, and the others are told.
    let tag = shown.header(header::ETAG).to_owned();
    let all: Vec<_> = (0..8)
        .map(|i| {
            let (service, tag) = (service.clone(), tag.clone());
            let body = collection(&[closed(100 + i)]).to_string();
            tokio::spawn(async move {
                ask(&service, "PUT", "/v1/rules", &[("if-match", &tag)], &body).await.status.as_u16()
            })
        })
        .collect();
    let mut told = Vec::new();
    for reply in all {
        told.push(reply.await.unwrap());
    }
    told.sort_unstable();
    assert_eq!(told, [200, 412, 412, 412, 412, 412, 412, 412]);
    assert_eq!(std::fs::read(&file).unwrap(), get(&service, "/v1/rules").await.bytes);
}
