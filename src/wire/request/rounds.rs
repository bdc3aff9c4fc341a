//! `POST /v1/rounds`: a problem as it is, or a problem with options.

use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::wire::codes::{E1000, E1011};
use crate::wire::defect::{Defect, Report};
use crate::wire::json;
use crate::wire::problem::{self, Parsed};
use crate::wire::schema::{self, shape};

/// How a day is to be planned; in the body beside `problem`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundsOptions {
    /// The city, where more than one is loaded; by default that of the problem.
    pub city: Option<String>,
    /// How long to search; the service may allow less.
    #[schemars(range(min = 0.1, max = 86400.0))]
    pub seconds: Option<f64>,
    /// How many iterations to search instead: then the same request gives the same plan.
    #[schemars(range(min = 1, max = 1_000_000_000_000_u64))]
    pub iterations: Option<u64>,
    /// The seed of the search; by default 0.
    #[serde(default)]
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_u64))]
    pub seed: u64,
}

/// A day to be planned.
#[derive(Clone, Debug)]
pub struct RoundsQuery {
    /// The day, and what the file says beside it.
    pub parsed: Parsed,
    /// How to plan it.
    pub options: RoundsOptions,
}

static SCHEMA: LazyLock<Value> = LazyLock::new(schema::of::<RoundsOptions>);

/// Reads the body: a problem, or `{"problem": …}` with [`RoundsOptions`] beside it.
///
/// # Errors
/// Everything that is wrong with it, at once; pointers are into the body.
pub fn read(body: &[u8]) -> Result<RoundsQuery, Vec<Defect>> {
    let mut report = Report::default();
    let value = json::read(body, &mut report).map_err(|d| vec![*d])?;
    match value {
        Value::Object(map) if !map.contains_key("problem") && !map.contains_key("tasks") => {
            report.add(Defect::new(&E1011, "", ["problem".into()]));
            Err(report.into_parts().0)
        }
        Value::Object(map) if map.contains_key("problem") => with_options(map, report),
        bare => {
            problem::read_tree(bare, report).map(|parsed| RoundsQuery { parsed, options: RoundsOptions::default() })
        }
    }
}

fn with_options(mut map: Map<String, Value>, mut report: Report) -> Result<RoundsQuery, Vec<Defect>> {
    let problem = map.remove("problem").unwrap_or_default();
    let mut rest = Value::Object(map);
    shape::mend(&SCHEMA, &mut rest, &mut report);
    let options = serde_json::from_value::<RoundsOptions>(rest);
    if let Err(e) = &options {
        report.add(Defect::new(&E1000, "", [e.to_string().into()]));
    }
    let parsed = problem::read_tree(problem, Report::default()).map_err(|mut defects| {
        for defect in &mut defects {
            defect.pointer.insert_str(0, "/problem");
        }
        defects
    });
    let (mut errors, _) = report.into_parts();
    match (parsed, options) {
        (Ok(parsed), Ok(options)) if errors.is_empty() => Ok(RoundsQuery { parsed, options }),
        (parsed, _) => {
            errors.extend(parsed.err().unwrap_or_default());
            Err(errors)
        }
    }
}
