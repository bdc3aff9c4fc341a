//! From a region's counties to its board: synthetic streets, city file, draft, design, the years to 2027, the page to print.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{err, run};

/// A file of the seeds, cut down to two counties of Datong.
fn cut(folder: &Path) -> (PathBuf, PathBuf) {
    const KEPT: [&str; 2] = ["新荣区", "左云县"];
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/datong");
    let mut counties: Value = serde_json::from_slice(&std::fs::read(seeds.join("counties.geojson")).unwrap()).unwrap();
    let features = counties["features"].as_array_mut().unwrap();
    features.retain(|f| KEPT.contains(&f["properties"]["name"].as_str().unwrap()));
    assert_eq!(features.len(), 2);
    let people = std::fs::read_to_string(seeds.join("population.csv")).unwrap();
    let kept = |(i, line): &(usize, &str)| *i == 0 || KEPT.iter().any(|name| line.contains(name));
    let people: Vec<&str> = people.lines().enumerate().filter(kept).map(|(_, line)| line).collect();
    let paths = (folder.join("counties.geojson"), folder.join("people.csv"));
    std::fs::write(&paths.0, counties.to_string()).unwrap();
    std::fs::write(&paths.1, people.join("\n")).unwrap();
    paths
}

fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}\n{}", err(&output));
    err(&output)
}

#[test]
fn a_region_is_walked_to_its_targets() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (counties, people) = cut(folder.path());
    let (counties, people) = (counties.to_str().unwrap(), people.to_str().unwrap());
    let (map, city, problem, board, page) =
        (at("map.osm.pbf"), at("city.huilu"), at("network.json"), at("board.json"), at("board.html"));
    done(&["synth", "--counties", counties, "--population", people, "-o", &map]);
    done(&["import", &map, "-o", &city, "--boundary", counties]);
    let size = ["--places", "60", "--drop-offs", "80", "--stations", "6", "--centres", "3"];
    let said =
        done(&[&["network", "draft", "--city", &city, "--region", "datong", "-o", &problem], &size[..]].concat());
    assert!(said.contains("assumed: a licensed dismantler of vehicles in 左云县"), "{said}");

    // What is assumed stands in the problem, by name and in its notes; cars are towed, and no drop-off point lists them.
    let drafted: Value = serde_json::from_slice(&std::fs::read(&problem).unwrap()).unwrap();
    let sites = drafted["sites"].as_array().unwrap();
    let sinks: Vec<&Value> = sites.iter().filter(|s| s["tier"] == "sink").collect();
    assert_eq!(sinks.len(), 3, "{sinks:?}");
    assert!(sinks.iter().all(|s| s["id"].as_str().unwrap().starts_with("（假定）")), "{sinks:?}");
    let door = sites.iter().find(|s| s["tier"] == "drop_off").unwrap()["streams"].as_array().unwrap();
    assert!(door.contains(&json!("tv")) && !door.contains(&json!("vehicle")), "{door:?}");
    let tow = drafted["hauls"].as_array().unwrap().iter().find(|h| h["id"] == "拖运").unwrap();
    assert_eq!((&tow["from"], &tow["to"]), (&json!("sources"), &json!("sink")));
    assert!(tow["streams"].as_array().unwrap().contains(&json!("vehicle")));
    let notes = drafted["notes"].to_string();
    assert!(
        notes.contains("假定：报废机动车拆解企业位于左云县") && notes.contains("national amount by share of people")
    );

    let steps = ["--iterations", "1500", "--threads", "1"];
    let scenario = |extra: &[&str]| {
        let base =
            ["network", "scenario", "--city", &city, &problem, "--until", "2027", "-o", &board, "--report", &page];
        done(&[&base[..], &steps[..], extra].concat());
        serde_json::from_slice::<Value>(&std::fs::read(&board).unwrap()).unwrap()
    };
    let walked = scenario(&[]);
    let percents: BTreeMap<&str, f64> = (walked["growth"].as_array().unwrap().iter())
        .map(|g| {
            let (per_year, percent) = (g["per_year"].as_f64().unwrap(), g["percent_of_base"].as_f64().unwrap());
            assert!((per_year.powi(4) * 100.0 - percent).abs() < 1e-9, "{g}");
            (g["name"].as_str().unwrap(), percent)
        })
        .collect();
    assert_eq!(percents, BTreeMap::from([("废弃电器电子产品", 130.0), ("报废机动车", 200.0)]));
    let sum = |year: i32, streams: &[&str]| -> i64 {
        let rows = walked["board"].as_array().unwrap().iter();
        rows.filter(|r| r["year"] == year && streams.contains(&r["stream"].as_str().unwrap()))
            .map(|r| r["target_kg"].as_i64().unwrap())
            .sum()
    };
    let appliances = ["tv", "fridge", "washing_machine", "air_conditioner", "computer", "phone", "small_appliance"];
    let (base, target) = (sum(2023, &appliances), sum(2027, &appliances));
    // Of the city's 9,900 t by people: 212,771 of 3,105,591; up to the rounding of each stream and county.
    assert!((base - 9_900_000 * (88_660 + 124_111) / 3_105_591).abs() <= 14, "{base}");
    assert!((10 * target - 13 * base).abs() <= 5, "{base} becomes {target}");
    assert_eq!(sum(2027, &["vehicle"]), 2 * sum(2023, &["vehicle"]));
    // Both counties are on the board in every year, and the additions bring something.
    for (year, county) in (2023..=2027).flat_map(|y| ["新荣区", "左云县"].map(|c| (y, c))) {
        let rows = walked["board"].as_array().unwrap().iter();
        assert!(rows.clone().any(|r| r["year"] == year && r["county"] == county), "{county} {year}");
    }
    let of_paper = |year: i32, what: &str| -> i64 {
        let rows = walked["board"].as_array().unwrap().iter();
        rows.filter(|r| r["year"] == year && r["stream"] == "paper").map(|r| r[what].as_i64().unwrap()).sum()
    };
    assert_eq!(of_paper(2027, "expected_kg"), 0, "no station stands");
    assert!(of_paper(2027, "with_additions_kg") > 0);
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(html.contains("<svg") && html.contains("新荣区") && html.contains("national amount by share of people"));

    // Begun from a design, what that design opens stands from the first year on.
    let design = at("design.json");
    done(&[&["network", "design", "--city", &city, &problem, "-o", &design], &steps[..]].concat());
    let walked = scenario(&["--design", &design]);
    let rows = walked["board"].as_array().unwrap().iter();
    let paper: Vec<&Value> = rows.filter(|r| r["stream"] == "paper").collect();
    assert!(paper.iter().filter(|r| r["year"] == 2023).any(|r| r["expected_kg"].as_i64() > Some(0)), "{paper:?}");
    let opened = |file: &Value, change: &str| -> Vec<String> {
        let sites = file["sites"].as_array().unwrap().iter().filter(|s| s["change"] == change);
        sites.map(|s| s["id"].as_str().unwrap().to_owned()).collect()
    };
    let designed: Value = serde_json::from_slice(&std::fs::read(&design).unwrap()).unwrap();
    let again = opened(&walked["additions"], "opened");
    assert!(opened(&designed, "opened").iter().all(|site| !again.contains(site)), "{again:?}");
}

