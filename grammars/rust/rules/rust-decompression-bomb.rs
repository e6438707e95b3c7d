use flate2::read::GzDecoder;
use std::io::Read;

fn unpack(body: &[u8]) -> Vec<u8> {
    let mut decoder = GzDecoder::new(body);
    let mut out = Vec::new();
    // ruleid: rust-decompression-bomb
    decoder.read_to_end(&mut out).unwrap();
    out
}

fn text(body: &[u8]) -> String {
    let mut out = String::new();
    // ruleid: rust-decompression-bomb
    flate2::read::ZlibDecoder::new(body).read_to_string(&mut out).unwrap();
    out
}

fn whole(body: &[u8]) -> Vec<u8> {
    // ruleid: rust-decompression-bomb
    zstd::stream::decode_all(body).unwrap()
}

fn limited(body: &[u8]) -> Vec<u8> {
    let decoder = GzDecoder::new(body);
    let mut out = Vec::new();
    // ok: rust-decompression-bomb
    decoder.take(1 << 20).read_to_end(&mut out).unwrap();
    // ok: rust-decompression-bomb
    let small = miniz_oxide::inflate::decompress_to_vec_with_limit(body, 1 << 20);
    out
}

fn plain(mut file: File) -> Vec<u8> {
    let mut out = Vec::new();
    // ok: rust-decompression-bomb
    file.read_to_end(&mut out).unwrap();
    out
}

#[tokio::test]
async fn served() {
    let mut decoder = GzDecoder::new(body().await);
    let mut text = String::new();
    // ok: rust-decompression-bomb
    decoder.read_to_string(&mut text).unwrap();
}
