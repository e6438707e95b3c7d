//! Rebuilds the program when its embedded data changes. Nothing else belongs here.

fn main() {
    println!("cargo:rerun-if-changed=grammars");
    println!("cargo:rerun-if-changed=prompts");
}
