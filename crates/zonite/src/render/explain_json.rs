//! Explanations as JSON; docs/explain.schema.json describes it.

use azure_model::explain::Explanation;
use serde_json::{Value, json};

use super::explain::Asked;

pub(crate) fn explanation(_explanation: &Explanation, _asked: Asked<'_>) -> Value {
    json!({})
}

pub(crate) fn networks(_all: &[(String, Explanation)]) -> Value {
    json!({})
}
