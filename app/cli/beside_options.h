// SPDX-License-Identifier: GPL-3.0-or-later
// What is loaded with a model: --mmproj, --draft, --mtp (docs/estimates.md, "Beside the model").
#pragma once

#include "estimate/companions.h"
#include "session.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace quantlathe::cli {

struct BesideOptions {
    std::string imagePart; // a GGUF file, or the folder or address of the model it would be made of
    std::string draft;     // a model
    bool predictsTokens = false;
};

void addBesideOptions(CLI::App& command, BesideOptions& options);

/// nullptr where nothing was asked for. Throws Error(badInput) for files that cannot be opened or are something else, and for
/// what the program or the model does not have.
[[nodiscard]] std::shared_ptr<const Companions> companionsFrom(Session& session, const BesideOptions& options,
                                                               const Model& model, Runtime runtime);

} // namespace quantlathe::cli
