// SPDX-License-Identifier: GPL-3.0-or-later
// What is loaded with a model and takes memory of its own: layers that predict further tokens, the part that sees, a small
// model that drafts (docs/estimates.md, "Beside the model").
#pragma once

#include "estimate/memory.h"

#include <filesystem>

namespace quantlathe {

/// Immutable once it is shared; keeps the drafting model alive.
struct Companions {
    bool predictsTokens = false;      // the model's own layers for that are loaded (MTP)
    std::uint64_t imagePartBytes = 0; // weights of the file that llama.cpp calls mmproj; 0: there is none
    std::shared_ptr<const Model> draft;
    std::vector<Choice> draftChoices; // encodings as they are stored
    std::string imagePartFile;        // for the command line to copy; empty: there is none
    std::string draftFile;
};

/// The lines of settings.beside, in the order of the structure. Empty where there is nothing beside the model.
[[nodiscard]] std::vector<ExtraFigure> extraFigures(const Model& model, std::span<const Choice> choices,
                                                    const RunSettings& settings);

/// Why the program cannot use what stands beside the model, in words; nothing if it can.
[[nodiscard]] std::optional<std::string> whyNotBeside(const Model& model, Runtime runtime, const Companions& beside);

} // namespace quantlathe
