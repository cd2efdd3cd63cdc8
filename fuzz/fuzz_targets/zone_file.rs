//! Any text as a zone file: no panic, and what is read can be built, written and read again.

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use zone_store::name::Name;
use zone_store::origin::Origin;
use zone_store::rdata;
use zone_store::zone::{Record, ZoneBuilder};
use zone_store::zone_file::{self, IncludeError, ZoneText};

fuzz_target!(|text: &str| {
    let apex: Name = "example.com".parse().expect("a name");
    let source = ZoneText { text: text.to_owned(), file: Arc::from("fuzz"), origin: Origin(1) };
    let mut include = |_: &str| -> Result<ZoneText, IncludeError> { Err(IncludeError::NotFound { folder: ".".into() }) };
    let mut builder = ZoneBuilder::new(apex.clone(), Origin::UNKNOWN);
    zone_file::read(&source, &apex, 3600, &mut include, &mut |record| {
        let Record { rtype, rdata, .. } = record;
        let written = rdata::display(rtype, rdata).to_string();
        let again = rdata::parse_text(rtype, &written, &Name::root());
        assert_eq!(again.as_deref(), Ok(rdata), "{rtype} {written}");
        builder.add(record);
    });
    let _ = builder.build();
});
