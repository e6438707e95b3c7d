//! Tests that run the real default model. They need the `mistral` feature and `--release`.
