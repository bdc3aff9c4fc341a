use super::*;

fn small() -> Picture {
    Picture {
        title: "A & B <大同>".to_owned(),
        rounds: vec![Round {
            cells: vec!["truck-1".to_owned(), "3".to_owned()],
            lines: vec![vec![(113.30, 40.07), (113.31, 40.08)]],
        }],
        marks: vec![Mark { kind: MarkKind::Stop(0), at: (113.305, 40.075), label: "订单\u{7}\"7\"".to_owned() }],
        columns: vec!["vehicle".to_owned(), "stops".to_owned()],
        ..Picture::default()
    }
}

#[test]
fn a_users_words_cannot_break_the_markup() {
    let text = svg(&small());
    assert!(text.contains("A &amp; B &lt;大同&gt;"));
    assert!(text.contains("订单 &quot;7&quot;"), "control characters become spaces, quotes entities");
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    assert_eq!(svg(&small()), svg(&small()));
}

#[test]
fn nothing_to_draw_is_still_a_picture() {
    let text = svg(&Picture::default());
    assert!(text.starts_with("<svg") && text.ends_with("</svg>\n") && !text.contains("NaN") && !text.contains("inf"));
}

#[test]
fn what_lies_off_the_map_is_not_drawn() {
    let mut picture = small();
    let without = svg(&picture).len();
    picture.roads.push(Road { weight: 1, line: vec![(10.0, 10.0), (11.0, 11.0)] });
    assert_eq!(svg(&picture).len(), without);
}

#[test]
fn a_long_name_ends_before_the_next_figure_and_a_long_note_has_lines() {
    let mut picture = small();
    picture.columns = ["site", "", "t"].map(str::to_owned).to_vec();
    let name = "分拣中心2 合成·定襄县再生资源综合利用有限责任公司";
    picture.rounds[0].cells = vec![name.to_owned(), "sorting centre opened".to_owned(), "55,076".to_owned()];
    picture.note = format!("{}；{}", "圆点：产生点，颜色为所去站点".repeat(4), "words of a note ".repeat(12));
    let text = svg(&picture);
    // What a line of the picture says, between its first two signs.
    let said = |line: &str| line.split('>').nth(1).and_then(|t| t.split('<').next()).unwrap_or_default().to_owned();
    let shown = text.lines().find(|line| line.contains("分拣中心2")).map(said).unwrap_or_default();
    assert!(shown.ends_with('…') && name.starts_with(shown.trim_end_matches('…')), "{shown}");
    let notes: Vec<String> = text.lines().filter(|line| line.starts_with("<text class=\"small\"")).map(said).collect();
    assert!(notes.len() > 2, "{notes:?}");
    // Nothing of it is lost.
    assert_eq!(notes.concat().replace(' ', ""), picture.note.replace(' ', ""));
}
