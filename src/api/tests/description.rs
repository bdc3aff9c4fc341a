//! `/openapi.json` describes what is routed, resolves in itself, and is the committed `schemas/openapi.json`.

use std::path::Path;

use super::*;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/openapi.json");

#[tokio::test]
async fn the_committed_description_is_the_one_served() {
    let served = get(&service(), "/openapi.json").await.text();
    if std::env::var_os("UPDATE_SCHEMAS").is_some() {
        std::fs::create_dir_all(Path::new(COMMITTED).parent().unwrap()).unwrap();
        std::fs::write(COMMITTED, &served).unwrap();
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(committed == served, "schemas/openapi.json is stale: UPDATE_SCHEMAS=1 cargo test writes it");
}

#[tokio::test]
async fn every_route_is_described_and_every_description_is_routed() {
    let service = service();
    let document = get(&service, "/openapi.json").await.json();
    let paths = document["paths"].as_object().unwrap();
    for path in [
        "/",
        "/docs/",
        "/healthz",
        "/readyz",
        "/openapi.json",
        "/v1/route",
        "/v1/matrix",
        "/v1/isochrone",
        "/v1/snap",
        "/v1/rounds",
        "/v1/rounds/insert",
        "/v1/rounds/repair",
        "/v1/network/design",
        "/v1/network/test",
        "/v1/network/sweep",
        "/v1/network/merge",
        "/v1/city",
        "/demo/plan.json",
        "/demo/plan.geojson",
        "/demo/map.svg",
        "/demo/problem.json",
    ] {
        assert!(paths.contains_key(path), "{path} is not described");
    }
    let mut names = std::collections::BTreeSet::new();
    for (path, item) in paths {
        // What is described answers to its methods, and to no other.
        for method in ["get", "post", "put", "delete", "patch"] {
            let request = Request::builder().method(&*method.to_uppercase()).uri(path.replace("{file}", "index.html"));
            let status = call(&service, request.body(Body::empty()).unwrap()).await.status;
            let described = item.get(method).is_some();
            assert_eq!(status != StatusCode::METHOD_NOT_ALLOWED, described, "{method} {path}: {status}");
            if let Some(operation) = item.get(method) {
                assert!(names.insert(operation["operationId"].as_str().unwrap().to_owned()), "{method} {path}");
                assert!(operation["responses"].as_object().is_some(), "{method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let document = get(&service(), "/openapi.json").await.json();
    let mut open = vec![&document];
    let mut seen = 0;
    while let Some(value) = open.pop() {
        if let Some(target) = value.get("$ref").and_then(Value::as_str) {
            assert!(document.pointer(&target[1..]).is_some(), "{target}");
            seen += 1;
        }
        open.extend(value.as_object().into_iter().flat_map(|o| o.values()));
        open.extend(value.as_array().into_iter().flatten());
    }
    assert!(seen > 10);
}
