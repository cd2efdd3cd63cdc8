//! Any octets as an upstream's reply: no panic; what is read can be written, and is then read the same.

#![no_main]

use dns_server::wire::{Request, Sizes, decode, encode};
use libfuzzer_sys::fuzz_target;
use zone_store::answer::Answer;

const QUERY: &[u8] = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x01\
    \x00\x00\x01\x00\x01\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00";

/// What there is to compare.
fn sets(answer: &Answer<'_>) -> Vec<(String, u16, u32, Vec<u8>)> {
    let sets = answer.answer.iter().chain(&answer.authority);
    sets.map(|set| (set.owner.to_string(), set.rtype.into(), set.ttl, set.packed.to_ascii_lowercase())).collect()
}

fuzz_target!(|octets: &[u8]| {
    let Ok(answer) = decode(octets) else { return };
    let request = Request::parse(QUERY).expect("a query");
    let mut written = Vec::new();
    encode(&request.envelope, &answer, Sizes::tcp(1232), None, &mut written);
    let again = decode(&written).expect("what was written can be read");
    // TC: decompressed, a message can be larger than a message may be.
    if written[2] & 2 == 0 {
        assert_eq!(sets(&again), sets(&answer));
    }
});
