//! The octets of a file as text: a zone file has no encoding (RFC 1035 §5.1), and comments hold anything.

/// Reads octets as text. One that is no UTF-8 becomes `\DDD`, which means the same in a name and in a string, and nothing in
/// a comment.
pub(super) fn to_text(octets: Vec<u8>) -> String {
    let octets = match String::from_utf8(octets) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let mut text = String::with_capacity(octets.len());
    for chunk in octets.utf8_chunks() {
        text.push_str(chunk.valid());
        for octet in chunk.invalid() {
            // A backslash before it takes it as it is: so does the escape.
            let backslashes = text.bytes().rev().take_while(|&byte| byte == b'\\').count();
            if backslashes % 2 == 1 {
                text.pop();
            }
            text.push_str(&format!("\\{octet:03}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_octets_are_written_as_numbers() {
        for (octets, want) in [
            (&b"x A 10.0.0.1 ; B\xFCro\n"[..], "x A 10.0.0.1 ; B\\252ro\n"),
            (b"\xEF\xBB\xBFx \xC3\xBC", "\u{FEFF}x ü"),
            (b"\\\xE4 \\\\\xE4", "\\228 \\\\\\228"),
            (b"", ""),
        ] {
            assert_eq!(to_text(octets.to_vec()), want);
        }
    }
}
