//! Rebuilds the program when its embedded data changes, and lets a CUDA build start on any machine.
//! Nothing else belongs here.

use std::path::PathBuf;

fn main() {
    println!("cargo:rerun-if-changed=grammars");
    println!("cargo:rerun-if-changed=prompts");
    if std::env::var_os("CARGO_FEATURE_CUDA").is_some() {
        cuda();
    }
}

/// Says which CUDA the program is built for, and puts CUDA's runtime into the program whole. The
/// engine's kernels ask the linker for the shared one, and a program that is linked to that does not
/// even start where there is no CUDA; with every symbol defined already, the linker leaves the shared
/// one out.
fn cuda() {
    const ROOTS: [&str; 4] = [
        "CUDA_HOME",
        "CUDA_PATH",
        "CUDA_ROOT",
        "CUDA_TOOLKIT_ROOT_DIR",
    ];
    let mut roots: Vec<PathBuf> = Vec::new();
    for name in ROOTS {
        println!("cargo:rerun-if-env-changed={name}");
        roots.extend(std::env::var_os(name).map(PathBuf::from));
    }
    roots.extend(["/usr/local/cuda", "/opt/cuda", "/usr/lib/cuda", "/usr"].map(PathBuf::from));
    let major = roots.iter().find_map(|root| {
        let header = std::fs::read_to_string(root.join("include/cuda_runtime_api.h")).ok()?;
        let version = header
            .lines()
            .find_map(|line| line.strip_prefix("#define CUDART_VERSION"))?;
        Some(version.trim().parse::<u32>().ok()? / 1000)
    });
    let major = major.unwrap_or(13);
    println!("cargo:rustc-env=INGLENOOK_CUDA_MAJOR={major}");
    let folders = [
        "lib64",
        "lib",
        "lib/x86_64-linux-gnu",
        "targets/x86_64-linux/lib",
    ];
    let found = roots
        .iter()
        .flat_map(|root| folders.map(|folder| root.join(folder)))
        .find(|folder| folder.join("libcudart_static.a").is_file());
    match found {
        Some(folder) => {
            println!("cargo:rustc-link-search=native={}", folder.display());
            println!("cargo:rustc-link-lib=static:+whole-archive,-bundle=cudart_static");
        }
        None => println!(
            "cargo:warning=no libcudart_static.a in $CUDA_HOME/lib64: the program will only start where \
             CUDA's runtime library is installed"
        ),
    }
}
