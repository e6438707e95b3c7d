//! What a device can do at best: copying memory and multiplying matrices. Runs no model.

use crate::model::Ceilings;
use candle_core::{DType, Device, Result, Tensor};
use std::time::Instant;

/// Bytes copied, and the side of the square matrices, on a GPU and on a CPU.
const COPIED: [usize; 2] = [1 << 30, 1 << 26];
const SIDE: [usize; 2] = [8192, 768];
/// Measured runs, after one that only warms up.
const RUNS: usize = 5;

/// Measures the device that models run on; `gpu` as for loading. Takes seconds.
pub fn measure(gpu: Option<bool>) -> std::result::Result<Ceilings, String> {
    let placed = super::device::Placed::new(gpu, Some(1), 0)?;
    on(&placed.device, placed.name()).map_err(|error| error.to_string())
}

fn on(device: &Device, name: String) -> Result<Ceilings> {
    let at = usize::from(device.is_cpu());
    let dtype = if device.is_cpu() {
        DType::F32
    } else {
        DType::F16
    };
    let bytes = Tensor::zeros(COPIED[at], DType::U8, device)?;
    let copy = best(device, || bytes.copy())?;
    let side = SIDE[at];
    let matrix = Tensor::rand(-1f32, 1f32, (side, side), device)?.to_dtype(dtype)?;
    let product = best(device, || matrix.matmul(&matrix))?;
    Ok(Ceilings {
        device: name,
        // Each byte is read and written.
        copy_gb_s: 2.0 * COPIED[at] as f64 / copy / 1e9,
        matmul_tflops: 2.0 * (side as f64).powi(3) / product / 1e12,
        matmul: format!("{} {side}x{side}", dtype.as_str()),
    })
}

/// Seconds of the fastest run.
fn best(device: &Device, run: impl Fn() -> Result<Tensor>) -> Result<f64> {
    let mut best = f64::MAX;
    for warm in 0..=RUNS {
        device.synchronize()?;
        let begun = Instant::now();
        let made = run()?;
        device.synchronize()?;
        if warm > 0 {
            best = best.min(begun.elapsed().as_secs_f64());
        }
        drop(made);
    }
    Ok(best)
}
