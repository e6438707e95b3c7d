//! Asks NVIDIA's driver of its card through its management library, loaded at run time. Holds the only
//! calls of that library; decides nothing. Names, types and sizes: NVML API reference, `nvml.h`.

use super::Card;

/// The first card that CUDA may use; `visible` is `CUDA_VISIBLE_DEVICES`.
///
/// # Errors
/// What the loader or the driver said.
#[cfg(unix)]
pub fn card(visible: Option<&str>) -> Result<Card, String> {
    let which = Which::of(visible).ok_or("CUDA_VISIBLE_DEVICES hides all cards")?;
    let library = Library::open()?;
    library.check(library.call::<fn0>(c"nvmlInit_v2")?, |init| {
        // SAFETY: it takes nothing.
        unsafe { init() }
    })?;
    let card = library.card(which);
    if let Ok(end) = library.call::<fn0>(c"nvmlShutdown") {
        // SAFETY: it takes nothing and ends what was begun above; its answer changes nothing.
        unsafe { end() };
    }
    card
}

#[cfg(not(unix))]
pub fn card(_visible: Option<&str>) -> Result<Card, String> {
    Err("cards are only looked for on Linux".into())
}

/// Which card CUDA counts as its first.
#[derive(Debug, PartialEq, Eq)]
enum Which {
    Index(u32),
    /// By identifier, as `GPU-8932f937-d72c-4106-c12f-20bd9faed9f6`.
    Id(String),
}

impl Which {
    /// `None` where the variable hides every card.
    fn of(visible: Option<&str>) -> Option<Self> {
        let first = match visible {
            None => return Some(Which::Index(0)),
            Some(list) => list.split(',').next().unwrap_or_default().trim(),
        };
        match first.parse::<i64>() {
            Ok(index) => u32::try_from(index).ok().map(Which::Index),
            Err(_) if first.starts_with("GPU-") || first.starts_with("MIG-") => {
                Some(Which::Id(first.into()))
            }
            // CUDA stops reading at the first entry that it does not understand.
            Err(_) => None,
        }
    }
}

#[cfg(unix)]
use unix::*;

#[cfg(unix)]
mod unix {
    use super::{Card, Which};
    use std::ffi::{CStr, CString, c_char, c_int, c_uint, c_void};
    use std::ptr::null_mut;

    #[allow(non_camel_case_types)]
    pub(super) type fn0 = unsafe extern "C" fn() -> c_int;
    type Device = *mut c_void;

    /// `nvmlMemory_t`, bytes.
    #[repr(C)]
    #[derive(Default)]
    struct Memory {
        total: u64,
        free: u64,
        used: u64,
    }

    /// The management library. It is never closed: the driver's libraries do not like to be.
    pub(super) struct Library(*mut c_void);

    impl Library {
        pub(super) fn open() -> Result<Self, String> {
            // SAFETY: a name that ends with a nought, and documented flags.
            let handle = unsafe { libc::dlopen(c"libnvidia-ml.so.1".as_ptr(), libc::RTLD_LAZY) };
            match handle.is_null() {
                false => Ok(Self(handle)),
                true => Err("its libnvidia-ml.so.1 cannot be loaded".into()),
            }
        }

        /// A function of the library. `F` has to be its type in `nvml.h`.
        pub(super) fn call<F: Copy>(&self, name: &CStr) -> Result<F, String> {
            assert_eq!(size_of::<F>(), size_of::<*mut c_void>(), "F is a function");
            // SAFETY: the handle is open and the name ends with a nought.
            let symbol = unsafe { libc::dlsym(self.0, name.as_ptr()) };
            match symbol.is_null() {
                // SAFETY: callers name the type that the header gives this function.
                false => Ok(unsafe { std::mem::transmute_copy(&symbol) }),
                true => Err(format!("the driver has no {}", name.to_string_lossy())),
            }
        }

        /// Calls, and makes an error of an answer that is not 0.
        pub(super) fn check<F: Copy>(&self, f: F, call: impl Fn(F) -> c_int) -> Result<(), String> {
            match call(f) {
                0 => Ok(()),
                code => Err(self.said(code)),
            }
        }

