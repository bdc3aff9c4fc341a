//! Bad requests: each gets its status and a problem document with code, cause and remedy in both languages.

use super::*;

struct Bad {
    what: &'static str,
    request: fn() -> axum::http::request::Builder,
    body: &'static [u8],
    status: u16,
    code: &'static str,
}

fn json_to(uri: &'static str) -> axum::http::request::Builder {
    Request::post(uri).header(header::CONTENT_TYPE, "application/json; charset=UTF-8")
}

/// `what: request, body => status code;`
macro_rules! bad {
    ($($what:literal: $request:expr, $body:expr => $status:literal $code:literal;)+) => {
        &[$(Bad { what: $what, request: || $request, body: $body, status: $status, code: $code }),+]
    };
}

const BAD: &[Bad] = bad! {
    "no such address": Request::get("/v2/route"), b"" => 404 "E9001";
    "no such file of the documentation": Request::get("/docs/nothing.js"), b"" => 404 "E9001";
    "no demo": Request::get("/demo/plan.json"), b"" => 404 "E9105";
    "wrong method": Request::delete("/v1/route"), b"" => 405 "E9002";
    "matrix has no GET": Request::get("/v1/matrix"), b"" => 405 "E9002";
    "no content type": Request::post("/v1/route"), b"{}" => 415 "E9004";
    "a form": Request::post("/v1/route").header("content-type", "application/x-www-form-urlencoded"), b"a=b" => 415 "E9004";
    "another charset": Request::post("/v1/route").header("content-type", "application/json; charset=gbk"), b"{}" => 415 "E9004";
    "a compressed body": json_to("/v1/route").header("content-encoding", "gzip"), b"{}" => 415 "E9106";
    "an empty body": json_to("/v1/route"), b"" => 400 "E1002";
    "half a body": json_to("/v1/route"), b"{\"profile\": \"van\"," => 400 "E1002";
    "two bodies": json_to("/v1/route"), b"{} {}" => 400 "E1002";
    "too deep": json_to("/v1/route"), &[b'['; 4000] => 400 "E1002";
    "not UTF-8": json_to("/v1/route"), b"{\"profile\": \"\xFF\"}" => 400 "E1001";
    "too large": json_to("/v1/route"), &[b' '; 4097] => 413 "E9003";
    "a list": json_to("/v1/route"), b"[]" => 422 "E1012";
    "a missing field": json_to("/v1/snap"), b"{\"profile\": \"van\"}" => 422 "E1011";
    "an unknown field": json_to("/v1/snap"), b"{\"profile\": \"van\", \"at\": [1, 2], \"snap\": 3}" => 422 "E1010";
    "a field twice": json_to("/v1/snap"), b"{\"profile\": \"van\", \"at\": [1, 2], \"at\": [1, 3]}" => 422 "E1004";
    "a text for a point": json_to("/v1/snap"), b"{\"profile\": \"van\", \"at\": \"1,2\"}" => 422 "E1012";
    "a point in space": json_to("/v1/snap"), b"{\"profile\": \"van\", \"at\": [1, 2, 3]}" => 422 "E5001";
    "half a point": json_to("/v1/snap"), b"{\"profile\": \"van\", \"at\": [1]}" => 422 "E5001";
    "axes swapped": json_to("/v1/snap"), b"{\"profile\": \"van\", \"at\": [45.7, 126.6]}" => 422 "E5001";
    "off the globe": json_to("/v1/snap"), b"{\"profile\": \"van\", \"at\": [180.1, 1]}" => 422 "E5001";
    "a number too large": json_to("/v1/snap"), b"{\"profile\": \"van\", \"at\": [1e999, 1]}" => 400 "E1002";
    "no road near": json_to("/v1/snap"), b"{\"profile\": \"van\", \"at\": [175, 1]}" => 422 "snap_too_far";
    "unknown profile": json_to("/v1/snap"), b"{\"profile\": \"tank\", \"at\": [1, 1]}" => 404 "unknown_profile";
    "no way": json_to("/v1/route"), b"{\"profile\": \"van\", \"from\": [1, 1], \"to\": [1, -1]}" => 422 "no_way";
    "no such hour": json_to("/v1/route"), b"{\"profile\": \"van\", \"from\": [1, 1], \"to\": [1, 2], \"depart\": \"2026-07-06T25:00\"}" => 422 "E5002";
    "no sources": json_to("/v1/matrix"), b"{\"profile\": \"van\", \"from\": []}" => 422 "E1016";
    "too many cells": json_to("/v1/matrix"), b"{\"profile\": \"van\", \"from\": [[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1]]}" => 422 "E5003";
    "too many contours": json_to("/v1/isochrone"), b"{\"profile\": \"van\", \"at\": [1, 1], \"minutes\": [1, 2, 3, 4]}" => 422 "E1017";
    "minutes falling": json_to("/v1/isochrone"), b"{\"profile\": \"van\", \"at\": [1, 1], \"minutes\": [10, 5]}" => 422 "E5004";
    "no minutes at all": json_to("/v1/isochrone"), b"{\"profile\": \"van\", \"at\": [1, 1], \"minutes\": [0]}" => 422 "E1014";
    "four other ways": json_to("/v1/route"), b"{\"profile\": \"van\", \"from\": [1, 1], \"to\": [1, 2], \"alternatives\": 4}" => 422 "E1014";
    "other ways through a stop": json_to("/v1/route"), b"{\"profile\": \"van\", \"from\": [1, 1], \"to\": [1, 2], \"via\": [[1, 1]], \"alternatives\": 1}" => 422 "E5006";
    "a query with half a stop": Request::get("/v1/route?profile=van&from=1,1&to=1,2&via=1,1;2"), b"" => 422 "E5001";
    "a query with some other ways": Request::get("/v1/route?profile=van&from=1,1&to=1,2&alternatives=some"), b"" => 422 "E1012";
    "the nearest none": json_to("/v1/nearest"), b"{\"profile\": \"van\", \"places\": [[1,1]], \"facilities\": [[1,1]], \"k\": 0}" => 422 "E1014";
    "no facilities": json_to("/v1/nearest"), b"{\"profile\": \"van\", \"places\": [[1,1]], \"facilities\": [], \"k\": 1}" => 422 "E1016";
    "too many places": json_to("/v1/nearest"), b"{\"profile\": \"van\", \"k\": 1, \"facilities\": [[1,1]], \"places\": [[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1]]}" => 422 "E1017";
    "too many places times facilities": json_to("/v1/nearest"), b"{\"profile\": \"van\", \"k\": 1, \"places\": [[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1]], \"facilities\": [[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1],[1,1]]}" => 422 "E5003";
    "the nearest for nobody": json_to("/v1/nearest"), b"{\"profile\": \"tank\", \"places\": [[1,1]], \"facilities\": [[1,1]], \"k\": 1}" => 404 "unknown_profile";
    "nearest has no GET": Request::get("/v1/nearest"), b"" => 405 "E9002";
    "a week": json_to("/v1/isochrone"), b"{\"profile\": \"van\", \"at\": [1, 1], \"minutes\": [10080]}" => 422 "E1014";
    "a query without a point": Request::get("/v1/snap?profile=van"), b"" => 422 "E1011";
    "a query with half a point": Request::get("/v1/snap?profile=van&at=1"), b"" => 422 "E5001";
    "a query with a word for a point": Request::get("/v1/snap?profile=van&at=home"), b"" => 422 "E5001";
    "a query with an unknown word": Request::get("/v1/snap?profile=van&at=1,2&near=true"), b"" => 422 "E1010";
    "a query with a word twice": Request::get("/v1/snap?profile=van&at=1,2&at=1,3"), b"" => 422 "E1004";
    "a query with minutes in words": Request::get("/v1/isochrone?profile=van&at=1,2&minutes=five"), b"" => 422 "E1012";
    "a query with a heavy vehicle in words": Request::get("/v1/route?profile=van&from=1,2&to=1,3&vehicle=heavy"), b"" => 422 "E5108";
    "a query with a misspelt figure": Request::get("/v1/route?profile=van&from=1,2&to=1,3&vehicle=hieght_m=4"), b"" => 422 "E1010";
    "a query with a figure out of range": Request::get("/v1/isochrone?profile=van&at=1,2&minutes=5&vehicle=height_m=40"), b"" => 422 "E1014";
    "a query with a figure that is no number": Request::get("/v1/isochrone?profile=van&at=1,2&minutes=5&vehicle=height_m=NaN"), b"" => 422 "E1012";
    "a query with a figure twice": Request::get("/v1/route?profile=van&from=1,2&to=1,3&vehicle=height_m=4&vehicle=height_m=3"), b"" => 422 "E1004";
    "a snap with a vehicle": Request::get("/v1/snap?profile=van&at=1,2&vehicle=height_m=4"), b"" => 422 "E1010";
    "kerbs for fewer places": json_to("/v1/matrix"), b"{\"profile\": \"van\", \"from\": [[1, 1], [1, 2]], \"kerb_from\": [true]}" => 422 "E5005";
    "rounds without a problem": json_to("/v1/rounds"), b"{}" => 422 "E1011";
    "rounds for no time": json_to("/v1/rounds?seconds=0"), b"{}" => 422 "E1014";
    "rounds of a broken query": json_to("/v1/rounds?%FF=1"), b"{}" => 400 "E9104";
    "rounds with a word for a seed": json_to("/v1/rounds?seed=luck"), b"{}" => 422 "E1012";
    "a network without sites": json_to("/v1/network/design"), b"{\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [], \"sources\": []}" => 422 "E1016";
    "a network with more ways than the service measures": json_to("/v1/network/design"), b"{\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [{\"id\": \"s0\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}], \"sources\": [{\"id\": \"p\", \"at\": {\"lon\": 1, \"lat\": 1}, \"kg_per_year\": {\"paper\": 1}}], \"coverage\": [{\"share_percent\": 1, \"within_m\": 500}, {\"share_percent\": 2, \"within_m\": 500}, {\"share_percent\": 3, \"within_m\": 500}, {\"share_percent\": 4, \"within_m\": 500}, {\"share_percent\": 5, \"within_m\": 500}, {\"share_percent\": 6, \"within_m\": 500}, {\"share_percent\": 7, \"within_m\": 500}, {\"share_percent\": 8, \"within_m\": 500}, {\"share_percent\": 9, \"within_m\": 500}, {\"share_percent\": 10, \"within_m\": 500}, {\"share_percent\": 11, \"within_m\": 500}, {\"share_percent\": 12, \"within_m\": 500}]}" => 422 "E6009";
    "a workbook where JSON belongs": json_to("/v1/network/design"), b"PK\x03\x04 and so on" => 400 "E1002";
    "a network with more places than the service designs": json_to("/v1/network/design"), b"{\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [{\"id\": \"s0\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}, {\"id\": \"s1\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}, {\"id\": \"s2\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}, {\"id\": \"s3\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}, {\"id\": \"s4\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}], \"sources\": [{\"id\": \"p\", \"at\": {\"lon\": 1, \"lat\": 1}, \"kg_per_year\": {\"paper\": 1}}]}" => 422 "E6008";
    "a network in a city that is not loaded": json_to("/v1/network/design?city=x"), b"{\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [{\"id\": \"s0\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}], \"sources\": [{\"id\": \"p\", \"at\": {\"lon\": 1, \"lat\": 1}, \"kg_per_year\": {\"paper\": 1}}]}" => 404 "E6004";
    "a network for no time": json_to("/v1/network/design?seconds=0"), b"{}" => 422 "E1014";
    "a test without a problem": json_to("/v1/network/test"), b"{}" => 422 "E1011";
    "a test of nothing": json_to("/v1/network/test"), b"{\"problem\": {\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [{\"id\": \"s0\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}], \"sources\": [{\"id\": \"p\", \"at\": {\"lon\": 1, \"lat\": 1}, \"kg_per_year\": {\"paper\": 1}}]}}" => 422 "E7605";
    "a test of a site that is not there": json_to("/v1/network/test"), b"{\"problem\": {\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [{\"id\": \"s0\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}], \"sources\": [{\"id\": \"p\", \"at\": {\"lon\": 1, \"lat\": 1}, \"kg_per_year\": {\"paper\": 1}}]}, \"sites\": [[\"s9\"]]}" => 422 "E1102";
    "a test of a site that is open": json_to("/v1/network/test"), b"{\"problem\": {\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [{\"id\": \"s0\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}], \"sources\": [{\"id\": \"p\", \"at\": {\"lon\": 1, \"lat\": 1}, \"kg_per_year\": {\"paper\": 1}}]}, \"open\": [\"s0\"], \"sites\": [[\"s0\"]]}" => 422 "E7502";
    "a sweep of rules that are not there": json_to("/v1/network/sweep"), b"{\"problem\": {\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [{\"id\": \"s0\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}], \"sources\": [{\"id\": \"p\", \"at\": {\"lon\": 1, \"lat\": 1}, \"kg_per_year\": {\"paper\": 1}}]}}" => 422 "E7603";
    "a sweep of a word": json_to("/v1/network/sweep"), b"{\"problem\": {\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [{\"id\": \"s0\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}], \"sources\": [{\"id\": \"p\", \"at\": {\"lon\": 1, \"lat\": 1}, \"kg_per_year\": {\"paper\": 1}}]}, \"against\": \"love\"}" => 422 "E1013";
    "a merge on another planet": json_to("/v1/network/merge"), b"{\"problem\": {\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [{\"id\": \"s0\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}], \"sources\": [{\"id\": \"p\", \"at\": {\"lon\": 1, \"lat\": 1}, \"kg_per_year\": {\"paper\": 1}}]}, \"refuse\": [{\"id\": \"r\", \"at\": {\"lon\": 1, \"lat\": 91}}]}" => 422 "E1014";
    "a merge with more refuse sites than the service pairs": json_to("/v1/network/merge"), b"{\"problem\": {\"version\": 1, \"streams\": [{\"id\": \"paper\"}], \"sites\": [{\"id\": \"s0\", \"tier\": \"drop_off\", \"status\": \"candidate\", \"at\": {\"lon\": 1, \"lat\": 1}, \"streams\": [{\"stream\": \"paper\", \"ends\": true}]}], \"sources\": [{\"id\": \"p\", \"at\": {\"lon\": 1, \"lat\": 1}, \"kg_per_year\": {\"paper\": 1}}]}, \"refuse\": [{\"id\": \"r\", \"at\": {\"lon\": 1, \"lat\": 1}}, {\"id\": \"r\", \"at\": {\"lon\": 1, \"lat\": 1}}, {\"id\": \"r\", \"at\": {\"lon\": 1, \"lat\": 1}}, {\"id\": \"r\", \"at\": {\"lon\": 1, \"lat\": 1}}]}" => 422 "E6008";
    "a mobile service of more vehicles than the service plans": json_to("/v1/mobile/plan"), b"{\"version\": 1, \"streams\": [{\"id\": \"p\"}], \"stands\": [{\"id\": \"s\", \"at\": {\"lon\": 1, \"lat\": 1}}], \"points\": [{\"id\": \"h\", \"at\": {\"lon\": 1, \"lat\": 1}, \"households\": 1}], \"vehicles\": [{\"id\": \"v\", \"count\": 60, \"profile\": \"van\", \"start\": {\"lon\": 1, \"lat\": 1}, \"shifts\": [{\"from\": \"08:00\", \"to\": \"16:00\"}], \"capacity_kg\": 1}]}" => 422 "E9123";
    "a day under way with an unknown word": json_to("/v1/mobile/today?seconds=3"), b"{}" => 422 "E1010";
    "a day under way of nothing": json_to("/v1/mobile/today"), b"{}" => 422 "E1011";
    "figures of a city with an unknown word": Request::get("/v1/city?name=x"), b"" => 422 "E1010";
    "figures of an unknown city": Request::get("/v1/city?city=x"), b"" => 404 "E6004";
    "a query with infinity": Request::get("/v1/snap?profile=van&at=inf,2"), b"" => 422 "E5001";
};

