// SPDX-License-Identifier: GPL-3.0-or-later
// HQQ as a Hugging Face folder: the form of hqq's own save_to_safetensors and of transformers (docs/formats/hqq.md).
#pragma once

#include "formats/format.h"

namespace quantlathe::hqq {

[[nodiscard]] const Format& format();

} // namespace quantlathe::hqq
