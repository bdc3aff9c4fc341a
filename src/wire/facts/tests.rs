#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::ids::Id;
use crate::network::figure::Sure;
use crate::network::ground::area_m2;
use crate::network::streams::Hazard;
use crate::units::Grams;
use crate::wire::defect::Defect;
use crate::wire::lang::Lang;
use crate::wire::seed::Seed;

fn table() -> crate::network::streams::StreamTable {
    shipped::stream_table().unwrap_or_else(|d| panic!("{}", lines(&d)))
}

fn lines(defects: &[Defect]) -> String {
    defects.iter().map(|d| d.line(Lang::En)).collect::<Vec<_>>().join("\n")
}

/// Codes and places of what is wrong.
fn wrong<T>(read: Result<T, Vec<Defect>>) -> Vec<(&'static str, String)> {
    read.map(|_| ()).unwrap_err().into_iter().map(|d| (d.code.code, d.pointer)).collect()
}

fn at(code: &'static str, pointer: &str) -> (&'static str, String) {
    (code, pointer.to_owned())
}

#[test]
fn streams_that_ship_say_where_their_figures_come_from() {
    let table = table();
    let all = "steel nonferrous plastic paper rubber glass textile furniture tv fridge washing_machine air_conditioner computer phone \
               small_appliance vehicle traction_battery pv_panel wind_blade office_equipment";
    assert_eq!(
        table.streams.iter().map(|s| s.code.as_str()).collect::<Vec<_>>(),
        all.split_whitespace().collect::<Vec<_>>()
    );
    for stream in table.streams.iter() {
        let figure = &stream.density_kg_m3;
        assert!(figure.sure == Sure::Assumed || !figure.source.is_empty(), "{}", stream.code);
        assert!((20..=700).contains(&figure.value), "{}: {}", stream.code, figure.value);
        assert!(stream.zh.chars().any(|c| c > '\u{3000}') && stream.en.is_ascii(), "{}", stream.code);
    }
    assert_eq!(table.meant_by("appliances").len(), 7);
    let battery = table.id("traction_battery").unwrap();
    assert_eq!(table.streams[battery].hazard.value, Hazard::DangerousGoods);
    // 89 kg of textiles take a cubic metre.
    assert_eq!(table.volume(table.id("textile").unwrap(), Grams::from_kg(89.0)).litres(), 1000.0);
}

#[test]
fn one_truth_with_the_catalogue_and_the_rounds() {
    let table = table();
    let fridge = &table.streams[table.id("fridge").unwrap()];
    // The catalogue's fridge: 60 kg in 680 l.
    assert_eq!((fridge.piece.as_ref().unwrap().value.kg(), fridge.density_kg_m3.value), (60.0, 88));
    let seed = Seed::parse(include_str!("../../../seeds/demo.toml")).unwrap();
    for entry in &seed.template.streams {
        let family = table.families.iter().find(|f| f.code == entry.id).map(|f| (&f.zh, &f.en));
        let named = family.or_else(|| table.id(&entry.id).map(|id| (&table.streams[id].zh, &table.streams[id].en)));
        let label = entry.name.as_ref().unwrap();
        assert_eq!(named, label.zh.as_ref().zip(label.en.as_ref()), "{}", entry.id);
    }
    assert_eq!(streams::entries(&table).len(), table.streams.len());
}

#[test]
fn rates_that_ship_are_of_every_stream() {
    let table = table();
    let rates = shipped::rate_table(&table).unwrap_or_else(|d| panic!("{}", lines(&d)));
    for (id, rate) in rates.g_per_person.iter_ids() {
        assert!(rate.value > 0, "{}", table.streams[id].code);
    }
    // 65.85 Mt of paper over 1,411.75 M people are 46.6 kg, of which households hand over 40 %: 18.66 kg; as sure as its least sure part.
    let paper = &rates.g_per_person[table.id("paper").unwrap()];
    assert_eq!((paper.value, paper.sure), (18_658, Sure::Assumed));
    // Appliances of all kinds: 4.5 Mt over the nation are 3.19 kg a person.
    let appliances: i64 = table.meant_by("appliances").into_iter().map(|s| rates.g_per_person[s].value).sum();
    assert!((2_600..=3_190).contains(&appliances), "{appliances}");
}

