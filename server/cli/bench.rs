//! `inglenook model bench`: the engine's speed on this machine's device, as a table or as JSON.

use super::{CliError, Io, start};
use crate::config::Options;
use crate::eval::speed::{self, Beside, Size, Together};
use crate::model::{Ceilings, Engine, Place, Purpose, gpu::Gpu};
use serde::Serialize;
use std::io::Write;

/// What is measured.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Sizes of prompts in tokens
    #[arg(long, value_delimiter = ',', default_value = "128,1024,8192")]
    sizes: Vec<usize>,
    /// Runs of each size; the median counts
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Numbers of requests that come at once
    #[arg(long, value_delimiter = ',', default_value = "16,64")]
    together: Vec<usize>,
    /// Leave out the keystrokes beside a review
    #[arg(long)]
    no_review: bool,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// All that was measured.
#[derive(Serialize)]
struct Report {
    version: &'static str,
    model: String,
    device: String,
    context: usize,
    load_s: f64,
    weights_bytes: u64,
    /// Bytes of the card's memory that loading took; other programs may have moved it.
    card_bytes: Option<u64>,
    card: Option<crate::model::gpu::Card>,
    ceilings: Option<Ceilings>,
    sizes: Vec<Size>,
    together: Vec<Together>,
    beside: Option<Beside>,
}

pub fn run(args: &Args, options: &Options, io: &mut Io) -> Result<u8, CliError> {
    let plan = start::plan(&io.dirs, options, Purpose::Completion)?;
    let Place::File { path, gpu, .. } = &plan.spec.place else {
        return Err(CliError::new(
            "the options name a server, and only the local engine is measured",
        ));
    };
    if let Some(note) = &plan.note {
        writeln!(io.err, "note: {note}")?;
    }
    // Before the model takes its memory.
    let ceilings = match crate::model::ceilings(*gpu) {
        Ok(ceilings) => Some(ceilings),
        Err(why) => {
            writeln!(io.err, "note: the device's own limits are unknown: {why}")?;
            None
        }
    };
    let before = Gpu::look();
    let runtime = tokio::runtime::Runtime::new()?;
    let engine = {
        let _context = runtime.enter();
        start::load(&plan, &|_| {})?
    };
    let mut report = head(&engine, ceilings);
    report.weights_bytes = crate::model::weights_bytes(path);
    if let (Some(before), Some(after)) = (before.card(), Gpu::look().card())
        && report.device.starts_with("cuda")
    {
        report.card_bytes = Some(before.free.saturating_sub(after.free));
        report.card = Some(after.clone());
    }
    let measured = runtime.block_on(measure(&engine, args, &mut report));
    runtime.shutdown_background();
    measured?;
    if args.json {
        let text = serde_json::to_string_pretty(&report).map_err(anyhow::Error::from)?;
        writeln!(io.out, "{text}")?;
        return Ok(super::error::CLEAN);
    }
    print(&report, io)?;
    Ok(super::error::CLEAN)
}

fn head(engine: &Engine, ceilings: Option<Ceilings>) -> Report {
    let info = engine.model.info();
    Report {
        version: env!("CARGO_PKG_VERSION"),
        model: info.name,
        device: info.device,
        context: info.context,
        load_s: info.load_s,
        weights_bytes: 0,
        card_bytes: None,
        card: None,
        ceilings,
        sizes: Vec::new(),
        together: Vec::new(),
        beside: None,
    }
}

async fn measure(engine: &Engine, args: &Args, report: &mut Report) -> Result<(), CliError> {
    for size in &args.sizes {
        report
            .sizes
            .push(speed::size(engine, *size, args.runs).await?);
    }
    for requests in &args.together {
        report
            .together
            .push(speed::together(engine, *requests).await?);
    }
    if !args.no_review {
        report.beside = Some(speed::beside(engine).await?);
    }
    Ok(())
}

fn print(report: &Report, io: &mut Io) -> Result<(), CliError> {
    writeln!(
        io.out,
        "{} on {}, loaded in {:.1} s, {} tokens of context",
        report.model, report.device, report.load_s, report.context
    )?;
    if let Some(limits) = &report.ceilings {
        writeln!(
            io.out,
            "the device copies {:.0} GB/s and multiplies {:.2} Tflop/s ({})",
            limits.copy_gb_s, limits.matmul_tflops, limits.matmul
        )?;
    }
    for size in &report.sizes {
        match &size.skipped {
            Some(why) => writeln!(io.out, "{:6} tokens: not run, {why}", size.wanted)?,
            None => writeln!(
                io.out,
                "{:6} tokens: first token after {:.0} ms, reads {:.0} tokens/s, writes {:.1} tokens/s",
                size.prompt_tokens, size.first_ms, size.read_tokens_s, size.write_tokens_s
            )?,
        }
    }
    for together in &report.together {
        let Some(times) = together.times else {
            continue;
        };
        writeln!(
            io.out,
            "{:6} at once: p50 {:.0} ms, p95 {:.0} ms, {:.0} tokens/s",
            together.requests, times.p50_ms, times.p95_ms, together.tokens_s
        )?;
    }
    if let Some(beside) = &report.beside
        && let (Some(alone), Some(review)) = (beside.alone, beside.review)
    {
        writeln!(
            io.out,
            "a keystroke alone: p50 {:.0} ms, p95 {:.0} ms; beside a review: p50 {:.0} ms, p95 {:.0} ms",
            alone.p50_ms, alone.p95_ms, review.p50_ms, review.p95_ms
        )?;
    }
    Ok(())
}
