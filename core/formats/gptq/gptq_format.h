// SPDX-License-Identifier: GPL-3.0-or-later
// GPTQ as a Hugging Face folder, in the form that GPTQModel, transformers, vLLM and ExLlamaV2 load (docs/formats/gptq.md).
#pragma once

#include "formats/format.h"

namespace quantlathe::gptq {

[[nodiscard]] const Format& format();

} // namespace quantlathe::gptq
