//! Small files of every format.
#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;

use super::*;

fn tier(text: &str, choice: &Choice) -> (&'static str, u32, SingleTier) {
    let Instance { set, decimals, kind } = read(text, choice).unwrap();
    let Kind::SingleTier(tier) = kind else { panic!("{set} has several tiers") };
    (set, decimals, tier)
}

fn seen(text: &str) -> (&'static str, u32, SingleTier) {
    tier(text, &Choice::default())
}

#[test]
fn a_graph_gives_shortest_ways_and_the_last_of_two_equal_edges_counts() {
    // 1 - 2 is first 9, then 2; 3 is reached over 2; 4 is not reached at all.
    let (set, _, tier) = seen(" 4 3 2\n 1 2 9\n2 3 5\n2 1 2\n");
    assert_eq!((set, tier.count), ("pmed", Some(2)));
    assert_eq!(tier.links[0], [(0, 0), (1, 2), (2, 7)]);
    assert_eq!(tier.links[3], [(3, 0)]);
}

#[test]
fn decimals_are_kept_exactly() {
    // Two sites, one demand of size 7; 12.5, 3 and 0.125 are 12500, 3000 and 125 thousandths.
    let (set, decimals, tier) = seen("2 1\n10 12.5\n20 3.\n7\n0.12500 1e1\n");
    assert_eq!((set, decimals), ("cap", 3));
    assert_eq!((tier.open_costs, tier.capacities, tier.sizes), (vec![12_500, 3000], vec![10, 20], vec![7]));
    assert_eq!(tier.links, [[(0, 125), (1, 10_000)]]);
    assert!(!tier.single_sourcing);
}

#[test]
fn without_capacities_none_are_made_up() {
    let (_, _, open) = seen("1 2\n0 5\n3\n1\n0\n2\n");
    assert_eq!((open.capacities, open.sizes), (vec![], vec![]));
    let (_, _, word) = seen("1 2\ncapacity 5\n0\n1\n0\n2\n");
    assert_eq!(word.links, [[(0, 1)], [(0, 2)]]);
}

#[test]
fn the_two_orders_of_single_sourcing_are_told_apart() {
    // Two sites, three demands. Holmberg: a line of sizes after the sites, then costs site by site.
    let (set, _, tier) = seen("2 3\n10 100\n20 200\n4 5 6\n1 2 3\n7 8 9\n\0\0");
    assert_eq!((set, tier.single_sourcing), ("holmberg", true));
    assert_eq!((tier.sizes, tier.capacities), (vec![4, 5, 6], vec![10, 20]));
    assert_eq!(tier.links[0], [(0, 1), (1, 7)]);
    // Delmaire: three demands, two sites; costs demand by demand, sizes, opening costs, capacities.
    let (set, _, tier) = seen("3 2\n1 7\n2 8\n3 9\n4 5 6\n100 200\n10 20\n");
    assert_eq!(set, "delmaire");
    assert_eq!((tier.sizes, tier.open_costs, tier.capacities), (vec![4, 5, 6], vec![100, 200], vec![10, 20]));
    assert_eq!(tier.links[2], [(0, 3), (1, 9)]);
}

#[test]
fn the_simple_format_of_the_library_is_read() {
    let (set, _, tier) = seen("FILE: x\n2 2 0\n1 30 5 6\n2 40 7 8\n");
    assert_eq!((set, tier.open_costs), ("ufl", vec![30, 40]));
    assert_eq!(tier.links, [[(0, 5), (1, 7)], [(0, 6), (1, 8)]]);
}

#[test]
fn one_of_several_problems_is_picked() {
    let text = "2\n1 700\n2 1 9\n1 0 0 3\n2 3 4 5\n2 800\n2 2 8\n1 0 0 3\n2 6 6 5\n";
    let (set, _, first) = seen(text);
    assert_eq!((set, first.count, first.capacities), ("pmedcap", Some(1), vec![9, 9]));
    assert_eq!(first.links[0], [(0, 0), (1, 5)]);
    // 6 · √2 = 8.48…: decimals are cut off.
    let (_, _, second) = tier(text, &Choice { index: Some(2), ..Choice::default() });
    assert_eq!((second.count, &second.links[0][1]), (Some(2), &(1, 8)));
    let missing = read(text, &Choice { index: Some(3), ..Choice::default() }).unwrap_err();
    assert_eq!(missing.code.code, "E4107");
}