#[tokio::test]
async fn every_bad_request_is_refused_in_both_languages() {
    let service = service();
    for Bad { what, request, body, status, code } in BAD {
        let mut told = Vec::new();
        for (accept, tag) in [("en", "en"), ("zh-CN,zh;q=0.9,en;q=0.1", "zh")] {
            let request = request().header(header::ACCEPT_LANGUAGE, accept).body(Body::from(*body)).unwrap();
            let reply = call(&service, request).await;
            assert_eq!(reply.status.as_u16(), *status, "{what}: {}", reply.text());
            assert_eq!(reply.header(header::CONTENT_TYPE), "application/problem+json", "{what}");
            assert_eq!(reply.header(header::CONTENT_LANGUAGE), tag, "{what}");
            assert!(reply.header(header::VARY).contains("accept-language"), "{what}");
            let problem = reply.json();
            assert_eq!(problem["status"], *status, "{what}");
            assert_eq!(problem["code"], *code, "{what}: {problem}");
            assert_eq!(problem["type"], format!("urn:huilu:{code}"), "{what}");
            let words =
                ["title", "detail", "cause", "remedy"].map(|key| problem[key].as_str().unwrap_or_default().to_owned());
            assert!(words.iter().all(|w| !w.is_empty()), "{what}: {problem}");
            assert!(!reply.header("x-request-id").is_empty(), "{what}");
            told.push(words);
        }
        for (en, zh) in told[0].iter().zip(&told[1]) {
            assert!(en != zh && zh.chars().any(|c| c > '\u{2E80}'), "{what}: {en} / {zh}");
        }
    }
}

