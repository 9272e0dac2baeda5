// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli download.
#pragma once

#include "command.h"

namespace quantlathe::cli {

[[nodiscard]] Command addDownload(CLI::App& program);

} // namespace quantlathe::cli