#[test]
fn presets_stand_on_the_national_one() {
    for (id, _) in shipped::STANDARDS {
        let preset = shipped::preset(id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(preset.id, *id);
        assert_eq!(preset.centre.min_throughput_t.as_ref().unwrap().value, 30_000, "{id}");
        assert_eq!(preset.station.min_area_m2.as_ref().unwrap().value, 500.0, "{id}");
    }
    let per = |id: &str| shipped::preset(id).unwrap().drop_off.households_town.unwrap().value;
    assert_eq!(["national", "beijing", "shanghai", "nanjing", "chengdu"].map(per), [2_000, 500, 1_000, 2_000, 1_500]);
    assert_eq!(shipped::preset("shanghai").unwrap().station.per_township.unwrap().value, 1);
    assert_eq!(shipped::preset("atlantis"), None);
}

#[test]
fn cities_add_up_and_every_label_lies_inside() {
    let table = table();
    for (id, text, boundaries) in shipped::REGIONS {
        let region =
            region::read(text.as_bytes(), boundaries.as_bytes(), &table).unwrap_or_else(|d| panic!("{}", lines(&d)));
        assert_eq!(region.id, *id);
        region.check().unwrap();
        assert!(region.fits(&table));
        assert!(shipped::preset(&region.standard).is_some());
        for (county, info) in region.counties.iter_ids() {
            assert_eq!(region.county_at(info.label), Some(county), "{}", info.name);
        }
        for sink in &region.sinks {
            assert!(region.county_at(sink.at.value).is_some() && sink.at.sure == Sure::Assumed, "{}", sink.id);
        }
        // The file for `synth` says the same.
        let csv = std::fs::read(format!("{}/seeds/{id}/population.csv", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let people = population::read(&csv).unwrap();
        assert_eq!(
            people.iter().map(|p| (p.code.as_str(), p.persons.unwrap())).collect::<Vec<_>>(),
            region.counties.iter().map(|c| (c.code.as_str(), c.persons.value)).collect::<Vec<_>>()
        );
    }
    let datong = shipped::city("datong", &table).unwrap();
    let xinzhou = shipped::city("xinzhou", &table).unwrap();
    assert_eq!((datong.counties.len(), xinzhou.counties.len()), (10, 14));
    assert_eq!((datong.persons.value, xinzhou.persons.value), (3_105_591, 2_689_668));
    // The four without an exact figure are what the city has beyond the others.
    let estimated: i64 =
        datong.counties.iter().filter(|c| c.persons.sure == Sure::Derived).map(|c| c.persons.value).sum();
    assert_eq!(estimated, 521_551);
    let km2: f64 = datong.counties.iter().flat_map(|c| &c.polygons).map(area_m2).sum::<f64>() / 1e6;
    assert!((14_000.0..14_300.0).contains(&km2), "{km2}");
}

#[test]
fn targets_of_2027_are_exact_in_both_cities() {
    let table = table();
    let rates = shipped::rate_table(&table).unwrap().grams();
    for (id, appliances_kg, vehicles_kg) in [("datong", 9_900_000, 18_000_000), ("xinzhou", 8_600_000, 15_600_000)] {
        let region = shipped::city(id, &table).unwrap();
        let case = region.case(&rates, 2027).unwrap();
        assert_eq!(case.base_year, 2023);
        let sum = |table: &[Vec<i64>], group: usize| -> i64 {
            table.iter().flat_map(|row| case.groups[group].streams.iter().map(|s| row[s.index()])).sum()
        };
        let (first, last) = (case.demand_kg(2023), case.demand_kg(2027));
        assert_eq!((sum(&first, 0), sum(&first, 1)), (appliances_kg, vehicles_kg), "{id}");
        assert_eq!((10 * sum(&last, 0), sum(&last, 1)), (13 * appliances_kg, 2 * vehicles_kg), "{id}");
        assert!(case.groups.iter().all(|g| g.policy.contains("政发")));
    }
}

#[test]
fn what_is_wrong_with_a_table_is_said_with_its_place() {
    let with = |from: &str, to: &str| {
        assert!(shipped::STREAMS.contains(from), "{from}");
        wrong(streams::read(shipped::STREAMS.replacen(from, to, 1).as_bytes()))
    };
    assert_eq!(wrong(streams::read(b"version = 1\nstreams = [")), [at("E1003", "")]);
    assert_eq!(wrong(streams::read(&[0xFF, b'=', b'1'])), [at("E1001", "")]);
    assert_eq!(with("code = \"steel\"", "code = \"steel\"\ndensty = 1"), [at("E1010", "/streams/0/densty")]);
    assert_eq!(with("value = 133", "value = 0"), [at("E1014", "/streams/0/density_kg_m3/value")]);
    assert_eq!(with("value = 133", "value = nan"), [at("E1012", "/streams/0/density_kg_m3/value")]);
    assert_eq!(
        with("sure = \"secondary\", source = \"US EPA volume", "sure = \"read\", source = \" \" } # \""),
        [at("E7101", "/streams/0/density_kg_m3")]
    );
    assert_eq!(with("code = \"nonferrous\"", "code = \"steel\""), [at("E7102", "/streams/1/code")]);
    assert_eq!(with("family = \"metal\"", "family = \"metals\""), [at("E7103", "/streams/0/family")]);
    assert_eq!(with("share = 1.0", "share = 0.9"), [at("E7104", "/streams/0/outlets")]);
    assert_eq!(with("like = \"fridge\"", "like = \"fridges\""), [at("E7105", "/streams/9/like")]);
    assert_eq!(with("like = \"fridge\"\n", ""), [at("E7106", "/streams/9")]);

    let table = table();
    let rates = |from: &str, to: &str| wrong(rates::read(shipped::RATES.replacen(from, to, 1).as_bytes(), &table));
    assert_eq!(rates("stream = \"steel\"", "stream = \"steal\""), [at("E7103", "/rates/0/stream")]);
    assert_eq!(rates("stream = \"nonferrous\"", "stream = \"steel\""), [at("E7102", "/rates/1/stream")]);
    assert_eq!(
        rates(
            "national_t = { value = 240000000",
            "kg_per_person = { value = 1, sure = \"assumed\" }\nnational_t = { value = 240000000"
        ),
        [at("E7106", "/rates/0")]
    );

    let base = |from: &str, to: &str| {
        let (_, text) = shipped::STANDARDS[1];
        wrong(standard::read(text.replacen(from, to, 1).as_bytes(), &shipped::preset))
    };
    assert_eq!(base("base = \"national\"", "base = \"nation\""), [at("E7111", "/base")]);
    assert_eq!(base("value = 500", "value = 0"), [at("E1014", "/drop_off/households_town/value")]);
}

#[test]
fn what_is_wrong_with_a_city_is_said_with_its_place() {
    let table = table();
    let (_, text, boundaries) = shipped::REGIONS[0];
    let with = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        wrong(region::read(text.replacen(from, to, 1).as_bytes(), boundaries.as_bytes(), &table))
    };
    assert_eq!(with("value = 1105699", "value = 1105700"), [at("E7108", "/persons")]);
    assert_eq!(with("label = [113.30663", "label = [114.30663"), [at("E7109", "/counties/1/label")]);
    assert_eq!(with("year = 2027", "year = 2023"), [at("E7110", "/targets/0/year")]);
    assert_eq!(with("stream = \"vehicle\"", "stream = \"appliances\""), [at("E7102", "/targets/1/stream")]);
    assert_eq!(with("stream = \"appliances\"", "stream = \"appliance\""), [at("E7103", "/targets/0/stream")]);
    let strange = text.replacen("140212", "999999", 1).replacen("新荣区", "无此区", 1);
    assert_eq!(wrong(region::read(strange.as_bytes(), boundaries.as_bytes(), &table)), [at("E7107", "/counties/0")]);
    assert_eq!(wrong(region::read(text.as_bytes(), b"{}", &table)), [at("E7112", "")]);
}

#[test]
fn populations_are_read_as_offices_write_them() {
    let read = |text: &str| population::read(text.as_bytes());
    let rows = read("adcode,name,pop_census_2020,note\n140212,新荣区,,about\n140213,平城区,\"1,105,699\",x\n").unwrap();
    assert_eq!((rows[0].persons, rows[1].persons), (None, Some(1_105_699)));
    let (gbk, ..) = encoding_rs::GB18030.encode("名称,常住人口\n平城区,1105699\n");
    assert_eq!(population::read(&gbk).unwrap()[0].name, "平城区");
    assert_eq!(wrong(read("x,y\n1,2\n")), [at("E7113", "/1"), at("E7113", "/1")]);
    assert_eq!(wrong(read("name,persons\na,many\nb,-3\n")), [at("E7114", "/2/2"), at("E7114", "/3/2")]);
    assert_eq!(wrong(read("name,persons\n")), [at("E7115", "")]);
}

#[test]
fn counties_without_a_number_share_what_their_city_has_left() {
    let (_, _, boundaries) = shipped::REGIONS[0];
    let counties = crate::wire::boundary::parse(boundaries.as_bytes()).unwrap();
    let whole = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/datong/population.csv")).unwrap();
    let mut rows = population::read(&whole).unwrap();
    for row in rows.iter_mut().filter(|r| ["140222", "140223"].contains(&r.code.as_str())) {
        row.persons = None;
    }
    assert_eq!(wrong(population::of_counties(&rows, &counties)), [at("E7116", "/5"), at("E7116", "/6")]);
    rows.push(population::CountyPeople { code: "140200".into(), name: "大同市".into(), persons: Some(3_105_591) });
    let people = population::of_counties(&rows, &counties).unwrap();
    assert_eq!(people.iter().map(|p| p.persons).sum::<i64>(), 3_105_591);
    assert_eq!(people.iter().filter(|p| p.estimated).count(), 2);
    // By land: 1,685 and 1,207 square kilometres.
    assert!(people[5].persons > people[6].persons && people[6].persons > 100_000);
}

#[test]
fn ids_of_counties_are_their_order() {
    let region = shipped::city("xinzhou", &table()).unwrap();
    assert_eq!(region.counties.ids().last().map(Id::index), Some(13));
}
