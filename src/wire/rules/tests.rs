//! Rules files: what is read of a sound one, and the code and place of everything that can be wrong.
#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::*;

const SQUARE: &str = "[[[113,40],[113.1,40],[113.1,40.1],[113,40.1],[113,40]]]";

fn read_all(tree: &Value) -> Result<Vec<RuleEntry>, Vec<(&'static str, String)>> {
    let profiles = ["van".to_owned(), "heavy_truck".to_owned()];
    let hours = |text: &str| (text == "Mo 07:00-09:00").then(|| vec![(420, 540)]);
    read(tree.to_string().as_bytes(), &Known { profiles: &profiles, hours: &hours })
        .map_err(|defects| defects.into_iter().map(|d| (d.code.code, d.pointer)).collect())
}

fn file(geometry: Value, properties: Value) -> Value {
    let feature = json!({ "type": "Feature", "geometry": geometry, "properties": properties, "id": 7 });
    json!({ "type": "FeatureCollection", "name": "限行", "crs": null, "features": [feature] })
}

fn square() -> Value {
    json!({ "type": "Polygon", "coordinates": serde_json::from_str::<Value>(SQUARE).unwrap() })
}

#[test]
fn a_ban_is_read() {
    let properties = json!({
        "id": "三环内", "note": "n", "effect": "ban", "vehicles": ["heavy_truck", "goods"],
        "except": ["新能源", "national_6"], "hours": "Mo 07:00-09:00", "min_mass_kg": 4500,
        "permits": ["东区"], "plate_digits": [1, 6], "fill": "#ff0000"
    });
    let read = read_all(&file(square(), properties)).unwrap();
    assert_eq!(
        read,
        [RuleEntry {
            id: "三环内".into(),
            note: "n".into(),
            area: RuleArea::Polygons(vec![vec![vec![
                (113.0, 40.0),
                (113.1, 40.0),
                (113.1, 40.1),
                (113.0, 40.1),
                (113.0, 40.0)
            ]]]),
            effect: RuleEffect::Closed,
            vehicles: Some(vec![VehicleWord::Profile("heavy_truck".into()), VehicleWord::Goods]),
            except: vec![EmissionClass::XinNengYuan, EmissionClass::National6],
            permits: vec!["东区".into()],
            plate_digits: Some(vec![1, 6]),
            at_least: Least { mass: Some(Grams(4_500_000)), ..Least::default() },
            hours: Some(vec![(420, 540)]),
        }]
    );
    let multi = json!({ "type": "MultiPolygon", "coordinates": [serde_json::from_str::<Value>(SQUARE).unwrap()] });
    let many = read_all(&file(multi, json!({ "effect": "closed" }))).unwrap();
    assert_eq!((&many[0].area, &many[0].vehicles), (&read[0].area, &None));
    let ways = json!({ "effect": "speed", "factor": 0.5, "ways": [12, 13], "direction": "backward" });
    let ways = read_all(&file(Value::Null, ways)).unwrap();
    assert_eq!(ways[0].area, RuleArea::Ways(vec![12, 13], Some(DirectionWord::Backward)));
    assert_eq!(ways[0].effect, RuleEffect::Factor(0.5));
    assert_eq!(read_all(&json!({ "type": "FeatureCollection", "features": [] })), Ok(vec![]), "rules may be none");
}

#[test]
fn everything_wrong_is_named_with_feature_and_field() {
    let wrong = |geometry: Value, properties: Value| read_all(&file(geometry, properties)).unwrap_err();
    let at = |code: &'static str, place: &str| vec![(code, format!("/features/0{place}"))];
    let ban = || json!({ "effect": "ban" });
    let with = |key: &str, value: Value| {
        let mut p = ban();
        p[key] = value;
        p
    };
    assert_eq!(wrong(Value::Null, ban()), at("E5103", ""));
    assert_eq!(wrong(square(), with("ways", json!([1]))), at("E5103", ""));
    assert_eq!(wrong(square(), with("direction", json!("forward"))), at("E5104", "/properties/direction"));
    assert_eq!(wrong(square(), with("factor", json!(0.5))), at("E5105", "/properties/effect"));
    assert_eq!(wrong(square(), json!({ "effect": "speed" })), at("E5105", "/properties/effect"));
    assert_eq!(wrong(square(), json!({ "effect": "avoid" })), at("E1013", "/properties/effect"));
    assert_eq!(wrong(square(), with("vehicles", json!(["vam"]))), at("E5106", "/properties/vehicles/0"));
    assert_eq!(wrong(square(), with("vehicles", json!([]))), at("E1016", "/properties/vehicles"));
    assert_eq!(wrong(square(), with("exept", json!(["新能源"]))), at("E1010", "/properties/exept"));
    assert_eq!(wrong(square(), with("except", json!(["国三"]))), at("E1013", "/properties/except/0"));
    assert_eq!(wrong(square(), with("hours", json!("summer"))), at("E5107", "/properties/hours"));
    assert_eq!(wrong(square(), with("plate_digits", json!([10]))), at("E1014", "/properties/plate_digits/0"));
    assert_eq!(wrong(square(), with("plate_digits", json!([]))), at("E1016", "/properties/plate_digits"));
    assert_eq!(wrong(square(), with("permits", json!("东区"))), at("E1012", "/properties/permits"));
    assert_eq!(wrong(square(), with("min_mass_kg", json!(-1))), at("E1014", "/properties/min_mass_kg"));
    let area = |coordinates: &str| {
        let coordinates: Value = serde_json::from_str(coordinates).unwrap();
        wrong(json!({ "type": "Polygon", "coordinates": coordinates }), ban())
    };
    assert_eq!(area("[]"), at("E5101", "/geometry/coordinates"));
    assert_eq!(area("7"), at("E5101", "/geometry/coordinates"));
    assert_eq!(area("[[[1,1],[2,2],[1,1]]]"), at("E5101", "/geometry/coordinates/0"));
    assert_eq!(area("[[[1,1],[2,2],[3,1],[1,2]]]"), at("E5101", "/geometry/coordinates/0"));
    assert_eq!(area("[[[1,91],[2,2],[3,1],[1,91]]]").len(), 2);
    assert_eq!(area("[[[1,1],[2,\"x\"],[3,1],[1,1]]]"), at("E5001", "/geometry/coordinates/0/1"));
    let line = json!({ "type": "LineString", "coordinates": [[1, 1], [2, 2]] });
    assert_eq!(wrong(line, ban()), at("E1013", "/geometry/type"));
    assert_eq!(read_all(&json!([])).unwrap_err(), [("E1012", String::new())]);
    // Two features, both wrong: both are told.
    let mut two = file(Value::Null, ban());
    let first = two["features"][0].clone();
    two["features"].as_array_mut().unwrap().push(first);
    assert_eq!(read_all(&two).unwrap_err().len(), 2);
}
