//! Calendars, posters, tables and pictures of a timetable.

use super::*;

#[test]
fn calendars_are_folded_escaped_and_in_the_citys_time() {
    use crate::wire::mobile::ics::{Of, calendar};
    let mut file = written();
    let long = "一个名字很长很长的停靠点，靠近\\人民公园; 南门的大停车场和旁边的街道，以及再远一点的地方";
    let old = std::mem::replace(&mut file.stands[0].id, long.to_owned());
    file.calls.iter_mut().filter(|c| c.stand == old).for_each(|c| c.stand = long.to_owned());
    let text = calendar(&file, Of::Stand(long), jiff::civil::date(2026, 7, 8), Lang::Zh);
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let unfolded = text.replace("\r\n ", "");
    assert!(unfolded.contains("LOCATION:一个名字很长很长的停靠点，靠近\\\\人民公园\\; 南门"), "{unfolded}");
    assert!(unfolded.contains("TZID:Asia/Shanghai\r\n") && unfolded.contains("TZOFFSETTO:+0800\r\n"));
    assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), 1);
    // Weekly, on the place's weekday, the first on or after the day asked for (a Wednesday): the next Thursday or Monday.
    let call = file.calls.iter().find(|c| c.stand == long).unwrap();
    assert!(unfolded.contains(&format!("RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY={}\r\n", call.weekday.ics())));
    let first = crate::wire::mobile::calendar::dates(&file, call, jiff::civil::date(2026, 7, 8), 1)[0];
    assert!(["2026-07-09", "2026-07-13"].contains(&first.to_string().as_str()), "{first}");
    assert!(unfolded.contains(&format!("DTSTART;TZID=Asia/Shanghai:{}T", first.to_string().replace('-', ""))));
    // The monthly stop: one event, every four weeks.
    let south = calendar(&file, Of::Stand("南街"), jiff::civil::date(2026, 7, 6), Lang::En).replace("\r\n ", "");
    assert_eq!(south.matches("INTERVAL=4;").count(), 1);
    // A vehicle has both. Summer time comes along.
    file.timezone = "Europe/London".into();
    let vehicle = calendar(&file, Of::Vehicle("车"), jiff::civil::date(2026, 7, 6), Lang::Zh);
    assert_eq!(vehicle.matches("BEGIN:VEVENT").count(), 2);
    // Changes of the clock go on for ever, by their rule: the last Sundays of March and October.
    let rule = |on: &str, month: u8, offsets: &str| {
        vehicle.contains(&format!("DTSTART:{on}\r\nRRULE:FREQ=YEARLY;BYMONTH={month};BYDAY=-1SU\r\n{offsets}\r\n"))
    };
    assert!(rule("20250330T010000", 3, "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100"), "{vehicle}");
    assert!(rule("20251026T020000", 10, "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000"), "{vehicle}");
    assert_eq!(vehicle.matches("TZOFFSETTO").count(), 3);
    // New York's second Sunday of March; China has had none since 1991; Morocco's changes follow the moon and are written out.
    let zoned = |zone: &str| {
        let file = crate::wire::mobile::answer::TimetableFile { timezone: zone.into(), ..file.clone() };
        calendar(&file, Of::Vehicle("车"), jiff::civil::date(2026, 7, 6), Lang::Zh)
    };
    assert!(zoned("America/New_York").contains("BYMONTH=3;BYDAY=2SU\r\n"));
    assert_eq!(zoned("Asia/Shanghai").matches("TZOFFSETTO").count(), 1);
    assert!(zoned("Africa/Casablanca").matches("TZOFFSETTO").count() > 20);
    // A name stays with its stop when others come and go before it, and when its time moves; two stops never share one.
    let uids = |file: &crate::wire::mobile::answer::TimetableFile| -> Vec<String> {
        let text = calendar(file, Of::Vehicle("车"), jiff::civil::date(2026, 7, 6), Lang::Zh).replace("\r\n ", "");
        text.lines().filter(|l| l.starts_with("UID:")).map(str::to_owned).collect()
    };
    let old = uids(&file);
    let mut anew = file.clone();
    anew.calls.swap(0, 1);
    anew.calls[1].from.0 += Milliseconds::HOUR;
    let mut swapped = uids(&anew);
    swapped.reverse();
    assert_eq!((old.len(), &swapped), (2, &old));
    anew.calls.remove(0);
    assert_eq!(uids(&anew), [old[0].clone()]);
    let twice = anew.calls[0].clone();
    anew.calls.push(crate::wire::mobile::answer::CallEntry {
        from: crate::wire::clock::Moment(twice.from.0 + Milliseconds::HOUR * 2),
        ..twice
    });
    let two = uids(&anew);
    assert!(two[0] == old[0] && two[1] != two[0], "{two:?}");
    // Where the zone is not known times are floating.
    file.timezone = "Mars/Olympus".into();
    assert!(!calendar(&file, Of::Vehicle("车"), jiff::civil::date(2026, 7, 6), Lang::Zh).contains("TZID"));
}

