fn body(packet: &[u8]) -> &[u8] {
    let length = u16::from_be_bytes([packet[0], packet[1]]) as usize;
    // ruleid: rust-index-from-network
    &packet[2..length]
}

fn parts(packet: &[u8]) -> (&[u8], &[u8]) {
    let at = u32::from_le_bytes(packet[..4].try_into().unwrap()) as usize;
    // ruleid: rust-index-from-network
    packet.split_at(at)
}

fn frame(bytes: &mut Bytes) -> Bytes {
    let length = bytes.get_u32() as usize;
    // ruleid: rust-index-from-network
    bytes.split_to(length)
}

fn checked(packet: &[u8]) -> Option<&[u8]> {
    let length = u16::from_be_bytes([packet[0], packet[1]]) as usize;
    // ok: rust-index-from-network
    packet.get(2..length)
}

fn compared(packet: &[u8]) -> Result<&[u8], Short> {
    let length = u16::from_be_bytes([packet[0], packet[1]]) as usize;
    if length > packet.len() {
        return Err(Short);
    }
    // ok: rust-index-from-network
    Ok(&packet[..length])
}

fn fixed(packet: &[u8]) -> &[u8] {
    // ok: rust-index-from-network
    &packet[..2]
}

fn record(tag: &[u8]) -> Option<&[u8]> {
    let offset = u32::from_be_bytes([tag[0], tag[1], tag[2], tag[3]]) as usize;
    if tag.len() < offset.saturating_add(16) {
        return None;
    }
    // ok: rust-index-from-network
    Some(&tag[offset..offset + 16])
}
