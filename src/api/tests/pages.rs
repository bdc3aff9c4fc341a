//! The first page, the demo's files and the documentation: nothing comes from another host.

use super::*;
use crate::api::DemoFiles;

fn demo() -> DemoFiles {
    DemoFiles {
        problem_json: "{}".into(),
        plan_json: "{\"plan\":1}".into(),
        plan_geojson: "{\"type\":\"FeatureCollection\",\"features\":[]}".into(),
        map_svg: "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".into(),
        columns: vec!["Vehicle".into(), "kg".into()],
        rows: vec![vec!["<script>&\"'".into(), "12".into()]],
        totals: vec!["Sum".into(), "12".into()],
    }
}

#[tokio::test]
async fn the_first_page_speaks_both_languages_and_escapes_what_it_shows() {
    let state = state_of(Double::default(), small());
    let service = router(state.clone());
    assert!(!get(&service, "/").await.text().contains("<img"), "no demo, no picture");
    assert!(state.show(demo()));
    for (accept, uri, tag, word) in [
        ("zh-CN", "/", "zh", "演示"),
        ("en", "/", "en", "The demo"),
        ("en", "/?lang=zh", "zh", "演示"),
        ("zh", "/?lang=en", "en", "The demo"),
    ] {
        let request = Request::get(uri).header(header::ACCEPT_LANGUAGE, accept).body(Body::empty()).unwrap();
        let reply = call(&service, request).await;
        let text = reply.text();
        assert_eq!(reply.header(header::CONTENT_LANGUAGE), tag);
        assert!(text.contains(word), "{text}");
        assert!(text.contains("&lt;script&gt;&amp;&quot;&#39;") && !text.contains("<script"), "{text}");
        assert!(text.contains("<code>van</code>"), "{text}");
        assert!(!text.contains("http:") && !text.contains("https:") && !text.contains("style="), "{text}");
        for link in text.split("=\"/").skip(1).map(|rest| format!("/{}", rest.split('"').next().unwrap())) {
            if link != "/v1/city" {
                assert_eq!(get(&service, &link).await.status, StatusCode::OK, "{link}");
            }
        }
    }
}

#[tokio::test]
async fn the_demos_files_are_served_as_they_are() {
    let state = state_of(Double::default(), small());
    assert!(state.show(demo()));
    let service = router(state);
    for (uri, media, bytes) in [
        ("/demo/problem.json", "application/json", demo().problem_json),
        ("/demo/plan.json", "application/json", demo().plan_json),
        ("/demo/plan.geojson", "application/geo+json", demo().plan_geojson),
        ("/demo/map.svg", "image/svg+xml", demo().map_svg),
    ] {
        let reply = get(&service, uri).await;
        assert_eq!((reply.header(header::CONTENT_TYPE), &reply.bytes[..]), (media, &bytes[..]), "{uri}");
    }
}

#[tokio::test]
async fn the_documentation_comes_out_of_the_binary() {
    let service = service();
    assert_eq!(get(&service, "/docs").await.header(header::LOCATION), "/docs/");
    let page = get(&service, "/docs/").await;
    assert_eq!(page.header(header::CONTENT_TYPE), "text/html");
    for file in page.text().split("=\"./").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()) {
        assert_eq!(get(&service, &format!("/docs/{file}")).await.status, StatusCode::OK, "{file}");
    }
    let start = get(&service, "/docs/swagger-initializer.js").await.text();
    assert!(start.contains("/openapi.json") && !start.contains("petstore"), "{start}");
    assert_eq!(get(&service, "/docs/..%2f..%2fCargo.toml").await.status, StatusCode::NOT_FOUND);
}
