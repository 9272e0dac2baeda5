// SPDX-License-Identifier: GPL-3.0-or-later
// Values of metadata as short texts, and what two sets of metadata say differently.
#pragma once

#include "checkpoint/metadata.h"

#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

/// "4096", "3 × a b c", "151 936 × ! \" # $ % & ' ( …": of an array its first eight elements. Safe to show.
[[nodiscard]] std::string metadataText(const MetadataValue& value);

struct MetadataDifference {
    std::string key;
    std::optional<std::string> first; // nothing: the key is not there
    std::optional<std::string> second;
    friend bool operator==(const MetadataDifference&, const MetadataDifference&) = default;
};
/// In the order of the first, then what only the second says. Numbers differ when their bits or their types do. The texts are
/// short and safe to show, and tell what differs: of arrays the first element that does, of long texts the place.
[[nodiscard]] std::vector<MetadataDifference> differencesOf(const Metadata& first, const Metadata& second);

} // namespace quantlathe
