//! A plain two-phase tableau with Bland's rule: slow, small, and nothing like the solver's.

/// Least `cost · x` with `x >= 0` and rows `(coefficients, sense, right)`, sense -1 for <=, 0 for =, 1 for >=. `None` if impossible.
pub(in crate::network::design) fn least(cost: &[f64], rows: &[(Vec<f64>, i8, f64)]) -> Option<(f64, Vec<f64>)> {
    let n = cost.len();
    let m = rows.len();
    let extra = rows.iter().filter(|r| r.1 != 0).count();
    let width = n + extra + m + 1;
    let mut table = vec![vec![0.0; width]; m];
    let mut basis = vec![0; m];
    let mut next = n;
    for (r, (a, sense, right)) in rows.iter().enumerate() {
        let row = &mut table[r];
        row[..n].copy_from_slice(a);
        if *sense != 0 {
            row[next] = -f64::from(*sense);
            next += 1;
        }
        row[width - 1] = *right;
        if *right < 0.0 {
            row.iter_mut().for_each(|x| *x = -*x);
        }
        row[n + extra + r] = 1.0;
        basis[r] = n + extra + r;
    }
    let mut first = vec![0.0; width - 1];
    first[n + extra..].fill(1.0);
    run(&mut table, &mut basis, &first, width - 1);
    let missing: f64 = (0..m).filter(|&r| basis[r] >= n + extra).map(|r| table[r][width - 1]).sum();
    if missing > 1e-6 {
        return None;
    }
    // Artificial variables that stay in the basis at zero are driven out or their row is empty.
    for r in 0..m {
        if basis[r] >= n + extra
            && let Some(c) = (0..n + extra).find(|&c| table[r][c].abs() > 1e-9)
        {
            pivot(&mut table, &mut basis, r, c);
        }
    }
    let mut second = vec![0.0; width - 1];
    second[..n].copy_from_slice(cost);
    run(&mut table, &mut basis, &second, n + extra);
    let mut x = vec![0.0; n];
    for r in 0..m {
        if basis[r] < n {
            x[basis[r]] = table[r][width - 1];
        }
    }
    Some((x.iter().zip(cost).map(|(a, b)| a * b).sum(), x))
}

fn run(table: &mut [Vec<f64>], basis: &mut [usize], cost: &[f64], usable: usize) {
    let width = cost.len() + 1;
    let scale = cost.iter().fold(1.0f64, |a, b| a.max(b.abs()));
    let mut reduced = cost.to_vec();
    for (r, &b) in basis.iter().enumerate() {
        let c = cost[b];
        if c != 0.0 {
            for (x, y) in reduced.iter_mut().zip(&table[r]) {
                *x -= c * y;
            }
        }
    }
    let mut steps = 0;
    loop {
        steps += 1;
        // The steepest first; Bland's rule once it might go round in circles.
        let entering = if steps < 2_000 {
            (0..usable).filter(|&j| reduced[j] < -1e-9 * scale).min_by(|&a, &b| reduced[a].total_cmp(&reduced[b]))
        } else {
            (0..usable).find(|&j| reduced[j] < -1e-9 * scale)
        };
        let Some(c) = entering else { return };
        // What is only rounding is nothing to pivot on.
        let leaving = (0..basis.len()).filter(|&r| table[r][c] > 1e-7).min_by(|&a, &b| {
            let ratio = |r: usize| table[r][width - 1] / table[r][c];
            ratio(a).total_cmp(&ratio(b)).then(basis[a].cmp(&basis[b]))
        });
        let Some(r) = leaving else { panic!("unbounded") };
        pivot(table, basis, r, c);
        let factor = reduced[c];
        for (x, y) in reduced.iter_mut().zip(&table[r]) {
            *x -= factor * y;
        }
    }
}

fn pivot(table: &mut [Vec<f64>], basis: &mut [usize], r: usize, c: usize) {
    let scale = 1.0 / table[r][c];
    table[r].iter_mut().for_each(|x| *x *= scale);
    let row = table[r].clone();
    for (other, line) in table.iter_mut().enumerate() {
        let factor = line[c];
        if other != r && factor != 0.0 {
            for (x, y) in line.iter_mut().zip(&row) {
                *x -= factor * y;
            }
        }
    }
    basis[r] = c;
}
