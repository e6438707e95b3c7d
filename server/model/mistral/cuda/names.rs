//! The functions of CUDA's libraries that the engine calls: each defined here as a jump to where the
//! library was loaded. Nothing else. The list is what `nm -D --undefined-only` prints of a program that
//! is linked without it; a name that is missing brings its library back into `ldd`.

use std::arch::naked_asm;
use std::ffi::c_void;
use std::sync::atomic::AtomicPtr;

/// One library.
pub struct Library {
    /// Its file, with the version that this program was built for.
    pub file: &'static str,
    /// Names, and where the address of each belongs.
    pub functions: &'static [(&'static str, &'static AtomicPtr<c_void>)],
}

/// What a function is before it is loaded.
extern "C" fn absent() {
    panic!("CUDA was called before it was loaded: report this as a bug");
}

macro_rules! libraries {
    ($($file:expr => $($name:ident)*;)*) => {
        /// The libraries, in the order in which they have to be loaded.
        pub const LIBRARIES: &[Library] = &[$(Library {
            file: $file,
            functions: &[$((stringify!($name), &slots::$name)),*],
        }),*];

        #[allow(non_upper_case_globals)]
        mod slots {
            use super::*;
            $($(pub static $name: AtomicPtr<c_void> =
                AtomicPtr::new(absent as extern "C" fn() as *mut c_void);)*)*
        }

        $($(
            #[unsafe(naked)]
            #[unsafe(no_mangle)]
            #[allow(non_snake_case)]
            // SAFETY of all: the caller's arguments, stack and return address are left as they are.
            unsafe extern "C" fn $name() {
                #[cfg(target_arch = "x86_64")]
                naked_asm!("jmp qword ptr [rip + {}]", sym slots::$name);
                #[cfg(target_arch = "aarch64")]
                naked_asm!(
                    "adrp x16, {0}",
                    "ldr x16, [x16, :lo12:{0}]",
                    "br x16",
                    sym slots::$name
                );
            }
        )*)*
    };
}

libraries! {
    "libcuda.so.1" =>
        cuCtxDestroy_v2 cuCtxGetCurrent cuCtxSetCurrent cuCtxSynchronize cuDeviceGet
        cuDeviceGetAttribute cuDevicePrimaryCtxRelease_v2 cuDevicePrimaryCtxRetain
        cuEventCreate cuEventDestroy_v2 cuEventRecord cuGetErrorString cuInit
        cuLaunchKernel cuMemAllocAsync cuMemAlloc_v2 cuMemFreeAsync cuMemFree_v2
        cuMemGetInfo_v2 cuMemcpyDtoDAsync_v2 cuMemcpyDtoHAsync_v2 cuMemcpyHtoDAsync_v2
        cuMemcpyPeerAsync cuMemsetD8Async cuModuleGetFunction cuModuleLoad
        cuModuleLoadData cuModuleUnload cuStreamCreate cuStreamDestroy_v2
        cuStreamSynchronize cuStreamWaitEvent;
    concat!("libcublasLt.so.", env!("INGLENOOK_CUDA_MAJOR")) =>
        cublasLtCreate cublasLtDestroy cublasLtMatmul cublasLtMatmulAlgoGetHeuristic
        cublasLtMatmulDescCreate cublasLtMatmulDescDestroy
        cublasLtMatmulDescSetAttribute cublasLtMatmulPreferenceCreate
        cublasLtMatmulPreferenceDestroy cublasLtMatmulPreferenceSetAttribute
        cublasLtMatrixLayoutCreate cublasLtMatrixLayoutDestroy
        cublasLtMatrixLayoutSetAttribute;
    concat!("libcublas.so.", env!("INGLENOOK_CUDA_MAJOR")) =>
        cublasCreate_v2 cublasDestroy_v2 cublasDgemmStridedBatched
        cublasGemmStridedBatchedEx cublasSetStream_v2;
    "libcurand.so.10" =>
        curandCreateGenerator curandDestroyGenerator curandGenerateNormal
        curandGenerateNormalDouble curandGenerateUniform curandGenerateUniformDouble
        curandSetPseudoRandomGeneratorSeed curandSetStream;
}
