// SPDX-License-Identifier: GPL-3.0-or-later
// AWQ's files as Hugging Face folders (docs/formats/awq.md).
#pragma once

#include "formats/format.h"

namespace quantlathe::awq {

[[nodiscard]] const Format& format();

} // namespace quantlathe::awq
