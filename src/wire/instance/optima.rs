//! Best known values that lie beside instances: a table of tabs with `instance` and `value` first.

/// The value of the first row whose instance (without folders) is one of `names`; `None` where no row is.
#[must_use]
pub fn best_known(table: &str, names: &[String]) -> Option<f64> {
    table.lines().find_map(|line| {
        let mut cells = line.split('\t');
        let name = cells.next()?.rsplit('/').next()?;
        let value = cells.next()?.trim().parse().ok().filter(|v: &f64| v.is_finite())?;
        names.iter().any(|n| n == name).then_some(value)
    })
}
