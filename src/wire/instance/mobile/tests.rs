//! What is read of a file, and what is said of a broken one.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::{Choice, Kind, read};

fn weekly() -> Value {
    let place = |kind: &str, frequency: f64, demand: f64| json!({"properties": {"type": kind, "frequency": frequency, "demand": demand, "service": 3.0}});
    json!({
        "type": "FeatureCollection",
        "info": {"numVehicles": 2, "maxDuration": 90, "maxCapacity": 20, "planningHorizon": 4, "intermediateFacility": 1},
        "features": [place("depot", 0.0, 0.0), place("customer", 2.0, 7.0), place("intermediateFacility", 0.0, 0.0)],
        "duration": [[0.0, 5.0, 6.0], [4.0, 0.0, 2.0], [7.0, 3.0, 0.0]],
    })
}

#[test]
fn periodic_waste_is_read_number_by_number() {
    let instance = read(&weekly().to_string(), &Choice::default()).unwrap();
    assert_eq!(instance.set, "pvrpif");
    let Kind::Periodic(p) = instance.kind else { panic!("another kind") };
    assert_eq!((p.days, p.vehicles, p.capacity, p.longest, p.nodes), (4, 2, 20, 90, 3));
    assert_eq!(
        (p.customers[0].node, p.customers[0].demand, p.customers[0].service, p.customers[0].visits),
        (1, 7, 3, 2)
    );
    assert_eq!((p.sites, p.times), (vec![2], vec![0, 5, 6, 4, 0, 2, 7, 3, 0]));
}

#[test]
fn covering_is_read_with_what_the_command_line_adds() {
    // Two points 111 m apart, one 11 km off: within 200 m the first two reach each other.
    let text =
        "NAME : T\nTYPE : MCLP\nDIMENSION : 3\nNODE_COORD_SECTION\n0 0\n0.001 0\n0.1 0\nDEMAND_SECTION\n5\n6\n7\nEOF\n";
    let choice = Choice { p: Some(1), radius_m: Some(200.0), ..Choice::default() };
    let Kind::Cover(c) = read(text, &choice).unwrap().kind else { panic!("another kind") };
    assert_eq!((c.weights, c.reach, c.places, c.count), (vec![5, 6, 7], vec![vec![0, 1], vec![0, 1], vec![2]], 3, 1));
    assert_eq!(read(text, &Choice::default()).unwrap_err().code.code, "E4108");
}

#[test]
fn covering_tours_are_read_in_thousandths() {
    // The customer stands 5 from the first spot and 15 from the second: within 6 only one reaches it.
    let text = "100\n6\n2\n1\n0 0 0 0 0 230 0\n1 3 4 9 0 230 0\n2 3 24 9 0 230 0\n1 3 9 7.5 10 20 2\n";
    let Kind::Tour(p) = read(text, &Choice::default()).unwrap().kind else { panic!("another kind") };
    assert_eq!((p.capacity, p.close, p.spots), (100_000, 230_000, 2));
    assert_eq!(p.lengths[..3], [0, 5000, 24_187]);
    let c = &p.customers[0];
    assert_eq!((c.demand, c.ready, c.due, c.service, &c.reach), (7500, 10_000, 20_000, 2000, &vec![(0, 5000)]));
    let cut = read(text.trim_end().trim_end_matches(" 2"), &Choice::default());
    assert_eq!(cut.unwrap_err().code.code, "E4101");
    assert_eq!(read(&text.replace("3 24", "3 2e9"), &Choice::default()).unwrap_err().code.code, "E4109");
}

#[test]
fn broken_files_are_told_by_their_place() {
    let broken: [(&str, Value, &str); 7] = [
        ("/info/maxCapacity", json!("much"), "E4102"),
        ("/info/planningHorizon", json!(0), "E4109"),
        ("/features/1/properties/demand", json!(-1.0), "E4102"),
        ("/features/1/properties/demand", json!(21.0), "E4109"),
        ("/features/1/properties/type", json!("depot"), "E4102"),
        ("/duration/1/2", json!(0.5), "E4102"),
        ("/duration/2", json!([1.0]), "E4109"),
    ];
    for (path, value, code) in broken {
        let mut tree = weekly();
        *tree.pointer_mut(path).unwrap() = value;
        assert_eq!(read(&tree.to_string(), &Choice::default()).unwrap_err().code.code, code, "{path}");
    }
    assert_eq!(read("neither", &Choice::default()).unwrap_err().code.code, "E4104");
    assert_eq!(read("{}", &Choice { set: Some("pvrpif".into()), ..Choice::default() }).unwrap_err().code.code, "E4111");
    assert_eq!(read("{}", &Choice { set: Some("other".into()), ..Choice::default() }).unwrap_err().code.code, "E4105");
}
