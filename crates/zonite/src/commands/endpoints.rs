//! `zonite endpoints`: what a firewall must allow for a registry.

use std::io::Write;

use anyhow::{Context, Result, bail};
use azure_model::model::RegistryIndex;
use azure_model::{Loaded, Model};
use insight::firewall;
use serde_json::Value;

use super::Exit;
use crate::args::EndpointsArgs;
use crate::render::endpoints;
use crate::source;

/// Prints what clients of one registry, or of each, connect to.
pub(crate) fn run(args: &EndpointsArgs) -> Result<Exit> {
    let found = source::find(args.config.config.as_deref(), args.file.as_deref());
    let loaded = source::load(&found)?;
    let registries = chosen(&loaded.model, args.registry.as_deref())?;
    let text = match args.json {
        true => {
            registries.iter().for_each(|&index| hint(&loaded.model, index));
            json(&loaded.model, &registries, args.registry.is_some())
        }
        false => text(&loaded, &registries),
    };
    std::io::stdout().write_all(text.as_bytes()).context("cannot write the endpoints")?;
    Ok(Exit::Fine)
}

/// Finds the registry that was named, or lists all of them.
fn chosen(model: &Model, named: Option<&str>) -> Result<Vec<RegistryIndex>> {
    if model.registries().is_empty() {
        bail!("the configuration has no container_registry");
    }
    let Some(named) = named else {
        return Ok((0..model.registries().len()).map(RegistryIndex).collect());
    };
    match firewall::find(model, named) {
        Some(index) => Ok(vec![index]),
        None => {
            let names: Vec<&str> = model.registries().iter().map(|registry| registry.name.as_str()).collect();
            bail!("there is no registry \"{named}\"; --registry takes one of: {}", names.join(", "))
        }
    }
}

/// Says on standard error what `az acr show-endpoints` says there, in its words.
fn hint(model: &Model, index: RegistryIndex) {
    let name = &model.registries()[index.0].name.value;
    if !firewall::requirements(model, index).has_data_endpoints {
        eprintln!(
            "WARNING: To configure client firewall w/o using wildcard storage blob urls, use \"az acr update --name {name} \
             --data-endpoint-enabled\" to enable dedicated data endpoints."
        );
    }
}

/// Writes an object for a registry that was named, else an array.
fn json(model: &Model, registries: &[RegistryIndex], is_named: bool) -> String {
    let object = |&index: &RegistryIndex| endpoints::json(&firewall::requirements(model, index).endpoints);
    let value = match registries {
        [only] if is_named => object(only),
        all => all.iter().map(object).collect::<Value>(),
    };
    format!("{value:#}\n")
}

fn text(loaded: &Loaded, registries: &[RegistryIndex]) -> String {
    let (model, snapshot) = (&loaded.model, &*loaded.compiled.snapshot);
    let one = |&index: &RegistryIndex| {
        endpoints::Ticket {
            model,
            registry: &model.registries()[index.0],
            requirements: &firewall::requirements(model, index),
            private: &firewall::private_targets(model, index),
            exempt: &firewall::exempt_from_proxies(model, snapshot, index),
        }
        .to_string()
    };
    registries.iter().map(one).collect::<Vec<_>>().join("\n")
}
