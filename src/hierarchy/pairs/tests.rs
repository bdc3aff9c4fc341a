#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use proptest::prelude::*;

use super::Pairs;
use crate::graph::Weight;
use crate::hierarchy::testing::drawn;
use crate::hierarchy::{Customized, Hierarchy, Seed, Table, Terminal};
use crate::ids::{Id, VertexId};
use crate::units::{Centimetres, Milliseconds};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn cells_are_those_of_a_table(
        town in drawn(40),
        places in prop::collection::vec((0_usize..40, 0_i64..9, any::<bool>(), 0_u8..12), 0..30),
    ) {
        let n = town.graph.vertex_count();
        let weight = |w| Weight::new(Milliseconds(w), Centimetres(2 * w)).unwrap();
        let hierarchy = Arc::new(Hierarchy::new(&town.graph, &town.order()).unwrap());
        let customized = Customized::new(hierarchy, &town.weights);
        // Some have no way in, some none out, some neither.
        let terminals = |closed: u8| -> Vec<Terminal> {
            places
                .iter()
                .map(|&(v, added, two, shut)| {
                    let (v, group) = (v % n, town.group_of[v % n]);
                    let other = (0..n).find(|&o| two && o != v && town.group_of[o] == group);
                    let mut seeds: Vec<Seed> = vec![(VertexId::new(v), weight(added))];
                    seeds.extend(other.map(|o| (VertexId::new(o), weight(added / 2))));
                    seeds.retain(|_| shut != closed && shut != 2);
                    Terminal::at(group as usize, &seeds)
                })
                .collect()
        };
        let (begins, ends) = (terminals(0), terminals(1));
        let mut cells = vec![1; places.len() * places.len()];
        if !places.is_empty() {
            let (sources, targets) = (customized.sources(&begins), customized.targets(&ends));
            Table::new(&customized, &sources, &targets).fill(cells.chunks_mut(places.len()).collect());
        }
        let pairs = Pairs::new(&customized, &begins, &ends);
        for i in 0..places.len() {
            for j in 0..places.len() {
                prop_assert_eq!(pairs.cell(i, j), cells[i * places.len() + j], "{} to {}", i, j);
            }
        }
    }
}
