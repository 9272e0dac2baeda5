// SPDX-License-Identifier: GPL-3.0-or-later
// What a user may ask of an output beside an encoding for each weight. Parts of a plan (docs/plan.md).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace quantlathe {

/// A value that the metadata of the output gets, whatever the model says. The four types are those of llama-quantize.
struct MetadataOverride {
    std::string key;
    std::variant<std::uint32_t, float, bool, std::string> value; // int, float, bool, str
    friend bool operator==(const MetadataOverride&, const MetadataOverride&) = default;
};
/// "KEY=TYPE:VALUE" of --override-kv, for example llama.context_length=int:8192. Throws Error(badInput).
[[nodiscard]] MetadataOverride overrideFromOption(std::string_view option);
/// "int", "float", "bool", "str".
[[nodiscard]] std::string_view typeName(const MetadataOverride& entry);
/// Throws Error(badInput) for keys and texts that are too long, for numbers that are not finite and for keys that only the
/// writer may set (split.*).
void check(const MetadataOverride& entry);

/// Into how many files the output goes. At most one of the three is set; none: one file.
struct SplitOptions {
    bool asSource = false;        // the files of the source, tensor by tensor
    std::uint64_t maxBytes = 0;   // of the tensors of a file, each padded to 32 bytes; the header is not counted
    std::uint32_t maxTensors = 0; // in a file
    [[nodiscard]] bool wantsSeveral() const { return asSource || maxBytes > 0 || maxTensors > 0; }
    friend bool operator==(const SplitOptions&, const SplitOptions&) = default;
};
/// "2G", "500M": powers of 1000, as llama-gguf-split counts; "1234567B" for other numbers of bytes. Throws Error(badInput).
[[nodiscard]] std::uint64_t splitSizeFromOption(std::string_view option);

struct OutputOptions {
    bool pure = false;        // the preset's main encoding everywhere, no mixture and no replacement
    bool leaveOutput = false; // the output matrix stays as it is stored
    /// A GGUF file of a GGUF file: its tensors stand in the order of the source, and its metadata are the source's to the
    /// letter, whatever the tensors become.
    bool keepHeader = false;
    std::vector<std::uint32_t> prunedLayers = {}; // left out of the output, ascending; the others move up
    std::vector<MetadataOverride> overrides = {}; // in this order
    SplitOptions split = {};
    std::map<std::string, std::string> family = {}; // by id of the format's option table; those not named have their default
    /// The plan is only looked at (sizes of a dry run), so importance values that its encodings need may be missing. Not part
    /// of a document; a conversion refuses such a plan.
    bool isDryRun = false;
    friend bool operator==(const OutputOptions&, const OutputOptions&) = default;
};

} // namespace quantlathe