#[tokio::test]
async fn a_refusal_says_where() {
    let service = service();
    let reply = post(&service, "/v1/route", "{\n  \"profile\": \"van\",\n  \"from\": [1, 2],,\n}").await;
    let detail = reply.json()["detail"].as_str().unwrap().to_owned();
    // The second comma of the third line is its 18th character.
    assert!(detail.contains("line 3, column 18"), "{detail}");
    assert_eq!((&reply.json()["errors"][0]["line"], &reply.json()["errors"][0]["column"]), (&3.into(), &18.into()));
    let reply = post(&service, "/v1/route", r#"{"profile":"van","from":[1,2],"to":[200,2],"depart":"noon"}"#).await;
    let errors = reply.json()["errors"].clone();
    let found: Vec<_> = errors
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [("/to", "E5001"), ("/depart", "E5002")], "all defects at once");
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let reply = call(&service(), Request::delete("/v1/route").body(Body::empty()).unwrap()).await;
    let allow = reply.header(header::ALLOW);
    assert!(allow.contains("GET") && allow.contains("POST"), "{allow:?}");
}

#[test]
fn the_codes_of_the_door_are_no_one_elses() {
    for code in crate::api::codes::ALL {
        assert!(crate::wire::codes::all().all(|other| other.code != code.code), "{}", code.code);
    }
}
