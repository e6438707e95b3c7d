//! The same weights in another form, written beside the file they come from. Chooses nothing.

use candle_core::quantized::gguf_file::{self, Content, Value};
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Result};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

/// Types that a CPU multiplies slower than Q8_0: all that pack several weights into a byte. In Q8_0
/// eight bits hold what four to six held, so nothing worth naming is lost.
const PACKED: &[GgmlDType] = &[
    GgmlDType::Q4_0,
    GgmlDType::Q4_1,
    GgmlDType::Q5_0,
    GgmlDType::Q5_1,
    GgmlDType::Q2K,
    GgmlDType::Q3K,
    GgmlDType::Q4K,
    GgmlDType::Q5K,
    GgmlDType::Q6K,
];

/// Writes a GGUF file with the packed weights of `source` as Q8_0 and all else as it is. The file
/// comes into being under its name only when it is whole.
pub fn write_q8_0(source: &Path, target: &Path) -> Result<()> {
    let mut reader = BufReader::new(File::open(source)?);
    let content = Content::read(&mut reader)?;
    let mut names: Vec<&String> = content.tensor_infos.keys().collect();
    names.sort();
    let mut tensors = Vec::with_capacity(names.len());
    for name in names {
        let tensor = content.tensor(&mut reader, name, &Device::Cpu)?;
        let packed = PACKED.contains(&tensor.dtype());
        let tensor = if packed {
            QTensor::quantize(&tensor.dequantize(&Device::Cpu)?, GgmlDType::Q8_0)?
        } else {
            tensor
        };
        tensors.push((name.as_str(), tensor));
    }
    let metadata: Vec<(&str, &Value)> = content
        .metadata
        .iter()
        .map(|(key, value)| (key.as_str(), value))
        .collect();
    let tensors: Vec<(&str, &QTensor)> = tensors
        .iter()
        .map(|(name, tensor)| (*name, tensor))
        .collect();
    let folder = target.parent().unwrap_or(Path::new("."));
    let part = tempfile::NamedTempFile::new_in(folder)?;
    let mut writer = BufWriter::new(part);
    gguf_file::write(&mut writer, &metadata, &tensors)?;
    writer.flush()?;
    let part = writer.into_inner().map_err(|error| error.into_error())?;
    part.persist(target).map_err(|error| error.error)?;
    Ok(())
}
