// SPDX-License-Identifier: GPL-3.0-or-later
// AQLM as a Hugging Face folder, in the form that transformers loads with the package aqlm (docs/formats/aqlm.md).
#pragma once

#include "formats/format.h"

namespace quantlathe::aqlm {

[[nodiscard]] const Format& format();

} // namespace quantlathe::aqlm
