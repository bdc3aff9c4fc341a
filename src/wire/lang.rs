//! The two languages every message exists in.

/// A language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 中文, the language of most users.
    Zh,
    /// English, where nothing else was asked for.
    #[default]
    En,
}

impl Lang {
    /// The better of the two for an `Accept-Language` header: by quality, then by order; English when it names neither.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(u32, Self)> = None;
        for entry in header.split(',') {
            let mut parts = entry.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let primary = tag.split(['-', '_']).next().unwrap_or_default();
            let lang = match () {
                () if primary.eq_ignore_ascii_case("zh") => Self::Zh,
                () if primary.eq_ignore_ascii_case("en") || tag == "*" => Self::En,
                () => continue,
            };
            let quality = parts.find_map(|p| p.trim().strip_prefix("q=").map(thousandths)).unwrap_or(1000);
            if quality > 0 && best.is_none_or(|(q, _)| quality > q) {
                best = Some((quality, lang));
            }
        }
        best.map_or(Self::default(), |(_, lang)| lang)
    }
    /// The language of a process, from the value of `LC_ALL`, `LC_MESSAGES` or `LANG`.
    #[must_use]
    pub fn from_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }
    /// The tag for `Content-Language`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }
    /// The one of two texts that is in this language.
    #[must_use]
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// A quality value in thousandths; what is none counts as unwanted.
fn thousandths(text: &str) -> u32 {
    match text.trim().parse::<f64>() {
        Ok(q) if (0.0..=1.0).contains(&q) => (q * 1000.0).round() as u32,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wanted_language_is_the_one_with_the_highest_quality() {
        for (header, want) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::Zh),
            ("en-GB,en;q=0.9,zh;q=0.8", Lang::En),
            ("fr, zh;q=0.2", Lang::Zh),
            ("zh;q=0, en;q=0.1", Lang::En),
            ("zh;q=x", Lang::En),
            ("", Lang::En),
            ("*", Lang::En),
            ("ZH_hans", Lang::Zh),
        ] {
            assert_eq!(Lang::from_accept_language(header), want, "{header:?}");
        }
        assert_eq!(Lang::from_locale("zh_CN.UTF-8"), Lang::Zh);
        assert_eq!(Lang::from_locale("C"), Lang::En);
    }
}
