use std::sync::{Mutex, RwLock};

async fn fetch(cache: &Mutex<Cache>, url: &str) {
    let mut guard = cache.lock().unwrap();
    // ruleid: rust-lock-across-await
    let page = download(url).await;
    guard.insert(url, page);
}

async fn save(settings: &RwLock<Settings>) {
    let settings = settings.write().unwrap();
    // ruleid: rust-lock-across-await
    store(&settings).await;
}

async fn poisoned(cache: &Mutex<Cache>) {
    let guard = cache.lock().expect("not poisoned");
    // ruleid: rust-lock-across-await
    send(guard.len()).await;
}

async fn dropped(cache: &Mutex<Cache>) {
    let guard = cache.lock().unwrap();
    let length = guard.len();
    drop(guard);
    // ok: rust-lock-across-await
    send(length).await;
}

async fn scoped(cache: &Mutex<Cache>) {
    let length = {
        let guard = cache.lock().unwrap();
        guard.len()
    };
    // ok: rust-lock-across-await
    send(length).await;
}

async fn waiting(cache: &tokio::sync::Mutex<Cache>) {
    // ok: rust-lock-across-await
    let mut guard = cache.lock().await;
    // ok: rust-lock-across-await
    guard.insert(download("x").await);
}
