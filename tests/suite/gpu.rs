//! What is made of a card, of its absence and of what hinders its use; none of it needs a card.

use inglenook::cli::device::{Built, decided};
use inglenook::cli::health::State;
use inglenook::cli::health_gpu::{self, Proof};
use inglenook::config::options::Device;
use inglenook::model::gpu::{Card, Gpu, Seen, cache_mib};

const GIB: u64 = 1 << 30;

fn card() -> Card {
    Card {
        name: "NVIDIA GeForce RTX 4090".into(),
        driver: "580.65.06".into(),
        cuda: 13_000,
        capability: (8, 9),
        total: 24 * GIB,
        free: 22 * GIB,
    }
}

/// A machine on which all is well.
fn seen() -> Seen {
    Seen {
        built: true,
        made_for: Some(89),
        card: Ok(card()),
        hint: Some("/dev/nvidia0 shows an NVIDIA card".into()),
        libraries: Ok(()),
    }
}

/// Why the card of a machine is not used, and what to do.
fn unused(seen: Seen) -> (String, String) {
    match seen.judged() {
        Gpu::Unused { why, todo, .. } => (why, todo),
        other => panic!("it is {other:?}"),
    }
}

#[test]
fn a_card_is_used_when_driver_build_and_libraries_agree() {
    assert_eq!(seen().judged(), Gpu::Ready(card()));
    let unknown = Seen {
        made_for: None,
        ..seen()
    };
    assert_eq!(unknown.judged(), Gpu::Ready(card()));
}

#[test]
fn without_driver_and_device_there_is_no_card() {
    let nothing = Seen {
        card: Err("its library cannot be loaded".into()),
        hint: None,
        ..seen()
    };
    assert_eq!(nothing.judged(), Gpu::Absent);
}

#[test]
fn each_hindrance_is_told_with_what_to_do() {
    let (why, todo) = unused(Seen {
        card: Err("Driver Not Loaded".into()),
        ..seen()
    });
    assert!(why.contains("/dev/nvidia0") && why.contains("Driver Not Loaded"));
    assert!(todo.contains("driver"), "{todo}");

    let (why, todo) = unused(Seen {
        built: false,
        ..seen()
    });
    assert_eq!(why, "this build is for the CPU");
    assert!(todo.contains("--features cuda"), "{todo}");

    let (why, todo) = unused(Seen {
        made_for: Some(90),
        ..seen()
    });
    assert!(why.contains("9.0") && why.contains("8.9"), "{why}");
    assert_eq!(todo, "build it with CUDA_COMPUTE_CAP=89");

    let (why, todo) = unused(Seen {
        libraries: Err("the library libcublas.so.13 cannot be loaded".into()),
        ..seen()
    });
    assert!(why.contains("libcublas.so.13"), "{why}");
    assert!(todo.contains("CUDA_HOME"), "{todo}");

    let Gpu::Unused { why, .. } = seen().judged().holding(23 * GIB) else {
        panic!("23 GiB do not fit into 22");
    };
    assert!(why.contains("22.0 of 24.0 GiB") && why.contains("needs 23.0"));
    assert_eq!(seen().judged().holding(22 * GIB), Gpu::Ready(card()));
}

#[test]
fn the_device_follows_wish_build_and_card_with_one_line_where_hope_was() {
    let never = || -> Gpu { panic!("the card is not asked") };
    let cpu = decided(Built::Cuda, Device::Cpu, never);
    assert_eq!((cpu.gpu, cpu.note), (false, None));
    let cpu = decided(Built::Cpu, Device::Auto, never);
    assert_eq!((cpu.gpu, cpu.note), (false, None), "nobody hoped for a GPU");
    assert!(decided(Built::Metal, Device::Auto, never).gpu);
    let wished = decided(Built::Cpu, Device::Gpu, never).note;
    assert!(wished.expect("a line").contains("--features cuda"));

    let ready = decided(Built::Cuda, Device::Auto, || Gpu::Ready(card()));
    assert_eq!((ready.gpu, ready.note), (true, None));
    let absent = decided(Built::Cuda, Device::Auto, || Gpu::Absent);
    assert!(!absent.gpu);
    let line = absent.note.expect("a line");
    assert_eq!(line, "no NVIDIA card was found: the model runs on the CPU");
    let full = decided(Built::Cuda, Device::Gpu, || {
        Gpu::Ready(card()).holding(30 * GIB)
    });
    let line = full.note.expect("a line");
    assert!(!full.gpu && line.contains("22.0 of 24.0 GiB"), "{line}");
    assert_eq!(line.lines().count(), 1);
}

