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
