use rand::rngs::{OsRng, SmallRng, StdRng};
use rand::{Rng, RngCore, SeedableRng};

fn session() -> u64 {
    // ruleid: rust-weak-random-secret
    let session_id = fastrand::u64(..);
    session_id
}

fn seeded(now: u64) -> u64 {
    let mut rng = StdRng::seed_from_u64(now);
    // ruleid: rust-weak-random-secret
    let token = rng.gen();
    token
}

fn small() -> [u8; 16] {
    let mut rng = SmallRng::from_entropy();
    // ruleid: rust-weak-random-secret
    let salt: [u8; 16] = rng.gen();
    salt
}

fn good() -> u64 {
    // ok: rust-weak-random-secret
    let session_id = OsRng.next_u64();
    session_id
}

fn dice() -> u8 {
    // ok: rust-weak-random-secret
    let roll = fastrand::u8(1..=6);
    let mut rng = SmallRng::from_entropy();
    // ok: rust-weak-random-secret
    let delay = rng.gen_range(0..100);
    roll
}
