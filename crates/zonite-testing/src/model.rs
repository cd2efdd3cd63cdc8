//! A model as it is kept: what it was made of, for the next change.

use std::path::{Path, PathBuf};

use azure_model::{ConfigFile, Diagnostic, Diagnostics, Disk, Severity};
use host::{Configuration, ConfigurationSource};

use crate::error::Error;

/// What stands for a text in diagnostics.
const TEXT: &str = "model";

/// What a model is made of.
#[derive(Clone)]
pub(crate) struct Model {
    objects: ConfigFile,
    /// The folder of its zone files; `None`: it came from no file, and can have none.
    folder: Option<PathBuf>,
}

/// A model without a mistake, about to be served.
pub(crate) struct NextModel {
    /// What it is made of.
    pub(crate) model: Model,
    /// What is served of it.
    pub(crate) configuration: Configuration,
}

impl NextModel {
    /// Makes the model of a text.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let source = ConfigurationSource::Text { name: TEXT.to_owned(), text: text.to_owned() };
        Self::read(&source, text, None)
    }

    /// Makes the model of a file.
    pub(crate) fn load(path: &Path) -> Result<Self, Error> {
        let text = azure_model::read_text(path, &Disk).map_err(Error::Model)?;
        Self::read(
            &ConfigurationSource::File(path.to_owned()),
            &text,
            Some(azure_model::folder_of(path).to_owned()),
        )
    }

    fn read(source: &ConfigurationSource, text: &str, folder: Option<PathBuf>) -> Result<Self, Error> {
        let configuration = Configuration::load(source).map_err(errors_only)?;
        let mut diagnostics = Diagnostics::default();
        match ConfigFile::parse(text, &source.to_string(), &mut diagnostics) {
            Some(objects) => Ok(Self { model: Model { objects, folder }, configuration }),
            None => Err(errors_only(diagnostics.into_sorted())),
        }
    }
}

impl Model {
    /// Makes the model that a change leads to.
    pub(crate) fn changed(&self, change: impl FnOnce(&mut ConfigFile)) -> Result<NextModel, Error> {
        let mut model = self.clone();
        change(&mut model.objects);
        let objects = Box::new(model.objects.clone());
        let source = ConfigurationSource::Objects { objects, folder: model.folder.clone() };
        let configuration = Configuration::load(&source).map_err(errors_only)?;
        Ok(NextModel { model, configuration })
    }
}

/// Leaves out what one may look at: a test is told why its model cannot be served.
fn errors_only(list: Vec<Diagnostic>) -> Error {
    Error::Model(list.into_iter().filter(|one| one.severity == Severity::Error).collect())
}
