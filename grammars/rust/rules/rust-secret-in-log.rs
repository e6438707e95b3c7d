use log::{debug, error, info};

fn login(user: &str, password: &str, account: &Account) {
    // ruleid: rust-secret-in-log
    info!("login of {} with {}", user, password);
    // ruleid: rust-secret-in-log
    debug!("login with {password}");
    // ruleid: rust-secret-in-log
    println!("{:?} {}", user, account.api_key);
    // ruleid: rust-secret-in-log
    error!("rejected {}", get_password());
}

fn good(user: &str, password: &str, password_length: usize, encrypted_password: &str) {
    // ok: rust-secret-in-log
    info!("login of {}", user);
    // ok: rust-secret-in-log
    debug!("the password has {} characters", password_length);
    // ok: rust-secret-in-log
    debug!("password = {}", encrypted_password);
    // ok: rust-secret-in-log
    info!("password changed for {user}");
    // ok: rust-secret-in-log
    let line = format!("{}", password);
}

fn lengths(password: &str) {
    // ok: rust-secret-in-log
    info!("password of {} bytes", password.len());
    // ok: rust-secret-in-log
    println!("{}", password.is_empty());
    // ruleid: rust-secret-in-log
    println!("{} {}", password.len(), password);
}
