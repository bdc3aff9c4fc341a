//! The description of the service, `/openapi.json`: made of the routes themselves and the schemas of their types.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};
use utoipa::openapi::path::{Operation, OperationBuilder, ParameterBuilder, ParameterIn, Paths};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{Object, Type};
use utoipa::openapi::{Content, InfoBuilder, OpenApiBuilder, Ref, RefOr, Required, ResponseBuilder, Schema};

use crate::wire::mobile::answer::TimetableFile;
use crate::wire::mobile::format::MobileFile;
use crate::wire::mobile::next::NextAnswer;
use crate::wire::mobile::today::{TodayAnswer, TodayRequest};
use crate::wire::network::answer::AnswerFile;
use crate::wire::network::ask::{MergeRequest, SweepRequest, TestRequest};
use crate::wire::network::format::NetworkFile;
use crate::wire::network::merge::MergeFile;
use crate::wire::network::sweep::SweepFile;
use crate::wire::network::test::TestFile;
use crate::wire::plan::format::PlanFile;
use crate::wire::problem::format::ProblemFile;
use crate::wire::problem_doc::ProblemDoc;
use crate::wire::request::{
    IsochroneRequest, MatrixRequest, MobileNextRequest, NearestRequest, RouteRequest, SnapRequest,
};
use crate::wire::response::{CityAnswer, MatrixAnswer, NearestAnswer, RouteAnswer, RulesAnswer, SnapAnswer};
use crate::wire::rules::RulesFile;
use crate::wire::running::answer::ChangesFile;
use crate::wire::running::format::{InsertRequest, RepairRequest};

const ABOUT: &str = "Routes, matrices, collection rounds and recycling networks on one city's OpenStreetMap.\n\n\
    Units are in the names: `_s` seconds, `_m` metres, `_kg` kilograms, `_l` litres, `_fen` hundredths of a yuan. \
    Positions are `[longitude, latitude]`, WGS-84. Windows are closed at both ends. What cannot be reached is `null`. \
    Every refusal is an RFC 9457 problem with `code`, `cause` and `remedy`, in Chinese or English by `Accept-Language`.";

/// One operation, and how it may be refused.
pub(super) struct About {
    operation: OperationBuilder,
    answer: ResponseBuilder,
}

/// An operation in one sentence, English then Chinese.
pub(super) fn about(id: &str, en: &str, zh: &str) -> About {
    let operation = OperationBuilder::new().operation_id(Some(id)).summary(Some(en)).description(Some(zh));
    About { operation, answer: ResponseBuilder::new() }
}

fn reference(name: &str) -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name(name))
}

impl About {
    /// Its body: a schema by name.
    pub(super) fn takes(self, schema: &str) -> Self {
        let body = RequestBodyBuilder::new()
            .content("application/json", Content::new(Some(reference(schema))))
            .required(Some(Required::True));
        Self { operation: self.operation.request_body(Some(body.build())), ..self }
    }
    /// A parameter of its query string, as text.
    pub(super) fn parameter(self, name: &str, required: bool, words: &str) -> Self {
        self.with_parameter(ParameterIn::Query, name, required, words)
    }
    /// A parameter of its path.
    pub(super) fn part(self, name: &str, words: &str) -> Self {
        self.with_parameter(ParameterIn::Path, name, true, words)
    }
    /// A header of its request.
    pub(super) fn header(self, name: &str, required: bool, words: &str) -> Self {
        self.with_parameter(ParameterIn::Header, name, required, words)
    }
    fn with_parameter(self, place: ParameterIn, name: &str, required: bool, words: &str) -> Self {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(place)
            .required(if required { Required::True } else { Required::False })
            .description(Some(words))
            .schema(Some(Object::with_type(Type::String)));
        Self { operation: self.operation.parameter(parameter), ..self }
    }
    /// Its answer: a schema by name.
    pub(super) fn gives(self, schema: &str) -> Self {
        self.answers("application/json", schema)
    }
    /// Its answer: a schema by name, in some media type.
    pub(super) fn answers(self, media: &str, schema: &str) -> Self {
        self.answer(media, Content::new(Some(reference(schema))))
    }
    /// Its answer: bytes of some media type.
    pub(super) fn sends(self, media: &str) -> Self {
        self.answer(media, Content::new(None::<Schema>))
    }
    fn answer(self, media: &str, content: Content) -> Self {
        let answer = ResponseBuilder::new().description("The answer 结果").content(media, content);
        Self { operation: self.operation, answer }
    }
    /// The same answer in one more media type.
    pub(super) fn also(self, media: &str) -> Self {
        Self { answer: self.answer.content(media, Content::new(None::<Schema>)), ..self }
    }
    /// The statuses it may be refused with.
    pub(super) fn refuses(self, statuses: &[u16]) -> Operation {
        let answer = self.answer.build();
        // What gives nothing (a redirection) has no answer to describe.
        let mut operation = match answer.content.is_empty() {
            true => self.operation,
            false => self.operation.response("200", answer),
        };
        for status in statuses {
            let name = axum::http::StatusCode::from_u16(*status).ok().and_then(|s| s.canonical_reason());
            let response = ResponseBuilder::new()
                .description(name.unwrap_or("Refused"))
                .content("application/problem+json", Content::new(Some(reference("ProblemDoc"))));
            operation = operation.response(status.to_string(), response);
        }
        operation.build()
    }
}

