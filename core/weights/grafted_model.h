// SPDX-License-Identifier: GPL-3.0-or-later
// A GGUF model of which some weights are those of another, better one: so that they can be encoded anew while all others stay.
#pragma once

#include "model/model.h"

#include <memory>
#include <span>
#include <string>

namespace quantlathe {

/// `file` as it is, but for the weights of these names, whose values are those of `original`. Model::graft() of the result
/// tells where they come from, its checkpoint has the files of both. The files are opened again, values are not read. Throws
/// Error(badInput) when `file` is no GGUF model or stores every expert by itself, when a name is not in both or has another
/// shape, and when a file has changed since it was opened.
[[nodiscard]] std::shared_ptr<const Model> grafted(const Model& file, const Model& original,
                                                   std::span<const std::string> weights);

} // namespace quantlathe