#[test]
fn covering_wants_number_and_radius() {
    let text = "NAME : X\nTYPE : MCLP\nEDGE_WEIGHT_TYPE : COORD\nDIMENSION : 3\nNODE_COORD_SECTION\n\
                40.0 -74.0\n40.001 -74.0\n41.0 -74.0\nDEMAND_SECTION\n5\n6\n7\nEOF\n";
    let choice = Choice { p: Some(1), radius_m: Some(200.0), ..Choice::default() };
    // A thousandth of a degree is 111.3 m.
    let (_, _, got) = tier(text, &choice);
    assert_eq!(got.links, [vec![(0, 0), (1, 0)], vec![(0, 0), (1, 0)], vec![(2, 0)]]);
    assert_eq!((got.unserved, got.count), (vec![5, 6, 7], Some(1)));
    assert_eq!(read(text, &Choice::default()).unwrap_err().code.code, "E4108");
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (set, text, code, place) in [
        (None, "", "E4104", None),
        (None, "hello\n", "E4104", None),
        (Some("nosuch"), "1 2 3", "E4105", None),
        (Some("pmed"), "2 1 1\n1 3 4\n", "E4102", Some((2, 2))),
        (Some("pmed"), "2 1 3\n1 2 4\n", "E4102", Some((1, 3))),
        (Some("pmed"), "2 2 1\n1 2 4\n", "E4101", None),
        (Some("pmed"), "2 1 1\n1 2 4\n9\n", "E4103", Some((3, 1))),
        (Some("cap"), "1 1\n5 x\n1\n1\n", "E4102", Some((2, 2))),
        (Some("cap"), "1 1\n5 -1\n1\n1\n", "E4102", Some((2, 2))),
        (Some("cap"), "1 1\n5 1e15\n1\n0.5\n", "E4106", None),
        (Some("cap"), "100001 1\n", "E4102", Some((1, 1))),
        (Some("holmberg"), "1 1\n5 1.5\n0.5\n1\n", "E4102", Some((3, 1))),
    ] {
        let choice = Choice { set: set.map(str::to_owned), ..Choice::default() };
        let defect = read(text, &choice).unwrap_err();
        assert_eq!(defect.code.code, code, "{text:?}: {defect}");
        assert!(place.is_none() || defect.line_column == place, "{text:?}: {defect}");
    }
}

#[test]
fn best_values_are_found_by_name() {
    let table = "instance\tvalue\tstatus\nM/O/MO1\t1305.95\toptimal\npmedcap1#3\t751\n";
    let of = |names: &[&str]| optima::best_known(table, &names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
    assert_eq!(of(&["MO1"]), Some(1305.95));
    assert_eq!(of(&["x", "pmedcap1#3"]), Some(751.0));
    assert_eq!(of(&["instance"]), None);
}

proptest! {
    #[test]
    fn no_text_panics(words in prop::collection::vec("[0-9]{1,3}|-1|1e9|[.]5|capacity|FILE:|x|\n|\u{fffd}", 0..40)) {
        let text = words.join(" ");
        for set in [None, Some("pmed"), Some("cap"), Some("holmberg"), Some("delmaire"), Some("ufl"), Some("pmedcap"), Some("mclp")] {
            let choice = Choice { set: set.map(str::to_owned), p: Some(1), radius_m: Some(1.0), index: None };
            let _ = read(&text, &choice);
            let _ = read(&format!("2 2\n{text}"), &choice);
        }
    }
}

#[test]
fn two_stages_are_read_with_depots_before_plants() {
    // One plant (capacity 9, opening 100), two depots, two customers of 3 and 4.
    let one = read("1 2 2\n3\n4\n9 100\n1 2\n5 10\n6 11\n7 8\n70 80\n", &Choice::default()).unwrap();
    let Kind::Staged(problem) = one.kind else { panic!("{}", one.set) };
    assert_eq!((one.set, problem.sites.len(), problem.demands.len()), ("tscflp", 3, 2));
    assert_eq!((problem.sites[1].fixed, problem.sites[1].tier, problem.sites[2].accepts[0]), (11.0, 2, Some(9.0)));
    // Depot 1 to the plant costs 2; customer 1 from depot 1 costs 80.
    let rate = |l: &crate::network::design::problem::SiteLink| l.rate.of(0);
    assert_eq!(problem.between.iter().find(|l| l.from == 1).and_then(rate), Some(2.0));
    let last = problem.from_places.iter().find(|l| (l.demand, l.site) == (1, 1)).unwrap();
    assert_eq!(last.rate.of(0), Some(80.0));
    assert_eq!(problem.validate(), Ok(()));

    // Two products: a table for each, one after the other; who asks for none of a product has no demand for it.
    let two = read("1 1 2 2\n3 0\n4 5\n9 8 100\n1\n2\n7 6 10\n11 12\n21 22\n", &Choice::default()).unwrap();
    let Kind::Staged(problem) = two.kind else { panic!("{}", two.set) };
    assert_eq!((two.set, problem.streams, problem.demands.len()), ("mptscflp", 2, 3));
    assert_eq!((problem.between[0].rate.of(0), problem.between[0].rate.of(1)), (Some(1.0), Some(2.0)));
    let rates: Vec<_> = problem.from_places.iter().map(|l| l.rate.of(0).unwrap()).collect();
    assert_eq!(rates, [11.0, 12.0, 22.0]);
    assert!(read("1 2 2\n3\n4\n9 100\n1 2\n5 10\n6 11\n7 8\n70 -80\n", &Choice::default()).is_err());
}
