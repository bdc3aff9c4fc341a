//! Requests and problem documents.

use crate::units::Milliseconds;
use crate::wire::codes;
use crate::wire::lang::Lang;
use crate::wire::problem_doc::ProblemDoc;
use crate::wire::request::{
    IsochroneRequest, MatrixRequest, NearestRequest, Request, RouteRequest, SnapRequest, parse_departure,
    parse_lon_lat, read,
};

fn codes_of<R: Request>(body: &str) -> Vec<&'static str> {
    match read::<R>(body.as_bytes()) {
        Ok(_) => Vec::new(),
        Err(defects) => defects.iter().map(|d| d.code.code).collect(),
    }
}

#[test]
fn requests_become_plain_values() {
    let body = br#"{"profile":"van","from":[113.3,40],"to":[113.4,40.1],"depart":"2026-07-06T08:30"}"#;
    let query = read::<RouteRequest>(body).unwrap();
    assert_eq!((query.from, query.to, query.kerb), ((113.3, 40.0), (113.4, 40.1), [false; 2]));
    assert_eq!(query.depart.unwrap().time, Milliseconds::from_seconds(30_600));
    let query = read::<MatrixRequest>(br#"{"profile":"van","from":[[1,2],[3,4]]}"#).unwrap();
    assert_eq!(query.from, query.to);
    let query = read::<IsochroneRequest>(br#"{"profile":"foot","at":[1,2],"minutes":[5,7.5]}"#).unwrap();
    assert_eq!(query.within, [Milliseconds(300_000), Milliseconds(450_000)]);
    assert!(read::<SnapRequest>(br#"{"profile":"foot","at":[1,2]}"#).is_ok());
}

#[test]
fn a_request_may_bring_its_own_vehicle_and_shun_an_area() {
    let area = r#"{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}"#;
    let rest = format!(r#""vehicle":{{"mass_kg":49000,"emission":"新能源"}},"exclude":{area},"profile":"van""#);
    let route = read::<RouteRequest>(format!(r#"{{{rest},"from":[1,2],"to":[3,4]}}"#).as_bytes()).unwrap();
    let matrix = read::<MatrixRequest>(format!(r#"{{{rest},"from":[[1,2]]}}"#).as_bytes()).unwrap();
    let reach = read::<IsochroneRequest>(format!(r#"{{{rest},"at":[1,2],"minutes":[5]}}"#).as_bytes()).unwrap();
    assert_eq!((&route.terms, &route.terms), (&matrix.terms, &reach.terms));
    assert_eq!(route.terms.vehicle.mass, Some(crate::units::Grams(49_000_000)));
    assert_eq!(route.terms.exclude, [[[(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)]]]);
    let codes =
        |more: &str| codes_of::<RouteRequest>(&format!(r#"{{"profile":"van","from":[1,2],"to":[3,4],{more}}}"#));
    assert_eq!(codes(r#""vehicle":{"hieght_m":4}"#), ["E1010"]);
    assert_eq!(codes(r#""vehicle":{"height_m":40}"#), ["E1014"]);
    assert_eq!(codes(r#""exclude":{"type":"Polygon","coordinates":[[[1,1],[2,2]]]}"#), ["E5101"]);
    assert_eq!(codes(r#""exclude":[1,2]"#), ["E1012"]);
    assert_eq!(codes(r#""vehicle":null,"exclude":null"#), [""; 0]);
}

#[test]
fn bad_requests_are_answered_in_codes() {
    assert_eq!(codes_of::<RouteRequest>("{"), ["E1002"]);
    assert_eq!(codes_of::<RouteRequest>("[]"), ["E1012"]);
    assert_eq!(codes_of::<RouteRequest>("{}"), ["E1011", "E1011", "E1011"]);
    assert_eq!(
        codes_of::<RouteRequest>(r#"{"profile":"","from":[40,113],"to":[1],"depart":"8:30"}"#),
        ["E1018", "E5001", "E5001", "E5002"]
    );
    assert_eq!(
        codes_of::<MatrixRequest>(r#"{"profile":"van","from":[],"to":[[1,"2"]],"x":1}"#),
        ["E1010", "E1016", "E1012"]
    );
    assert_eq!(codes_of::<IsochroneRequest>(r#"{"profile":"van","at":[1,2],"minutes":[10,5]}"#), ["E5004"]);
    let nearest = |rest: &str| codes_of::<NearestRequest>(&format!(r#"{{"profile":"van",{rest}}}"#));
    assert_eq!(nearest(r#""places":[[1,2]],"facilities":[[1,2]],"k":1"#), [""; 0]);
    assert_eq!(nearest(r#""places":[],"facilities":[[40,113]],"k":0"#), ["E1016", "E1014", "E5001"]);
    assert_eq!(nearest(r#""places":[[1,2]],"k":1.5"#), ["E1015", "E1011"]);
    let route =
        |rest: &str| codes_of::<RouteRequest>(&format!(r#"{{"profile":"van","from":[1,2],"to":[3,4],{rest}}}"#));
    assert_eq!(route(r#""alternatives":4"#), ["E1014"]);
    assert_eq!(route(r#""alternatives":-1"#), ["E1014"]);
    assert_eq!(route(r#""via":[[1,2],[3]],"alternatives":1"#), ["E5001", "E5006"]);
    assert_eq!(route(&format!(r#""via":[{}[1,2]]"#, "[1,2],".repeat(200))), ["E1017"]);
    assert_eq!(route(r#""via":[],"alternatives":3"#), [""; 0]);
}

#[test]
fn each_place_may_say_on_which_side_it_is_stopped_at() {
    let route = |more: &str| {
        read::<RouteRequest>(format!(r#"{{"profile":"van","from":[1,2],"to":[3,4]{more}}}"#).as_bytes()).unwrap().kerb
    };
    assert_eq!(route(r#","kerb":true"#), [true, true]);
    assert_eq!(route(r#","kerb_to":true"#), [false, true]);
    assert_eq!(route(r#","kerb":true,"kerb_from":false"#), [false, true]);
    let matrix = |more: &str| {
        let body = format!(r#"{{"profile":"van","from":[[1,2],[3,4]]{more}}}"#);
        read::<MatrixRequest>(body.as_bytes()).map(|q| q.kerbs)
    };
    let mixed = Some(vec![true, false]);
    assert_eq!(matrix(""), Ok([None, None]));
    assert_eq!(matrix(r#","kerb_from":[true,false]"#), Ok([mixed.clone(), mixed.clone()]), "one list of places");
    assert_eq!(matrix(r#","kerb_from":[true,false],"to":[[5,6]]"#), Ok([mixed.clone(), None]));
    assert_eq!(matrix(r#","kerb_to":[true,false]"#), Ok([None, mixed]));
    let codes = |more: &str| codes_of::<MatrixRequest>(&format!(r#"{{"profile":"van","from":[[1,2],[3,4]],{more}}}"#));
    assert_eq!(codes(r#""kerb_from":[true]"#), ["E5005", "E5005"]);
    assert_eq!(codes(r#""kerb_to":[true,true],"to":[[1,2]]"#), ["E5005"]);
    assert_eq!(codes(r#""kerb_from":["yes",true]"#), ["E1012"]);
}

#[test]
fn words_of_the_command_line_are_read() {
    assert_eq!(parse_lon_lat("113.3, 40").unwrap(), (113.3, 40.0));
    for wrong in ["", "1", "1,2,3", "40,113", "NaN,1", "a,b"] {
        assert_eq!(parse_lon_lat(wrong).unwrap_err().code.code, "E5001", "{wrong}");
    }
    for wrong in ["2026-07-06", "2026-07-06T24:00", "2026-13-06T08:00", "08:00"] {
        assert_eq!(parse_departure(wrong).unwrap_err().code.code, "E5002", "{wrong}");
    }
}

#[test]
fn a_problem_document_says_it_all() {
    let defects = read::<RouteRequest>(br#"{"profile":"van","from":[113.3,400],"too":1}"#).unwrap_err();
    insta::assert_snapshot!(
        "problem_doc_en",
        serde_json::to_string_pretty(&ProblemDoc::from_defects(&defects, Lang::En)).unwrap()
    );
    insta::assert_snapshot!(
        "problem_doc_zh",
        serde_json::to_string_pretty(&ProblemDoc::from_defects(&defects, Lang::Zh)).unwrap()
    );
    let busy = ProblemDoc::new(503, &codes::E9005, [2_usize.into()], Lang::En);
    assert_eq!((busy.status, busy.remedy.as_str()), (503, "Try again in 2 s."));
    assert_eq!(ProblemDoc::from_defects(&[], Lang::En).status, 500);
    let broken = read::<RouteRequest>(b"{").unwrap_err();
    assert_eq!(ProblemDoc::from_defects(&broken, Lang::Zh).status, 400);
}
