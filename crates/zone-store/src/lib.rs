//! Names, zones, networks and the resolution engine of Zonite, as pure data: no sockets, files or clocks here,
//! and no word of what a zone is for.

pub mod answer;
pub mod name;
pub mod origin;
pub mod rdata;
pub mod record;
pub mod zone_file;
