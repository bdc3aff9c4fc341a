#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use proptest::prelude::*;

use super::{EMPTY, Table};
use crate::graph::Weight;
use crate::hierarchy::testing::drawn;
use crate::hierarchy::{Customized, Dijkstra, Engine, Hierarchy, Seed, Terminal};
use crate::ids::{Id, VertexId};
use crate::units::{Centimetres, Milliseconds};

/// A place: a vertex, what is added there, and whether it has a second vertex of the same group.
type Place = (usize, i64, bool);

fn seeds(place: Place, n: usize, group_of: &[u32]) -> (usize, Vec<Seed>) {
    let weight = |w| Weight::new(Milliseconds(w), Centimetres(2 * w)).unwrap();
    let v = place.0 % n;
    let other = (0..n).find(|&o| place.2 && o != v && group_of[o] == group_of[v]);
    let mut seeds = vec![(VertexId::new(v), weight(place.1))];
    seeds.extend(other.map(|o| (VertexId::new(o), weight(place.1 / 2))));
    (group_of[v] as usize, seeds)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn cells_are_those_of_dijkstra(
        town in drawn(40),
        from in prop::collection::vec((0_usize..40, 0_i64..9, any::<bool>()), 0..30),
        to in prop::collection::vec((0_usize..40, 0_i64..9, any::<bool>()), 0..30),
    ) {
        let n = town.graph.vertex_count();
        let hierarchy = Arc::new(Hierarchy::new(&town.graph, &town.order()).unwrap());
        let customized = Customized::new(hierarchy, &town.weights);
        let place = |p: &Place| seeds(*p, n, &town.group_of);
        let (from, to): (Vec<_>, Vec<_>) = (from.iter().map(place).collect(), to.iter().map(place).collect());
        let terminals = |places: &[(usize, Vec<Seed>)]| -> Vec<Terminal> {
            // Every tenth place has no way in or out.
            let seeds = |i: usize, s: &[Seed]| if i % 10 == 9 { vec![] } else { s.to_vec() };
            places.iter().enumerate().map(|(i, (g, s))| Terminal::at(*g, &seeds(i, s))).collect()
        };
        let (sources, targets) = (customized.sources(&terminals(&from)), customized.targets(&terminals(&to)));
        let mut cells = vec![1; from.len() * to.len()];
        if !to.is_empty() {
            Table::new(&customized, &sources, &targets).fill(cells.chunks_mut(to.len()).collect());
        }
        let dijkstra = Dijkstra::new(&town.graph, &town.weights);
        let mut scratch = dijkstra.scratch();
        for (i, (a, from)) in from.iter().enumerate() {
            for (j, (b, to_seeds)) in to.iter().enumerate() {
                let oracle = dijkstra.one_to_one(&mut scratch, from, to_seeds).map(|p| p.weight);
                let oracle = oracle.filter(|_| a != b && i % 10 != 9 && j % 10 != 9);
                prop_assert_eq!(
                    cells[i * to.len() + j],
                    oracle.map_or(EMPTY, Weight::packed),
                    "{} to {}: {:?} {:?}", i, j, from, to_seeds
                );
            }
        }
    }
}
