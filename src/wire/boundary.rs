//! Boundaries of counties, from GeoJSON (RFC 7946).

use geojson::{Feature, GeoJson, GeometryValue, Position};

/// A ring of longitude and latitude, closed.
pub type Ring = Vec<(f64, f64)>;

/// A feature with land.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundaryFeature {
    /// From the properties `name` or 名称; empty where there is none.
    pub name: String,
    /// From the properties `adcode` or `code`; empty where there is none.
    pub code: String,
    /// Its polygons: an outer ring and its holes each.
    pub polygons: Vec<Vec<Ring>>,
}

/// Why a boundary file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundaryFault {
    /// English.
    pub en: String,
    /// 中文。
    pub zh: String,
}

fn fault(en: impl Into<String>, zh: impl Into<String>) -> BoundaryFault {
    BoundaryFault { en: en.into(), zh: zh.into() }
}

/// Reads the polygons of a feature collection, a feature or a bare geometry.
///
/// # Errors
/// Not GeoJSON, no polygon in it, a ring that is open or too short, a position off the globe.
pub fn parse(bytes: &[u8]) -> Result<Vec<BoundaryFeature>, BoundaryFault> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        fault(
            format!("not UTF-8 text after byte {}", e.valid_up_to()),
            format!("第 {} 字节之后不是 UTF-8 文本", e.valid_up_to()),
        )
    })?;
    let json: GeoJson = text
        .trim_start_matches('\u{feff}')
        .parse()
        .map_err(|e: geojson::Error| fault(format!("not GeoJSON: {e}"), format!("不是 GeoJSON：{e}")))?;
    let features = match json {
        GeoJson::FeatureCollection(all) => all.features,
        GeoJson::Feature(one) => vec![one],
        GeoJson::Geometry(geometry) => vec![Feature { geometry: Some(geometry), ..Feature::default() }],
    };
    let read: Vec<BoundaryFeature> =
        features.iter().enumerate().map(|(i, f)| feature(i, f)).collect::<Result<_, _>>()?;
    if read.is_empty() {
        return Err(fault("there is no feature in it", "其中没有任何要素"));
    }
    Ok(read)
}

fn feature(index: usize, feature: &Feature) -> Result<BoundaryFeature, BoundaryFault> {
    let property = |keys: &[&str]| {
        keys.iter().find_map(|key| match feature.property(key)? {
            serde_json::Value::String(s) => Some(s.clone()),
            serde_json::Value::Number(n) => Some(n.to_string()),
            _ => None,
        })
    };
    let polygons = match feature.geometry.as_ref().map(|g| &g.value) {
        Some(GeometryValue::Polygon { coordinates }) => std::slice::from_ref(coordinates),
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates.as_slice(),
        other => {
            let found = other.map_or("nothing", GeometryValue::type_name);
            return Err(fault(
                format!("feature {index} is {found}, not a Polygon or MultiPolygon"),
                format!("第 {index} 个要素是 {found}，而不是 Polygon 或 MultiPolygon"),
            ));
        }
    };
    let polygons =
        polygons.iter().map(|rings| rings.iter().map(|r| ring(index, r)).collect()).collect::<Result<_, _>>()?;
    Ok(BoundaryFeature {
        name: property(&["name", "名称"]).unwrap_or_default(),
        code: property(&["adcode", "code"]).unwrap_or_default(),
        polygons,
    })
}

fn ring(index: usize, positions: &[Position]) -> Result<Ring, BoundaryFault> {
    let ring: Ring = positions
        .iter()
        .map(|p| match p.as_slice() {
            [lon, lat, ..] if lon.abs() <= 180.0 && lat.abs() <= 90.0 => Ok((*lon, *lat)),
            other => Err(fault(
                format!("feature {index}: {other:?} is not a longitude and a latitude"),
                format!("第 {index} 个要素：{other:?} 不是经度和纬度"),
            )),
        })
        .collect::<Result<_, _>>()?;
    if ring.len() < 4 || ring.first() != ring.last() {
        return Err(fault(
            format!(
                "feature {index}: a ring has {} positions; it needs four at least, the last equal to the first",
                ring.len()
            ),
            format!("第 {index} 个要素：环有 {} 个点；至少四点且首尾相同", ring.len()),
        ));
    }
    Ok(ring)
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "tests")]
mod tests {
    use super::*;

    const SQUARE: &str = "[[[113,40],[114,40],[114,41],[113,41],[113,40]]]";

    #[test]
    fn names_and_codes_are_read_from_what_people_use() {
        let text = format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\
             \"properties\":{{\"名称\":\"新荣区\",\"adcode\":140212}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":{SQUARE}}}}}]}}"
        );
        let read = parse(text.as_bytes()).expect("sound");
        assert_eq!((read[0].name.as_str(), read[0].code.as_str()), ("新荣区", "140212"));
        assert_eq!(read[0].polygons[0][0].len(), 5);
    }

    #[test]
    fn what_cannot_bound_is_refused_in_words() {
        let geometry = |g: &str| parse(g.as_bytes()).expect_err("refused").en;
        assert!(geometry("no json").contains("not GeoJSON"));
        assert!(geometry("{\"type\":\"FeatureCollection\",\"features\":[]}").contains("no feature"));
        assert!(geometry("{\"type\":\"Point\",\"coordinates\":[1,2]}").contains("Point"));
        assert!(geometry("{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[3,4],[5,6]]]}").contains("four at least"));
        assert!(
            geometry("{\"type\":\"Polygon\",\"coordinates\":[[[1,200],[3,4],[5,6],[1,200]]]}").contains("longitude")
        );
        assert!(parse(&[0xff, 0xfe]).expect_err("refused").en.contains("UTF-8"));
    }
}
