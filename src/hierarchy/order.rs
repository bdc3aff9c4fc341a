//! In which order vertices are contracted.

/// Vertices stand in groups (the directed segments of a road), and whole groups are contracted one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    /// Every group once, the first to be contracted first.
    pub groups: &'a [u32],
    /// By vertex: its group.
    pub group_of: &'a [u32],
}

impl Order<'_> {
    /// # Panics
    /// When a group is missing or named twice, or there is not one group for each vertex.
    pub(super) fn check(&self, vertices: usize) {
        assert_eq!(self.group_of.len(), vertices, "one group for each vertex");
        let mut seen = vec![false; self.groups.len()];
        for &g in self.groups {
            let seen = &mut seen[g as usize];
            assert!(!*seen, "group {g} is named twice");
            *seen = true;
        }
        assert!(self.group_of.iter().all(|&g| (g as usize) < seen.len()), "a vertex of an unknown group");
    }
}
