use std::io::Read;

fn message(stream: &mut TcpStream) -> Vec<u8> {
    let mut header = [0u8; 4];
    stream.read_exact(&mut header).unwrap();
    let length = u32::from_be_bytes(header) as usize;
    // ruleid: rust-unbounded-allocation
    let mut body = vec![0u8; length];
    stream.read_exact(&mut body).unwrap();
    body
}

fn rows(bytes: &mut Bytes) -> Vec<Row> {
    let count = bytes.get_u32();
    // ruleid: rust-unbounded-allocation
    let mut rows = Vec::with_capacity(count as usize);
    rows
}

fn grown(reader: &mut Reader, buffer: &mut Vec<u8>) {
    let more = reader.read_u64::<LittleEndian>().unwrap();
    // ruleid: rust-unbounded-allocation
    buffer.reserve(more as usize);
}

fn limited(stream: &mut TcpStream, header: [u8; 4]) -> Result<Vec<u8>, TooLong> {
    let length = u32::from_be_bytes(header) as usize;
    if length > 65536 {
        return Err(TooLong);
    }
    // ok: rust-unbounded-allocation
    Ok(vec![0u8; length])
}

fn clipped(bytes: &mut Bytes) -> Vec<Row> {
    let count = bytes.get_u32() as usize;
    // ok: rust-unbounded-allocation
    Vec::with_capacity(count.min(1024))
}

fn own(rows: &[Row]) -> Vec<Row> {
    // ok: rust-unbounded-allocation
    Vec::with_capacity(rows.len())
}

fn extra(reader: &mut impl Read, body: &[u8]) -> Vec<u8> {
    let length = reader.read_u16::<BigEndian>().unwrap();
    // ok: rust-unbounded-allocation
    let extra = vec![0; length as usize];
    let end = u32::from_be_bytes([body[0], body[1], body[2], body[3]]);
    let name = &body[..end as usize];
    // ok: rust-unbounded-allocation
    Vec::with_capacity(name.len() + 1)
}
