#![expect(clippy::unwrap_used, reason = "tests")]

use super::{Profile, SHIPPED};

#[test]
fn the_shipped_profiles_are_sound() {
    for (name, text) in SHIPPED {
        let profile = Profile::from_toml(text).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
        assert_eq!(profile.name, name);
        assert_eq!(Profile::shipped(name), Some(profile));
    }
    assert_eq!(Profile::shipped("hovercraft"), None);
}

#[test]
fn every_mistake_is_named_at_once() {
    let van = SHIPPED[1].1;
    let broken = van
        .replace("height_m", "hieght_m")
        .replace("mode = \"goods\"", "mode = \"goats\"")
        .replace("hazmat = false", "hazmat = 0");
    let faults = Profile::from_toml(&broken).unwrap_err();
    let mut found: Vec<_> = faults.iter().map(|f| (f.code, &*f.field)).collect();
    found.sort_unstable();
    assert_eq!(found, [("P101", "hieght_m"), ("P102", "height_m"), ("P103", "hazmat"), ("P103", "mode")]);
    assert_eq!(Profile::from_toml("name = ").unwrap_err()[0].code, "P100");
}
