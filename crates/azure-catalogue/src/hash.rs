//! Numbers that a name decides, the same in every run: for what a service would make at random.

/// Returns the FNV-1a hash of 128 bits of octets.
pub fn hash_of(octets: impl IntoIterator<Item = u8>) -> u128 {
    let (basis, prime) =
        (0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128, 0x0100_0000_0000_0000_0000_013b_u128);
    octets.into_iter().fold(basis, |hash, octet| (hash ^ u128::from(octet)).wrapping_mul(prime))
}