#[test]
fn dates_follow_the_cycle_in_both_directions() {
    let file = written();
    let monthly = file.calls.iter().find(|c| c.stand == "南街").unwrap();
    let found = crate::wire::mobile::calendar::dates(&file, monthly, jiff::civil::date(2026, 1, 1), 4);
    assert_eq!(found.len(), 4);
    assert!(found.windows(2).all(|w| w[1].since(w[0]).unwrap().get_days() == 28));
    let week = found[0].since(jiff::civil::date(2026, 7, 6)).unwrap().get_days().div_euclid(7).rem_euclid(4) + 1;
    assert_eq!(monthly.weeks, [week as u8]);
    // The cycle begins on 6 July 2026 at midnight; the Sunday before is its last day.
    let at = |y, m, d, h| crate::wire::mobile::calendar::moment(&file, jiff::civil::date(y, m, d).at(h, 0, 0, 0));
    assert_eq!(at(2026, 7, 6, 0), Milliseconds::ZERO);
    assert_eq!(at(2026, 7, 5, 1), Milliseconds::HOUR * (27 * 24 + 1));
    assert_eq!(at(2026, 8, 3, 2), Milliseconds::HOUR * 2);
}

#[test]
fn posters_tables_and_pictures_say_what_the_timetable_says() {
    let mut file = written();
    let page = crate::wire::mobile::poster::page(&file, "北街", jiff::civil::date(2026, 7, 8), Lang::Zh);
    let call = file.calls.iter().find(|c| c.stand == "北街").unwrap();
    let hm = |t: Milliseconds| format!("{}:{:02}", t.0 / 3_600_000, t.0 / 60_000 % 60);
    for said in ["北街", call.weekday.zh(), &hm(call.from.0), &hm(call.until.0), "废纸、textile", "近期停靠日期", "7月"]
    {
        assert!(page.contains(said), "{said}");
    }
    assert_eq!(page.matches("<li>").count(), 8);
    let monthly = crate::wire::mobile::poster::page(&file, "南街", jiff::civil::date(2026, 7, 8), Lang::Zh);
    assert!(monthly.contains("每 4 周的第"));
    assert!(
        crate::wire::mobile::poster::page(&file, "nowhere", jiff::civil::date(2026, 7, 8), Lang::Zh)
            .contains("目前没有")
    );
    file.calls[0].stand = "<script>".into();
    assert!(
        !crate::wire::mobile::poster::page(&file, "<script>", jiff::civil::date(2026, 7, 8), Lang::Zh)
            .contains("<script")
    );
    let file = written();
    let tables = crate::wire::mobile::tables::all(&file, Lang::Zh);
    let rows: Vec<(&str, usize)> = tables.iter().map(|t| (t.title.as_str(), t.rows.len())).collect();
    assert_eq!(rows[1], ("停靠时刻", 2));
    let steps: usize = file.days.iter().map(|d| d.steps.len() + 2).sum();
    assert_eq!((rows[2].1, rows[4].1, rows[6].1), (steps, 2, 2));
    assert!(tables.iter().all(|t| t.rows.iter().all(|r| r.len() == t.columns.len())));
    assert!(crate::wire::network::xlsx::workbook(&tables).is_ok());
    let picture = crate::wire::mobile::week::svg(&file, 0, "大同 <第 1 周>", Lang::Zh);
    assert_eq!(
        picture.matches("class=\"stop\"").count(),
        file.days.iter().filter(|d| d.day < 7).flat_map(|d| &d.steps).filter(|s| s.call.is_some()).count()
    );
    assert!(picture.contains("大同 &lt;第 1 周&gt;"));
    let layers =
        crate::wire::mobile::layers::geojson(&file, &vec![vec![vec![(0.0, 0.0), (1.0, 1.0)]]; file.days.len()]);
    let of = |layer: &str| {
        layers["features"].as_array().unwrap().iter().filter(|f| f["properties"]["layer"] == layer).count()
    };
    assert_eq!((of("stands"), of("points"), of("walks"), of("days")), (2, 3, 2, file.days.len()));
}
