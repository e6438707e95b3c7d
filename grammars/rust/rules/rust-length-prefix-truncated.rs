fn frame(out: &mut BytesMut, body: &[u8]) {
    // ruleid: rust-length-prefix-truncated
    out.put_u16(body.len() as u16);
    out.extend_from_slice(body);
}

fn header(out: &mut Vec<u8>, name: &str) {
    // ruleid: rust-length-prefix-truncated
    out.extend_from_slice(&(name.len() as u32).to_be_bytes());
}

fn with_byteorder(out: &mut Vec<u8>, name: &str) {
    // ruleid: rust-length-prefix-truncated
    out.write_u16::<BigEndian>(name.len() as u16).unwrap();
}

fn good(out: &mut BytesMut, body: &[u8]) -> Result<(), TooLong> {
    // ok: rust-length-prefix-truncated
    out.put_u16(u16::try_from(body.len())?);
    // ok: rust-length-prefix-truncated
    out.put_u64(body.len() as u64);
    Ok(())
}

fn tested(out: &mut BytesMut, body: &[u8]) -> Result<(), TooLong> {
    if body.len() > 65535 {
        return Err(TooLong);
    }
    // ok: rust-length-prefix-truncated
    out.put_u16(body.len() as u16);
    Ok(())
}
