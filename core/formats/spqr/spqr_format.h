// SPDX-License-Identifier: GPL-3.0-or-later
// SpQR as a Hugging Face folder, in the form that transformers loads with the package spqr_quant (docs/formats/spqr.md).
#pragma once

#include "formats/format.h"

namespace quantlathe::spqr {

[[nodiscard]] const Format& format();

} // namespace quantlathe::spqr
