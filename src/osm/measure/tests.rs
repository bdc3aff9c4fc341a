use super::*;
use Measured::{Is, Unknown, Unlimited};

#[test]
fn weights() {
    let cases = [
        ("7.5", Is(7_500_000)),
        ("7,5", Is(7_500_000)),
        ("3.5 t", Is(3_500_000)),
        ("3.5t", Is(3_500_000)),
        ("7500 kg", Is(7_500_000)),
        // 16,000 x 453.59237 g = 7,257,477.92 g
        ("16000 lbs", Is(7_257_478)),
        // 10 x 2,000 lb = 20,000 lb = 9,071,847.4 g
        ("10 st", Is(9_071_847)),
        // 40 x 112 lb = 4,480 lb = 2,032,093.8 g
        ("40 cwt", Is(2_032_094)),
        ("12;7.5", Is(7_500_000)),
        ("none", Unlimited),
        ("default", Unlimited),
        ("unsigned", Unlimited),
        ("0", Unknown),
        ("-3", Unknown),
        ("heavy", Unknown),
        ("", Unknown),
        ("7..5", Unknown),
        ("99999", Unknown),
    ];
    for (text, expected) in cases {
        let found = match weight(text) {
            Is(Grams(g)) => Is(g),
            Unlimited => Unlimited,
            Unknown => Unknown,
        };
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn lengths() {
    let cases = [
        ("4", Some(400)),
        ("4.2 m", Some(420)),
        ("3,8m", Some(380)),
        ("250 cm", Some(250)),
        // 13 x 12 + 6 = 162 in = 411.48 cm
        ("13'6\"", Some(411)),
        ("13' 6\"", Some(411)),
        ("13'-6\"", Some(411)),
        ("13'6", Some(411)),
        ("13 ft 6 in", Some(411)),
        ("162\"", Some(411)),
        ("162 in", Some(411)),
        // 13 ft = 396.24 cm
        ("13'", Some(396)),
        ("13 ft", Some(396)),
        ("13.5 feet", Some(411)),
        ("none", None),
        ("default", None),
        ("high", None),
        ("'", None),
        ("\"", None),
        ("0", None),
    ];
    for (text, expected) in cases {
        assert_eq!(length(text).quantity(), expected.map(Centimetres), "{text}");
    }
}
