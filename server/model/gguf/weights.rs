//! How GGUF stores weights: one table of types and block sizes. Nothing else.

/// How weights are stored: elements and bytes of one block (`ggml-common.h`).
pub(super) struct Weights {
    pub id: u32,
    pub name: &'static str,
    pub elements: u64,
    pub bytes: u64,
    /// Whether candle 0.10 has kernels for it (`GgmlDType`).
    pub runs: bool,
}

const fn weights(id: u32, name: &'static str, elements: u64, bytes: u64, runs: bool) -> Weights {
    Weights {
        id,
        name,
        elements,
        bytes,
        runs,
    }
}

pub(super) const WEIGHTS: &[Weights] = &[
    weights(0, "F32", 1, 4, true),
    weights(1, "F16", 1, 2, true),
    weights(2, "Q4_0", 32, 18, true),
    weights(3, "Q4_1", 32, 20, true),
    weights(6, "Q5_0", 32, 22, true),
    weights(7, "Q5_1", 32, 24, true),
    weights(8, "Q8_0", 32, 34, true),
    weights(9, "Q8_1", 32, 36, true),
    weights(10, "Q2_K", 256, 84, true),
    weights(11, "Q3_K", 256, 110, true),
    weights(12, "Q4_K", 256, 144, true),
    weights(13, "Q5_K", 256, 176, true),
    weights(14, "Q6_K", 256, 210, true),
    weights(15, "Q8_K", 256, 292, true),
    weights(16, "IQ2_XXS", 256, 66, false),
    weights(17, "IQ2_XS", 256, 74, false),
    weights(18, "IQ3_XXS", 256, 98, false),
    weights(19, "IQ1_S", 256, 50, false),
    weights(20, "IQ4_NL", 32, 18, false),
    weights(21, "IQ3_S", 256, 110, false),
    weights(22, "IQ2_S", 256, 82, false),
    weights(23, "IQ4_XS", 256, 136, false),
    weights(29, "IQ1_M", 256, 56, false),
    weights(30, "BF16", 1, 2, true),
];