#[test]
fn doctor_names_the_card_and_warns_when_it_is_idle() {
    let ready = Gpu::Ready(card());
    let check = health_gpu::card(&ready, true, Device::Auto).expect("a check");
    assert_eq!(check.state, State::Ok);
    assert_eq!(
        check.said,
        "NVIDIA GeForce RTX 4090, driver 580.65.06 (CUDA 13.0), compute capability 8.9, 22.0 of 24.0 \
         GiB free"
    );
    let idle = health_gpu::card(&ready, true, Device::Cpu).expect("a check");
    assert_eq!(idle.state, State::Warning);
    assert!(idle.said.contains("model.device"), "{}", idle.said);

    let built = Seen {
        built: false,
        ..seen()
    };
    let check = health_gpu::card(&built.judged(), false, Device::Auto).expect("a check");
    assert_eq!(check.state, State::Warning);
    assert!(check.said.starts_with("NVIDIA GeForce RTX 4090"));
    assert!(check.said.ends_with("this build is for the CPU"));

    assert_eq!(health_gpu::card(&Gpu::Absent, false, Device::Auto), None);
    let missed = health_gpu::card(&Gpu::Absent, true, Device::Auto).expect("a check");
    assert_eq!(missed.state, State::Warning);
}

#[test]
fn doctor_believes_memory_and_time_and_nothing_else() {
    let proof = Proof {
        weights: 8 * GIB,
        free: (22 * GIB, 11 * GIB),
        token_ms: (9.0, Some(180.0)),
    };
    let check = health_gpu::used(&proof);
    assert_eq!(check.state, State::Ok);
    assert_eq!(
        check.said,
        "11.0 GiB of the card taken, 9.0 ms a token against 180.0 ms on the CPU"
    );
    let elsewhere = health_gpu::used(&Proof {
        free: (22 * GIB, 21 * GIB),
        ..proof
    });
    assert_eq!(elsewhere.state, State::Warning, "{}", elsewhere.said);
    let slow = health_gpu::used(&Proof {
        token_ms: (130.0, Some(180.0)),
        ..proof
    });
    assert_eq!(slow.state, State::Warning, "{}", slow.said);
    let alone = health_gpu::used(&Proof {
        token_ms: (9.0, None),
        ..proof
    });
    assert_eq!(alone.said, "11.0 GiB of the card taken, 9.0 ms a token");
}

#[test]
fn computed_prompts_get_an_eighth_of_the_card_and_never_what_the_weights_need() {
    // An eighth of 24 GiB, with 14 GiB left by the weights.
    assert_eq!(cache_mib(None, &card(), 8 * GIB).expect("room"), 3 * 1024);
    // 1 GiB is left, of which half.
    assert_eq!(cache_mib(None, &card(), 21 * GIB).expect("room"), 512);
    let large = Card {
        total: 141 * GIB,
        free: 140 * GIB,
        ..card()
    };
    assert_eq!(cache_mib(None, &large, 8 * GIB).expect("room"), 4096);
    assert_eq!(cache_mib(Some(9000), &large, 8 * GIB).expect("room"), 9000);
    let refused = cache_mib(Some(9000), &card(), 20 * GIB).expect_err("2 GiB are left");
    assert!(refused.to_string().contains("2048 MiB"), "{refused}");
}
