// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session.h"

namespace quantlathe::cli {

/// What a report of a mistake should say of the program: version, compiler, libraries as they are loaded, instruction sets.
[[nodiscard]] Json aboutJson();

} // namespace quantlathe::cli
