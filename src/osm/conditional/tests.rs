use super::*;
use crate::osm::model::WeekHours;
use Condition::{HeightAbove, Hours, LengthAbove, Other, WeightAbove};

fn workdays(from: u16, to: u16) -> Condition {
    Hours(WeekHours((0..5).map(|d| (d * 1440 + from * 60, d * 1440 + to * 60)).collect()))
}

#[test]
fn clauses_and_their_conditions() {
    type Clauses = Vec<(&'static str, Vec<Condition>)>;
    let cases: [(&str, Clauses); 12] = [
        ("no @ (Mo-Fr 07:00-09:00)", vec![("no", vec![workdays(7, 9)])]),
        ("no @ Mo-Fr 07:00-09:00", vec![("no", vec![workdays(7, 9)])]),
        ("no @ (weight>7.5)", vec![("no", vec![WeightAbove(Grams(7_500_000))])]),
        ("no @ weight >= 3.5 t", vec![("no", vec![WeightAbove(Grams(3_499_999))])]),
        ("no @ (Mo-Fr 07:00-09:00 AND weight>7.5)", vec![("no", vec![workdays(7, 9), WeightAbove(Grams(7_500_000))])]),
        (
            "no @ ((Mo-Fr 07:00-09:00) and (length>12))",
            vec![("no", vec![workdays(7, 9), LengthAbove(Centimetres(1200))])],
        ),
        (
            "no @ (Mo-Fr 07:00-09:00); destination @ (height>3)",
            vec![("no", vec![workdays(7, 9)]), ("destination", vec![HeightAbove(Centimetres(300))])],
        ),
        // A piece without @ goes on with the hours; the rule for Monday replaces itself.
        ("no @ Mo-Fr 06:00-07:00; Mo-Fr 07:00-09:00", vec![("no", vec![workdays(7, 9)])]),
        ("yes @ (permit holders)", vec![("yes", vec![Other("permit holders".into())])]),
        ("no @ (Mo-Fr 07:00-09:00; SH off)", vec![("no", vec![Other("Mo-Fr 07:00-09:00; SH off".into())])]),
        ("no @ (weight>heavy)", vec![("no", vec![Other("weight>heavy".into())])]),
        ("no", vec![]),
    ];
    for (text, expected) in cases {
        let found = clauses(text);
        let found: Vec<_> = found.into_iter().map(|c| (c.value, c.when())).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn broken_parentheses_and_letters_of_many_bytes_are_survived() {
    for text in ["no @ (((", "@", ";;;@;", "no @ )(", "禁止 @ (周一 AND 周二)", "no @ é AND", "no @ ()"] {
        let _: Vec<_> = clauses(text).iter().map(Clause::when).collect();
    }
}
