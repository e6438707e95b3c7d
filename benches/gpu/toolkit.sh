#!/bin/bash
# Assembles a CUDA 13.0 toolkit in a folder from packages of the Python package index, for machines
# on which none is installed. Enough to build `--features cuda`; nothing is installed anywhere else.
#
#   benches/gpu/toolkit.sh FOLDER      then do what its last lines say
#
# Needs python3 with pip, and gcc up to 15. CUDA 13.0 runs with drivers from 580 on.
set -euo pipefail

if [ $# -ne 1 ] || [ "${1#-}" != "$1" ]; then
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
if [ -e "$1" ] && [ -n "$(ls -A "$1")" ]; then
  echo "$1 is not empty: name a new folder" >&2
  exit 2
fi
mkdir -p "$1"
folder=$(cd "$1" && pwd)
packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT

# What nvcc, its kernels' headers and the libraries behind them are packed in. curand counts its own
# versions: 10.4.0 belongs to 13.0.
python3 -m pip install --quiet --no-deps --no-compile --only-binary :all: --target "$packages" \
  'nvidia-cuda-nvcc==13.0.*' 'nvidia-nvvm==13.0.*' 'nvidia-cuda-crt==13.0.*' \
  'nvidia-cuda-runtime==13.0.*' 'nvidia-cuda-cccl==13.0.*' 'nvidia-cuda-nvrtc==13.0.*' \
  'nvidia-cublas==13.0.*' 'nvidia-curand==10.4.0.*'
mv "$packages"/nvidia/cu13/* "$folder"

# The layout that builds look for: lib64, names without a version, and the driver's library, which
# only a machine with a card has: linkers are content with an empty one.
ln -s lib "$folder/lib64"
for library in "$folder"/lib/lib*.so.*; do
  name=${library##*/}
  [ -e "$folder/lib/${name%%.so.*}.so" ] || ln -s "$name" "$folder/lib/${name%%.so.*}.so"
done
mkdir "$folder/lib/stubs"
echo | gcc -shared -x c - -o "$folder/lib/stubs/libcuda.so" -Wl,-soname,libcuda.so.1

# One kernel for one card shows that the parts found each other.
echo '__global__ void twice(float *x) { x[threadIdx.x] *= 2; } int main() { return 0; }' >"$packages/one.cu"
"$folder/bin/nvcc" -std=c++17 -arch="sm_${CUDA_COMPUTE_CAP:-90}" "$packages/one.cu" -o "$packages/one"

for package in "$packages"/*.dist-info; do
  package=${package##*/}
  echo "  ${package%.dist-info}"
done
echo "$("$folder/bin/nvcc" --version | sed -n 4p), $(du -sh "$folder" | cut -f1), works. To build with it:"
cat <<END
  export CUDA_HOME='$folder' PATH='$folder/bin':"\$PATH"
  CUDA_COMPUTE_CAP=${CUDA_COMPUTE_CAP:-90} cargo build --release --features cuda
END