/// The whole description.
pub(super) fn document(paths: Paths) -> Value {
    let info =
        InfoBuilder::new().title("huilu 回路").version(env!("CARGO_PKG_VERSION")).description(Some(ABOUT)).build();
    let api = OpenApiBuilder::new().info(info).paths(paths).build();
    let mut tree = serde_json::to_value(api).unwrap_or_default();
    tree["components"] = json!({ "schemas": schemas() });
    tree
}

/// All schemas that operations name.
fn schemas() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut generator = settings.clone().into_generator();
    add::<RouteRequest>(&mut generator);
    add::<MatrixRequest>(&mut generator);
    add::<NearestRequest>(&mut generator);
    add::<IsochroneRequest>(&mut generator);
    add::<SnapRequest>(&mut generator);
    add::<ProblemFile>(&mut generator);
    add::<InsertRequest>(&mut generator);
    add::<RepairRequest>(&mut generator);
    add::<NetworkFile>(&mut generator);
    add::<MobileFile>(&mut generator);
    add::<MobileNextRequest>(&mut generator);
    add::<TodayRequest>(&mut generator);
    add::<TestRequest>(&mut generator);
    add::<SweepRequest>(&mut generator);
    add::<MergeRequest>(&mut generator);
    add::<RulesFile>(&mut generator);
    let mut all = generator.take_definitions(true);
    // Answers are described as they are written: a field that may be null is always there. What questions and answers share
    // is described as it is read.
    let mut generator = settings.for_serialize().into_generator();
    add::<RouteAnswer>(&mut generator);
    add::<MatrixAnswer>(&mut generator);
    add::<NearestAnswer>(&mut generator);
    add::<SnapAnswer>(&mut generator);
    add::<CityAnswer>(&mut generator);
    add::<RulesAnswer>(&mut generator);
    add::<PlanFile>(&mut generator);
    add::<ChangesFile>(&mut generator);
    add::<AnswerFile>(&mut generator);
    add::<TimetableFile>(&mut generator);
    add::<NextAnswer>(&mut generator);
    add::<TodayAnswer>(&mut generator);
    add::<TestFile>(&mut generator);
    add::<SweepFile>(&mut generator);
    add::<MergeFile>(&mut generator);
    add::<ProblemDoc>(&mut generator);
    for (name, schema) in generator.take_definitions(true) {
        all.entry(name).or_insert(schema);
    }
    all.insert("Isochrone".into(), isochrone());
    Value::Object(all)
}

fn add<T: JsonSchema>(generator: &mut SchemaGenerator) {
    generator.subschema_for::<T>();
}

fn isochrone() -> Value {
    let number = |words: &str| json!({ "type": "number", "description": words });
    json!({
        "type": "object",
        "description": "A GeoJSON feature collection: one feature a time, its geometry a MultiPolygon",
        "required": ["type", "features"],
        "properties": {
            "type": { "const": "FeatureCollection" },
            "features": { "type": "array", "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": { "const": "Feature" },
                    "geometry": { "type": "object", "required": ["type", "coordinates"], "properties": {
                        "type": { "const": "MultiPolygon" },
                        "coordinates": { "type": "array" }
                    } },
                    "properties": { "type": "object", "required": ["minutes", "reached_m"], "properties": {
                        "minutes": number("Within this time"),
                        "reached_m": number("Length of road reached, each direction counted")
                    } }
                }
            } }
        }
    })
}
