use super::*;

fn at(day: u16, hour: u16, minute: u16) -> u16 {
    day * DAY + hour * 60 + minute
}

#[test]
fn weekly_hours() {
    let workdays = |from: u16, to: u16| (0..5).map(|d| (at(d, from, 0), at(d, to, 0))).collect::<Vec<_>>();
    type Week = Option<Vec<(u16, u16)>>;
    let cases: [(&str, Week); 18] = [
        ("Mo-Fr 07:00-09:00", Some(workdays(7, 9))),
        ("Sa 22:00-02:00", Some(vec![(at(5, 22, 0), at(6, 2, 0))])),
        // Past Sunday midnight it is stored as two.
        ("Su 22:00-02:00", Some(vec![(0, at(0, 2, 0)), (at(6, 22, 0), WEEK)])),
        ("Sa-Mo 10:00-11:00", Some([0, 5, 6].map(|d| (at(d, 10, 0), at(d, 11, 0))).to_vec())),
        ("24/7", Some(vec![(0, WEEK)])),
        ("Mo-Su", Some(vec![(0, WEEK)])),
        ("Mo 08:00-12:00,13:00-18:00", Some(vec![(at(0, 8, 0), at(0, 12, 0)), (at(0, 13, 0), at(0, 18, 0))])),
        // The later rule replaces Friday.
        ("Mo-Fr 07:00-09:00; Fr 07:00-08:00", {
            let mut w = workdays(7, 9);
            w[4].1 = at(4, 8, 0);
            Some(w)
        }),
        ("Mo 08:00-18:00; Mo 12:00-13:00 off", Some(vec![(at(0, 8, 0), at(0, 12, 0)), (at(0, 13, 0), at(0, 18, 0))])),
        // Public holidays are taken as ordinary days.
        ("Mo-Fr 07:00-09:00; PH off", Some(workdays(7, 9))),
        ("Sa,PH 07:00-09:00", Some(vec![(at(5, 7, 0), at(5, 9, 0))])),
        ("PH 07:00-09:00", Some(vec![])),
        ("Mo-Fr 07:00-09:00; SH off", None),
        ("Jan-Mar Mo 08:00-10:00", None),
        ("sunset-sunrise", None),
        ("Mo[1] 08:00-10:00", None),
        ("destination", None),
        ("", None),
    ];
    for (text, expected) in cases {
        assert_eq!(week_hours(text).map(|w| w.0), expected, "{text}");
    }
}

#[test]
fn nonsense_neither_panics_nor_hangs() {
    for text in
        ["((((((((", "Mo-", "99:99-99:99", "@@@", "Mo 24:00-00:00", "\u{0}", "Fe 31", "week 99", &"(".repeat(300)]
    {
        let _ = week_hours(text);
    }
}
