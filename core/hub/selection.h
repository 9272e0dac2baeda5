// SPDX-License-Identifier: GPL-3.0-or-later
// Which files of a repository make up the model that an address names: those, and no duplicates in other containers.
#pragma once

#include "hub/listing.h"

#include <functional>
#include <span>

namespace quantlathe {

enum class HubContainer { safetensors, pyTorch, gguf };

struct HubSelection {
    HubContainer container = HubContainer::safetensors;
    std::string folder;                // of the repository, in which all of it lies; empty: its root
    std::vector<HubFile> weights;      // at least one
    std::vector<HubFile> companions;   // configuration, tokenizer, index, licence, code, card
    std::optional<std::string> opened; // the one file that stands for the model; nothing: the folder does

    [[nodiscard]] std::uint64_t bytes() const;
    /// A file's path below the folder.
    [[nodiscard]] std::string relative(const HubFile& file) const;
};

/// Gives a small file's text; selectModel() asks for the index of a sharded model.
using ReadHubText = std::function<std::string(const HubFile& file)>;

/// Follows what opening the folder would do: safetensors before PyTorch before GGUF; the usual names, an index, a numbered set.
/// Throws Error(badInput) where there is no model, where several are and none was chosen (listing their addresses), and for
/// sets that are not complete.
[[nodiscard]] HubSelection selectModel(const HubListing& listing, const ReadHubText& readText);

/// Those files below the folder of the address whose path there matches one of the patterns (`*`, `?`, `[…]`; a slash is a
/// character like any other). Throws Error(badInput) for a pattern that matches none.
[[nodiscard]] std::vector<HubFile> selectFiles(const HubListing& listing, std::span<const std::string> patterns);

} // namespace quantlathe