#[test]
fn a_planners_own_tables_are_read_and_bad_ones_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (counties, people) = cut(folder.path());
    let (counties, people) = (counties.to_str().unwrap(), people.to_str().unwrap());
    let (map, city) = (at("map.osm.pbf"), at("city.huilu"));
    done(&["synth", "--counties", counties, "--population", people, "-o", &map]);
    done(&["import", &map, "-o", &city, "--boundary", counties]);
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    // A copy of the region with a sentence of its own, and amounts of one county known better.
    let own = folder.path().join("own");
    std::fs::create_dir(&own).unwrap();
    let text = std::fs::read_to_string(seeds.join("datong/region.toml")).unwrap();
    std::fs::write(own.join("region.toml"), text.replace("大同市", "某某市")).unwrap();
    std::fs::copy(seeds.join("datong/counties.geojson"), own.join("counties.geojson")).unwrap();
    std::fs::write(at("more.csv"), "县区,品类,千克每年\n左云县,tv,123456\n").unwrap();
    let seed = |name: &str| seeds.join(name).to_str().unwrap().to_owned();
    let size = ["--places", "40", "--drop-offs", "40", "--stations", "4", "--centres", "2"];
    let draft = |more: &[&str]| {
        let base = ["network", "draft", "--city", &city, "-o", &at("n.json")];
        run(&[&base[..], &size[..], more].concat())
    };
    let own = own.to_str().unwrap();
    let (streams, rates, more) = (seed("streams.toml"), seed("rates.toml"), at("more.csv"));
    let made = draft(&["--region", own, "--streams", &streams, "--rates", &rates, "--override", &more]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    let file: Value = serde_json::from_slice(&std::fs::read(at("n.json")).unwrap()).unwrap();
    assert_eq!(file["city"], "某某市");
    let tv: f64 = (file["sources"].as_array().unwrap().iter().filter(|s| s["area"] == "左云县"))
        .filter_map(|s| s["kg_per_year"]["tv"].as_f64())
        .sum();
    assert_eq!(tv, 123_456.0);
    // Two stations for each township are asked for as far as there are candidates, one of them in a county of villages.
    assert!(file["counts"].as_array().unwrap().iter().any(|c| c["tier"] == "transfer_station"), "{}", file["counts"]);
    for (name, text, argument, wants) in [
        (
            "bad.csv",
            "县区,品类,千克每年\n火星,tv,1\n左云县,tv,many\n",
            "--override",
            &["bad.csv", "E7107", "line 2, column 1", "E7118", "line 3, column 3"] as &[&str],
        ),
        (
            "much.csv",
            "产生点,品类,千克每年\n99999,tv,1\n",
            "--override",
            &["much.csv", "E7121", "a place that this draft does not have"],
        ),
        ("bad-streams.toml", "version = 1\nstreams = 3\n", "--streams", &["bad-streams.toml", "E1"]),
        ("bad-rates.toml", "version = 1\nnonsense = 3\n", "--rates", &["bad-rates.toml", "E1", "nonsense"]),
        ("broken.toml", "version = = 1\n", "--rates", &["broken.toml", "E1", "line 1"]),
    ] {
        std::fs::write(at(name), text).unwrap();
        let said = draft(&[argument, &at(name)]);
        assert_eq!(said.status.code(), Some(2), "{name}: {}", err(&said));
        assert!(wants.iter().all(|want| err(&said).contains(want)), "{name}: {}", err(&said));
    }
    let said = draft(&["--region", "atlantis"]);
    assert!(said.status.code() == Some(2) && err(&said).contains("unknown_region"), "{}", err(&said));
}
