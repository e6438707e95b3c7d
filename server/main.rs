//! Arguments in, exit code out. Everything else lives in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(inglenook::cli::main(
        std::env::args_os(),
        inglenook::cli::Io::system(),
    ))
}
