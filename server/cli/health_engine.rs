//! What `doctor` says of a loaded engine: where it runs, how fast, and whether it fills known holes.
//! Prints nothing.

use super::health::{Check, State};
use super::{CliError, Dirs, forms, health_gpu, probe, start};
use crate::config::Options;
use crate::model::gpu::Gpu;
use crate::model::{Engine, Place, Purpose, Speed, tune};

/// Largest file, in bytes, that is also run on the CPU to compare.
const COMPARED: u64 = 2 << 30;

/// Loads the model for completions, measures it and lets it fill known holes.
pub fn probe(dirs: &Dirs, options: &Options) -> Result<Vec<Check>, CliError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let checks = {
        let _context = runtime.enter();
        let before = Gpu::look();
        match start::engine(dirs, options, Purpose::Completion, &|_| {}) {
            Ok(engine) => {
                let after = Gpu::look();
                let mut checks = runtime.block_on(probed(&engine));
                if engine.model.info().device.starts_with("cuda") {
                    checks.extend(used(dirs, options, &engine, (&before, &after)));
                }
                checks.extend(weights(dirs, options));
                checks
            }
            Err(error) => vec![Check::failed("engine", &error)],
        }
    };
    runtime.shutdown_background();
    Ok(checks)
}

/// The card as it is for the completions' model.
pub fn gpu(dirs: &Dirs, options: &Options) -> Gpu {
    let plan = start::plan(dirs, options, Purpose::Completion).ok();
    let needs = plan.and_then(|plan| plan.memory_gib).unwrap_or_default();
    Gpu::look().holding((needs * f64::from(1u32 << 30)) as u64)
}

/// Holds the memory that the model took and its speed against a run on the CPU in a process of its
/// own, where the model is small enough for one.
fn used(
    dirs: &Dirs,
    options: &Options,
    engine: &Engine,
    (before, after): (&Gpu, &Gpu),
) -> Option<Check> {
    let plan = start::plan(dirs, options, Purpose::Completion).ok()?;
    let Place::File { path, .. } = &plan.spec.place else {
        return None;
    };
    let weights = crate::model::weights_bytes(path);
    let cpu = (weights <= COMPARED).then(|| forms::measure(path, tune::Form::AsIs));
    let on_cpu = cpu.and_then(Result::ok);
    let ms = |speed: Speed| 1e3 / speed.generation;
    Some(health_gpu::used(&health_gpu::Proof {
        weights,
        free: (before.card()?.free, after.card()?.free),
        token_ms: (
            ms(engine.lane.speed()?),
            on_cpu.map(|probe| ms(probe.speed)),
        ),
    }))
}

/// The forms of the weights that were measured here, the one in use first.
fn weights(dirs: &Dirs, options: &Options) -> Option<Check> {
    let plan = start::plan(dirs, options, Purpose::Completion).ok()?;
    let measured = tune::measured(&plan.copies?, &tune::on_cpu(&plan.spec)?)?;
    let (best, _) = measured.best()?;
    let mut forms: Vec<_> = measured.forms().collect();
    forms.sort_by_key(|(form, _)| *form != best);
    let forms: Vec<String> = forms
        .iter()
        .map(|(form, probe)| format!("{form} {}", forms::said(probe)))
        .collect();
    Some(Check::ok("weights", forms.join("; ")))
}

/// What a loaded engine can do.
pub async fn probed(engine: &Engine) -> Vec<Check> {
    let info = engine.model.info();
    let loaded = format!(
        "{} on {}, loaded in {:.1} s, context {} tokens",
        info.name, info.device, info.load_s, info.context
    );
    let mut checks = vec![Check::ok("engine", loaded)];
    checks.push(match tune::measure(engine).await {
        Err(error) => return vec![Check::failed("engine", &error.into())],
        Ok(None) => Check::warning(
            "speed",
            "this model's server does not tell its times",
            "nothing to mend",
        ),
        Ok(Some(probe)) => {
            let said = forms::said(&probe);
            match probe.speed.generation < 4.0 {
                true => Check::warning(
                    "speed",
                    said,
                    "a smaller model is faster: `inglenook model list`",
                ),
                false => Check::ok("speed", said),
            }
        }
    });
    checks.push(match probe::holes(engine).await {
        Err(error) => Check::failed("holes", &error.into()),
        Ok(filled) => {
            let right = filled.iter().filter(|filled| filled.right()).count();
            let said = format!("{right} of {} known holes filled rightly", filled.len());
            let wrong: Vec<String> = filled
                .iter()
                .filter(|filled| !filled.right())
                .map(|filled| format!("{:?} instead of {:?}", filled.got, filled.expected))
                .collect();
            match wrong.is_empty() {
                true => Check::ok("holes", said),
                false if right > 0 => Check::warning("holes", said, wrong.join("; ")),
                false => Check {
                    state: State::Problem,
                    ..Check::warning(
                        "holes",
                        said,
                        format!("is the family right? {}", wrong.join("; ")),
                    )
                },
            }
        }
    });
    checks
}
