#!/bin/bash
# Measures the program on a GPU: the card's own limits, the engine's speed, typing, and the same file
# through PyTorch where that is installed. Needs no network. See benches/README.md.
#
#   run.sh split FOLDER PROGRAM [FILE...]   cut program, model and libraries into pieces of at most 60 MiB
#   run.sh join FOLDER                      put them together again, each checked by its SHA-256
#   run.sh measure FOLDER OUT [--quick]     measure what was joined, write OUT/gpu.json and OUT/gpu.md
#
# FILE: the model's .gguf, and CUDA's libraries where the machine has none (libcublas.so.13,
# libcublasLt.so.13, libcurand.so.10); they are looked for beside the program. --quick: small sizes, to
# try the script itself on a CPU.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
piece=60M

usage() {
  sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

split_all() {
  [ $# -ge 2 ] || usage
  local folder=$1
  shift
  mkdir -p "$folder/pieces"
  if [ -n "$(ls -A "$folder/pieces")" ]; then
    echo "$folder/pieces is not empty: name a new folder" >&2
    exit 2
  fi
  local name
  for file; do
    # The name that the loader asks for, not that of the file behind a link.
    name=$(basename "$file")
    [ "$file" = "$1" ] && name=inglenook
    split --bytes=$piece --numeric-suffixes --suffix-length=3 "$file" "$folder/pieces/$name."
    echo "$(sha256sum <"$file" | cut -d' ' -f1)  $name"
  done >"$folder/SHA256SUMS"
  (cd "$folder" && sha256sum pieces/*) >"$folder/PIECES"
  cp "$here"/run.sh "$here"/*.py "$folder/"
  echo "$(wc -l <"$folder/PIECES") pieces in $folder/pieces: carry the folder over, then ./run.sh join ."
}

join_all() {
  [ $# -eq 1 ] || usage
  cd "$1"
  sha256sum --quiet --check PIECES
  mkdir -p joined
  while read -r digest name; do
    cat "pieces/$name".[0-9][0-9][0-9] >"joined/$name.part"
    echo "$digest  joined/$name.part" | sha256sum --quiet --check
    mv "joined/$name.part" "joined/$name"
  done <SHA256SUMS
  chmod +x joined/inglenook
  ls -l joined
}

measure_all() {
  [ $# -ge 2 ] || usage
  local joined out quick=${3:-} sizes=128,1024,8192 together=16,64 runs=3 characters=400 tokens=8192
  [ -d "$1/joined" ] || { echo "$1/joined is not there: ./run.sh join $1" >&2; exit 2; }
  joined=$(cd "$1/joined" && pwd)
  mkdir -p "$2"
  out=$(cd "$2" && pwd)
  case $quick in
  '') ;;
  --quick) sizes=64,256 together=2 runs=1 characters=60 tokens=256 ;;
  *) usage ;;
  esac
  local model program=$joined/inglenook
  model=$(find "$joined" -name '*.gguf' | head -1)
  [ -n "$model" ] || { echo "no .gguf among the joined files" >&2; exit 2; }
  # The program starts from nothing: a home of its own, nothing tuned, nothing kept.
  # Not local: it is removed when the script ends.
  home=$(mktemp -d)
  trap 'rm -rf "$home"' EXIT
  export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache
  # What is typed is one of these very files.
  cp "$here/table.py" "$home/typed.py"
  cd "$home"
  git init -q . 2>/dev/null || mkdir .git
  printf '[model]\npath = "%s"\ntune = false\n' "$model" >"$home/own.toml"
  # What fails is named in the report; the rest is measured all the same.
  step() {
    local name=$1
    shift
    echo "== $name" >&2
    if ! "$@" >"$out/$name" 2>"$out/$name.err"; then
      echo "$name failed: $(tail -1 "$out/$name.err")" >&2
    fi
  }
  step card.csv nvidia-smi --format=csv,noheader,nounits \
    --query-gpu=name,driver_version,memory.total,memory.free,compute_cap,clocks.max.memory,power.limit
  step doctor.txt "$program" --config own.toml doctor
  step bench.json "$program" --config own.toml model bench "$model" --sizes "$sizes" \
    --together "$together" --runs "$runs" --json
  step trace.md "$program" --config own.toml eval --trace typed.py --characters "$characters" \
    --seed 7 --export "$out/trace.jsonl"
  step torch.json python3 "$here/torch_rates.py" "$model" --sizes "$sizes" --tokens "$tokens"
  python3 "$here/table.py" "$out"
}

command=${1:-}
[ $# -gt 0 ] && shift
case $command in
split) split_all "$@" ;;
join) join_all "$@" ;;
measure) measure_all "$@" ;;
*) usage ;;
esac