        fn said(&self, code: c_int) -> String {
            type Said = unsafe extern "C" fn(c_int) -> *const c_char;
            match self.call::<Said>(c"nvmlErrorString") {
                // SAFETY: it gives a constant text that ends with a nought for every number.
                Ok(said) => unsafe { CStr::from_ptr(said(code)) }
                    .to_string_lossy()
                    .into_owned(),
                Err(_) => format!("error {code}"),
            }
        }

        pub(super) fn card(&self, which: Which) -> Result<Card, String> {
            type Text = unsafe extern "C" fn(*mut c_char, c_uint) -> c_int;
            type Number = unsafe extern "C" fn(*mut c_int) -> c_int;
            type NameOf = unsafe extern "C" fn(Device, *mut c_char, c_uint) -> c_int;
            type MemoryOf = unsafe extern "C" fn(Device, *mut Memory) -> c_int;
            type CapabilityOf = unsafe extern "C" fn(Device, *mut c_int, *mut c_int) -> c_int;

            let device = self.device(which)?;
            let (mut cuda, mut major, mut minor) = (0, 0, 0);
            let mut memory = Memory::default();
            let driver: Text = self.call(c"nvmlSystemGetDriverVersion")?;
            let name: NameOf = self.call(c"nvmlDeviceGetName")?;
            // SAFETY of all: types as in the header, pointers to places of those types that live on.
            let driver = self.text(|at, len| unsafe { driver(at, len) })?;
            let name = self.text(|at, len| unsafe { name(device, at, len) })?;
            let of: Number = self.call(c"nvmlSystemGetCudaDriverVersion_v2")?;
            self.check(&mut cuda as *mut c_int, |at| unsafe { of(at) })?;
            let of: MemoryOf = self.call(c"nvmlDeviceGetMemoryInfo")?;
            self.check(&raw mut memory, |at| unsafe { of(device, at) })?;
            let of: CapabilityOf = self.call(c"nvmlDeviceGetCudaComputeCapability")?;
            let places = (&raw mut major, &raw mut minor);
            self.check(places, |(major, minor)| unsafe { of(device, major, minor) })?;
            Ok(Card {
                name,
                driver,
                cuda,
                capability: (major, minor),
                total: memory.total,
                free: memory.free,
            })
        }

        fn device(&self, which: Which) -> Result<Device, String> {
            type ByIndex = unsafe extern "C" fn(c_uint, *mut Device) -> c_int;
            type ById = unsafe extern "C" fn(*const c_char, *mut Device) -> c_int;
            let mut device: Device = null_mut();
            let place = &raw mut device;
            // SAFETY of both: types as in the header, a place for a device that lives on, and a text
            // that ends with a nought.
            match which {
                Which::Index(index) => {
                    let of: ByIndex = self.call(c"nvmlDeviceGetHandleByIndex_v2")?;
                    self.check(place, |at| unsafe { of(index, at) })?;
                }
                Which::Id(id) => {
                    let id = CString::new(id).map_err(|error| error.to_string())?;
                    let of: ById = self.call(c"nvmlDeviceGetHandleByUUID")?;
                    self.check(place, |at| unsafe { of(id.as_ptr(), at) })?;
                }
            }
            Ok(device)
        }

        /// A text that the driver writes into a place of 96 bytes, its longest.
        fn text(&self, write: impl Fn(*mut c_char, c_uint) -> c_int) -> Result<String, String> {
            let mut bytes = [0u8; 96];
            let place = bytes.as_mut_ptr().cast::<c_char>();
            self.check(place, |at| write(at, 95))?;
            let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(95);
            Ok(String::from_utf8_lossy(&bytes[..end]).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_visible_card_is_meant() {
        assert_eq!(Which::of(None), Some(Which::Index(0)));
        assert_eq!(Which::of(Some("2, 0")), Some(Which::Index(2)));
        let id = Some(Which::Id("GPU-1a".into()));
        assert_eq!(Which::of(Some("GPU-1a,1")), id);
        for hidden in ["", "-1", "none"] {
            assert_eq!(Which::of(Some(hidden)), None, "{hidden}");
        }
    }
}
