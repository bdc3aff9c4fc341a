//! What was made for a request and may be asked for again, within bounds.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Values by key; what was used least recently goes first when there are too many, or they are too large together.
pub(super) struct Cache<K, V> {
    /// Used longest ago first.
    kept: Mutex<Vec<(K, Arc<V>)>>,
    most: usize,
    most_bytes: usize,
    bytes: fn(&V) -> usize,
}

impl<K: PartialEq + Clone, V> Cache<K, V> {
    /// At most so many values, and so many bytes as `bytes` estimates them; but always the one used last.
    pub(super) fn new(most: usize, most_bytes: usize, bytes: fn(&V) -> usize) -> Self {
        Self { kept: Mutex::default(), most, most_bytes, bytes }
    }

    /// The value of `key`, made if it is not there.
    ///
    /// It is made outside the lock: two threads may make the same value at once, and the first one in is kept.
    pub(super) fn get(&self, key: &K, make: impl FnOnce() -> V) -> Arc<V> {
        if let Some(found) = used(&mut self.locked(), key) {
            return found;
        }
        let made = Arc::new(make());
        let mut kept = self.locked();
        if let Some(found) = used(&mut kept, key) {
            return found;
        }
        kept.push((key.clone(), Arc::clone(&made)));
        // Estimated anew each time: a value may have grown since it was kept.
        let mut bytes: usize = kept.iter().map(|(_, v)| (self.bytes)(v)).sum();
        while kept.len() > 1 && (kept.len() > self.most || bytes > self.most_bytes) {
            bytes -= (self.bytes)(&kept.remove(0).1);
        }
        made
    }

    /// The value used last of those that `like` accepts.
    pub(super) fn last(&self, like: impl Fn(&K, &V) -> bool) -> Option<Arc<V>> {
        self.locked().iter().rev().find(|(k, v)| like(k, v)).map(|(_, v)| Arc::clone(v))
    }

    /// Forgets the values of some keys. Who holds one keeps it.
    pub(super) fn forget(&self, key: impl Fn(&K) -> bool) {
        self.locked().retain(|(k, _)| !key(k));
    }

    /// How many values are kept, and how large they are together.
    pub(super) fn size(&self) -> (usize, usize) {
        let kept = self.locked();
        (kept.len(), kept.iter().map(|(_, v)| (self.bytes)(v)).sum())
    }

    fn locked(&self) -> MutexGuard<'_, Vec<(K, Arc<V>)>> {
        // A panic while the lock is held leaves at worst a value too few: the list is never half changed.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The value of `key`, which is now the one used last.
fn used<K: PartialEq, V>(kept: &mut [(K, Arc<V>)], key: &K) -> Option<Arc<V>> {
    let at = kept.iter().position(|(k, _)| k == key)?;
    kept[at..].rotate_left(1);
    kept.last().map(|(_, v)| Arc::clone(v))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let cache = Cache::new(2, usize::MAX, |_: &u32| 4);
        let get = |key: u32| *cache.get(&key, || key * 10);
        assert_eq!([get(1), get(2), get(1), get(3)], [10, 20, 10, 30]);
        let made = std::cell::Cell::new(false);
        let again = |key: u32| {
            made.set(false);
            cache.get(&key, || {
                made.set(true);
                0
            });
            made.get()
        };
        assert!(!again(1), "used since 2 was, so it is there although it was made first");
        assert!(again(2), "gone");
        cache.forget(|&k| k == 2);
        assert_eq!(cache.size(), (1, 4));
        get(4);
        assert_eq!(cache.last(|_, v| *v != 40).as_deref(), Some(&10), "of two the one that is liked");
        assert_eq!(cache.last(|k, _| *k == 2), None);
    }

    #[test]
    fn large_values_push_small_ones_out_and_the_last_one_always_stays() {
        let cache = Cache::new(10, 100, |v: &usize| *v);
        for (key, size) in [(1, 40), (2, 40), (3, 30), (4, 500)] {
            cache.get(&key, || size);
        }
        assert_eq!(cache.size(), (1, 500));
        cache.get(&5, || 60);
        assert_eq!(cache.size(), (1, 60));
    }
}
