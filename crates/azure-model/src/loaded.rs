//! What a configuration comes to.

use crate::compile::Compiled;
use crate::model::Model;
use azure_objects::diagnostic::Diagnostic;

/// A configuration that can be served.
#[derive(Debug)]
pub struct Loaded {
    /// The objects.
    pub model: Model,
    /// What they come to.
    pub compiled: Compiled,
    /// What somebody should look at, sorted by place.
    pub warnings: Vec<Diagnostic>,
}
