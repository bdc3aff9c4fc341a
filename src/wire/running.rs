//! A day under way as files: its state comes in, what changes in the plan goes out.
//!
//! The rest of the day is a problem file of its own: what has been done stands in its `done`, vehicles that are out are `running`, and windows are as narrow as
//! what was promised. So `huilu check` judges the new plan against it, and the next change starts from both.

pub mod answer;
pub mod format;
mod stand;

pub use stand::{Standing, standing};

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::matrix::travel::Travel;
use crate::plan::Plan;
use crate::wire::defect::{self, Defect, Report};
use crate::wire::plan::format::PlanFile;
use crate::wire::problem::format::ProblemFile;
use crate::wire::problem::{self, Parsed};
use crate::wire::schema;
use crate::wire::{json as tree, plan};
use format::{InsertRequest, OrdersFile, RepairRequest, StateFile};

static STATE: LazyLock<Value> = LazyLock::new(schema::of::<StateFile>);
static ORDERS: LazyLock<Value> = LazyLock::new(schema::of::<OrdersFile>);
static INSERT: LazyLock<Value> = LazyLock::new(schema::of::<InsertRequest>);
static REPAIR: LazyLock<Value> = LazyLock::new(schema::of::<RepairRequest>);
static PROBLEM: LazyLock<Value> = LazyLock::new(schema::of::<ProblemFile>);

/// A problem with its file, and the plan that was made for it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The file.
    pub file: ProblemFile,
    /// What it says.
    pub parsed: Parsed,
    /// Its plan.
    pub plan: Plan,
}

/// A problem and its plan.
///
/// # Errors
/// What is wrong with either, told by its place in `problem` or `plan`.
pub fn planned(problem: &[u8], plan: &[u8]) -> Result<Planned, Vec<Defect>> {
    let within = |part: &'static str| move |defects: Vec<Defect>| defect::within(part, defects);
    let file: ProblemFile = schema::message(problem, &PROBLEM).map_err(within("problem"))?;
    let parsed = problem::of_file(&file, Report::default()).map_err(within("problem"))?;
    let plan = plan::read(plan, &names(&parsed)).map_err(within("plan"))?;
    Ok(Planned { file, parsed, plan })
}

/// The rest of a day with new orders in it, from one message.
///
/// # Errors
/// What is wrong with any part of it, told by its place in the message.
pub fn read_insert(bytes: &[u8]) -> Result<Standing, Vec<Defect>> {
    let request: InsertRequest = schema::message(bytes, &INSERT)?;
    stood(request.problem, &request.plan, &request.state)?.with(&request.tasks)
}

/// The rest of a day, from one message.
///
/// # Errors
/// What is wrong with any part of it, told by its place in the message.
pub fn read_repair(bytes: &[u8]) -> Result<Standing, Vec<Defect>> {
    let request: RepairRequest = schema::message(bytes, &REPAIR)?;
    stood(request.problem, &request.plan, &request.state)
}

fn stood(file: ProblemFile, plan: &PlanFile, state: &StateFile) -> Result<Standing, Vec<Defect>> {
    let within = |part: &'static str| move |defects: Vec<Defect>| defect::within(part, defects);
    let parsed = problem::of_file(&file, Report::default()).map_err(within("problem"))?;
    let plan = plan::of_file(plan, &names(&parsed), Report::default()).map_err(within("plan"))?;
    standing(&Planned { file, parsed, plan }, state)
}

fn names(parsed: &Parsed) -> plan::Names {
    plan::Names::new(&parsed.day.with_travel(Travel::none()), &parsed.day.places)
}

/// The state of a day.
///
/// # Errors
/// What is wrong with its form.
pub fn read_state(bytes: &[u8]) -> Result<StateFile, Vec<Defect>> {
    schema::message(bytes, &STATE)
}

/// New orders: one as a problem file has it among `tasks`, a list of them, or a file with `tasks`.
///
/// # Errors
/// What is wrong with their form.
pub fn read_orders(bytes: &[u8]) -> Result<OrdersFile, Vec<Defect>> {
    let mut report = Report::default();
    let value = tree::read(bytes, &mut report).map_err(|defect| vec![*defect])?;
    let value = match value {
        Value::Array(_) => json!({ "tasks": value }),
        Value::Object(ref map) if !map.contains_key("tasks") => json!({ "tasks": [value] }),
        other => other,
    };
    let orders = schema::typed(&ORDERS, value, &mut report).filter(|_| report.is_clean());
    orders.ok_or_else(|| report.into_list())
}

#[cfg(test)]
mod tests;
