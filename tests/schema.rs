//! JSON Schema, as far as the schemas of these tests use it (draft-handrews-json-schema-validation-01). A keyword or a pattern
//! that is not known here is a failure, so that nothing is taken for checked that is not.

use serde_json::Value;

/// Says what only describes.
const SILENT: [&str; 6] = ["$schema", "$id", "title", "description", "default", "definitions"];

/// Lists what is wrong with a value, each with its path.
pub(crate) fn problems(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    Check { root: schema }.value(schema, value, "$", &mut found);
    found
}

struct Check<'s> {
    root: &'s Value,
}

impl Check<'_> {
    fn value(&self, schema: &Value, value: &Value, path: &str, found: &mut Vec<String>) {
        if let Value::Bool(allowed) = schema {
            if !allowed {
                found.push(format!("{path} is not allowed"));
            }
            return;
        }
        for (keyword, wanted) in schema.as_object().expect("a schema") {
            if !SILENT.contains(&keyword.as_str())
                && !self.keyword(schema, (keyword, wanted), value, path, found)
            {
                found.push(format!("{path}: {keyword} {wanted} is not met by {value}"));
            }
        }
    }

    fn keyword(
        &self,
        schema: &Value,
        (keyword, wanted): (&str, &Value),
        value: &Value,
        path: &str,
        found: &mut Vec<String>,
    ) -> bool {
        let fits = |schema: &Value| {
            let mut inner = Vec::new();
            self.value(schema, value, path, &mut inner);
            inner.is_empty()
        };
        match keyword {
            "$ref" => {
                let pointer = wanted.as_str().and_then(|text| text.strip_prefix('#')).expect("a reference");
                self.value(self.root.pointer(pointer).expect("a definition"), value, path, found);
                true
            }
            "type" => {
                list(wanted).map_or_else(|| is(value, wanted), |all| all.iter().any(|one| is(value, one)))
            }
            "enum" => list(wanted).expect("values").contains(value),
            "anyOf" => list(wanted).expect("schemas").iter().any(fits),
            "oneOf" => list(wanted).expect("schemas").iter().filter(|one| fits(one)).count() == 1,
            "required" | "properties" | "additionalProperties" | "items" => {
                self.inside(schema, (keyword, wanted), value, path, found)
            }
            _ => bounds((keyword, wanted), value, path),
        }
    }

    /// Checks what a value holds.
    fn inside(
        &self,
        schema: &Value,
        (keyword, wanted): (&str, &Value),
        value: &Value,
        path: &str,
        found: &mut Vec<String>,
    ) -> bool {
        match (keyword, value) {
            ("required", Value::Object(object)) => {
                let keys = list(wanted).expect("keys");
                return keys.iter().all(|key| object.contains_key(key.as_str().expect("a key")));
            }
            ("properties", Value::Object(object)) => {
                for (key, inner) in wanted.as_object().expect("properties") {
                    if let Some(value) = object.get(key) {
                        self.value(inner, value, &format!("{path}.{key}"), found);
                    }
                }
            }
            ("additionalProperties", Value::Object(object)) => {
                for (key, value) in object.iter().filter(|(key, _)| schema["properties"].get(key).is_none()) {
                    self.value(wanted, value, &format!("{path}.{key}"), found);
                }
            }
            ("items", Value::Array(array)) => {
                for (at, value) in array.iter().enumerate() {
                    self.value(wanted, value, &format!("{path}[{at}]"), found);
                }
            }
            _ => {}
        }
        true
    }
}

fn list(value: &Value) -> Option<&Vec<Value>> {
    value.as_array()
}

/// Checks how large or how formed a value is; the keywords are about values of one type.
fn bounds((keyword, wanted): (&str, &Value), value: &Value, path: &str) -> bool {
    match (keyword, value) {
        ("minItems", Value::Array(array)) => array.len() as u64 >= wanted.as_u64().expect("a number"),
        ("uniqueItems", Value::Array(array)) => {
            array.iter().enumerate().all(|(at, one)| !array[..at].contains(one))
        }
        ("minimum", Value::Number(number)) => number.as_f64() >= wanted.as_f64(),
        ("maximum", Value::Number(number)) => number.as_f64() <= wanted.as_f64(),
        ("format", Value::String(text)) => match wanted.as_str() {
            // RFC 3986 §2: what an address cannot hold unescaped.
            Some("uri" | "uri-reference") => {
                !text.contains([' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}'])
            }
            other => panic!("{path}: the format {other:?} is not judged here"),
        },
        ("minItems" | "uniqueItems" | "minimum" | "maximum" | "format", _) => true,
        _ => panic!("{path}: the keyword {keyword} is not judged here"),
    }
}

fn is(value: &Value, kind: &Value) -> bool {
    match kind.as_str().expect("the name of a type") {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("{other} is no type"),
    }
}

#[test]
fn what_a_schema_forbids_is_found() {
    let schema = serde_json::json!({
        "type": "object",
        "required": ["a"],
        "additionalProperties": false,
        "properties": {
            "a": { "$ref": "#/definitions/number" },
            "b": { "type": "array", "items": { "enum": ["x"] }, "minItems": 1, "uniqueItems": true },
            "c": { "oneOf": [{ "type": "string" }, { "type": "integer" }] },
            "d": { "type": "string", "format": "uri" },
        },
        "definitions": { "number": { "type": "integer", "minimum": 1 } },
    });
    for (text, wrong) in [
        (r#"{"a": 1, "b": ["x"], "c": "", "d": "a:b"}"#, false),
        (r#"{"b": ["x"]}"#, true),
        (r#"{"a": 0}"#, true),
        (r#"{"a": "1"}"#, true),
        (r#"{"a": 1, "z": 1}"#, true),
        (r#"{"a": 1, "b": []}"#, true),
        (r#"{"a": 1, "b": ["y"]}"#, true),
        (r#"{"a": 1, "b": ["x", "x"]}"#, true),
        (r#"{"a": 1, "c": null}"#, true),
        (r#"{"a": 1, "d": "a b"}"#, true),
        ("[]", true),
    ] {
        let found = problems(&schema, &serde_json::from_str(text).expect("JSON"));
        assert_eq!(!found.is_empty(), wrong, "{text}: {found:?}");
    }
}
