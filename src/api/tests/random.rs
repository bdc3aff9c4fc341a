//! Whatever is sent, the service answers, and the fault is never its own.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// JSON that is nearly a request: known and unknown keys, values of all sorts.
fn nearly() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|f| json!(f)),
        (-200.0..200.0).prop_map(|f: f64| json!(f)),
        "(van|foot|tank|2026-07-06T08:30|\\PC{0,8})".prop_map(Value::from),
    ];
    let key = "(profile|from|to|at|via|alternatives|places|facilities|k|towards|city|minutes|depart|kerb|version|tasks|kinds|date|travel|\\PC{0,4})";
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// A request of the right shape, with numbers of any size.
fn shaped() -> impl Strategy<Value = Value> {
    let number = prop_oneof![-400.0..400.0_f64, Just(1e308), Just(-0.0), Just(5e-324)];
    let point = [number.clone(), number.clone()];
    let points = prop::collection::vec(point.clone(), 0..30);
    (point.clone(), point, points, prop::collection::vec(number, 0..5)).prop_map(
        |(from, to, points, minutes)| {
            json!({ "profile": "van", "from": from, "to": to, "at": from, "points": points, "minutes": minutes })
        },
    )
}

/// The fields of `value` that the route at `path` knows.
fn only(value: &Value, path: &str) -> Value {
    let known: &[&str] = match path {
        "/v1/route" => &["profile", "from", "to"],
        "/v1/matrix" => &["profile", "points"],
        "/v1/isochrone" => &["profile", "at", "minutes"],
        "/v1/nearest" => &["profile", "k", "places", "facilities"],
        _ => &["profile", "at"],
    };
    let name = |k: &str| if k == "points" { "from".to_owned() } else { k.to_owned() };
    let fields = value.as_object().into_iter().flatten().filter(|(k, _)| known.contains(&k.as_str()));
    fields.map(|(k, v)| (name(k), v.clone())).collect()
}

const PATHS: [&str; 10] = [
    "/v1/route",
    "/v1/matrix",
    "/v1/nearest",
    "/v1/isochrone",
    "/v1/snap",
    "/v1/rounds",
    "/v1/network/design",
    "/v1/network/test",
    "/v1/network/sweep",
    "/v1/network/merge",
];

fn answers(path: &str, body: Vec<u8>) -> Reply {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(post(&service(), path, body))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_are_refused(body in prop::collection::vec(any::<u8>(), 0..200), path in prop::sample::select(&PATHS)) {
        let reply = answers(path, body);
        prop_assert!(reply.status.is_client_error(), "{} {}", reply.status, reply.text());
    }

    #[test]
    fn random_json_is_never_our_fault(body in nearly(), path in prop::sample::select(&PATHS)) {
        let reply = answers(path, serde_json::to_vec(&body).unwrap());
        prop_assert!(!reply.status.is_server_error(), "{} {}", reply.status, reply.text());
    }

    #[test]
    fn requests_of_any_size_of_number_are_never_our_fault(body in shaped(), path in prop::sample::select(&PATHS)) {
        let reply = answers(path, serde_json::to_vec(&only(&body, path)).unwrap());
        prop_assert!(!reply.status.is_server_error(), "{} {}", reply.status, reply.text());
    }

    #[test]
    fn random_queries_are_never_our_fault(query in "[ -~]{0,60}") {
        let encoded: String = query.bytes().map(|b| match b {
            b'a'..=b'z' | b'0'..=b'9' | b'=' | b'&' | b',' | b'%' => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        }).collect();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let reply = runtime.block_on(get(&service(), &format!("/v1/snap?{encoded}")));
        prop_assert!(reply.status.is_client_error(), "{} {}", reply.status, reply.text());
    }
}
