// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/awq/family.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/awq/awq_encoding.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

namespace quantlathe {
namespace {

using namespace awq;

struct Offered {
    std::deque<AwqEncoding> encodings; // their addresses stay
    std::vector<const MatrixEncoding*> addresses;

    Offered() {
        for (const Version version : {Version::gemm, Version::gemv, Version::gemvFast}) {
            for (const std::uint64_t group : writtenGroups) {
                addresses.push_back(&encodings.emplace_back(Layout{.group = group, .version = version}));
            }
        }
    }
};

const Offered& offered() {
    static const Offered all;
    return all;
}

std::span<const MatrixEncoding* const> encodings() {
    return offered().addresses;
}

/// The one encoding of this layout, made when it is first met.
const AwqEncoding& encodingOf(const Layout& layout) {
    const auto& all = offered().encodings;
    if (const auto found = std::ranges::find(all, layout, &AwqEncoding::layout); found != all.end()) {
        return *found;
    }
    static std::mutex mutex;
    static std::map<Layout, AwqEncoding> met;
    const std::scoped_lock lock(mutex);
    return met.try_emplace(layout, layout).first->second;
}

// ---- Reading ------------------------------------------------------------------------------------------------------------

[[noreturn]] void refuse(std::string_view suffix, std::string expected) {
    throw badInput({}, say("The tensor {} of an AWQ layer is wrong", suffix), std::move(expected));
}

std::string textOf(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

struct Stated {
    bool isAwq = false;                                // the method is named
    std::optional<Version> version = std::nullopt;     // nothing: the tensors are packed in another way
    std::optional<std::uint64_t> group = std::nullopt; // 0: whole rows
};

std::optional<Version> versionNamed(std::string_view name) {
    if (name.empty() || name == "gemm") {
        return Version::gemm;
    }
    return name == "gemv"        ? std::optional(Version::gemv)
           : name == "gemv_fast" ? std::optional(Version::gemvFast)
                                 : std::nullopt;
}

std::optional<std::uint64_t> groupStated(const nlohmann::json& object) {
    const auto found = object.find("group_size");
    if (found == object.end() || !found->is_number_integer()) {
        return std::nullopt;
    }
    const auto size = found->get<std::int64_t>();
    return size == -1 ? std::optional(std::uint64_t{0})
           : size > 0 ? std::optional(static_cast<std::uint64_t>(size))
                      : std::nullopt;
}

Stated statedBy(const nlohmann::json* configuration) {
    if (configuration == nullptr || !configuration->is_object()) {
        return {.version = Version::gemm};
    }
    const std::string method = textOf(*configuration, "quant_method");
    if (method == "auto-round" || method == "intel/auto-round") {
        const std::string form = textOf(*configuration, "packing_format");
        const bool isAwq = form.ends_with("awq");
        return {.isAwq = isAwq, .version = isAwq ? std::optional(Version::gemm) : std::nullopt};
    }
    std::string version = textOf(*configuration, "version");
    if (version.empty()) {
        version = textOf(*configuration, "format");
    }
    std::ranges::transform(version, version.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const bool isAwq = method == "awq";
    return {.isAwq = isAwq,
            .version = isAwq            ? versionNamed(version)
                       : method.empty() ? std::optional(Version::gemm)
                                        : std::nullopt,
            .group = groupStated(*configuration)};
}

bool isMatrix(const std::optional<StoredPart>& part) {
    constexpr std::uint64_t longest = 0x7FFFFFFF;
    return part && part->shape.size() == 2 &&
           std::ranges::all_of(part->shape, [](std::uint64_t length) { return length > 0 && length <= longest; });
}

std::uint64_t groupOf(std::uint64_t groups, std::uint64_t columns) {
    if (groups == 1) {
        return 0;
    }
    if (columns % groups != 0) {
        refuse(".scales", say("{} groups do not divide {} input features into groups of one size.", groupedDigits(groups),
                              groupedDigits(columns)));
    }
    return columns / groups;
}

void requireFloats(const StoredPart& scales) {
    if (scales.type != ElementType::F16 && scales.type != ElementType::BF16 && scales.type != ElementType::F32) {
        refuse(".scales", say("Expected are scales in F16, BF16 or F32."));
    }
}

StoredMatrix matrixOf(const Layout& layout, const MatrixShape& shape, const PartLookup& lookup) {
    if (const auto reason = whyNoMatrix(shape)) {
        refuse(".qweight", say("As a matrix, {}.", *reason));
    }
    requireParts(encodingOf(layout), shape, lookup);
    return {&encodingOf(layout), shape};
}

/// Versions whose scales have room for more groups than there are: config.json tells their size.
StoredMatrix readForVectors(const PartLookup& lookup, const Stated& stated) {
    const auto codes = lookup(".qweight");
    const auto scales = lookup(".scales");
    if (!isMatrix(codes) || !isMatrix(scales)) {
        refuse(isMatrix(codes) ? ".scales" : ".qweight", say("Expected are a matrix of codes and one of scales."));
    }
    requireFloats(*scales);
    const bool isFast = *stated.version == Version::gemvFast;
    MatrixShape shape{codes->shape[0], codes->shape[1] * codesInWord, scales->type};
    if (isFast) {
        shape = {scales->shape[1], codes->shape[1], scales->type};
    }
    if (!stated.group || (*stated.group != 0 && shape.columns % *stated.group != 0)) {
        refuse(".scales",
               say("Its configuration names no group size that divides {} input features.", groupedDigits(shape.columns)));
    }
    const Layout layout{.group = *stated.group, .scaleType = scales->type, .version = *stated.version};
    if (const auto reason = encodingOf(layout).whyNot(shape)) {
        refuse(".qweight", say("As a matrix, {}.", *reason));
    }
    return matrixOf(layout, shape, lookup);
}

/// Names and types are those of GPTQ; there the codes have as many columns as the scales, here an eighth.
std::optional<StoredMatrix> read(const PartLookup& lookup, const nlohmann::json* configuration) {
    const Stated stated = statedBy(configuration);
    if (!stated.version) {
        return std::nullopt;
    }
    if (*stated.version != Version::gemm) {
        return lookup(".qweight") ? std::optional(readForVectors(lookup, stated)) : std::nullopt;
    }
    const auto codes = lookup(".qweight");
    const auto zeros = lookup(".qzeros");
    const auto scales = lookup(".scales");
    const bool fits = isMatrix(codes) && isMatrix(zeros) && isMatrix(scales) && codes->type == ElementType::I32 &&
                      zeros->type == ElementType::I32 && codes->shape[1] * codesInWord == scales->shape[1] &&
                      zeros->shape[1] == codes->shape[1] && zeros->shape[0] == scales->shape[0];
    if (!fits) {
        if (!codes || !stated.isAwq) {
            return std::nullopt;
        }
        refuse(!isMatrix(zeros)    ? ".qzeros"
               : !isMatrix(scales) ? ".scales"
                                   : ".qweight",
               say("Expected are codes of I32 [input features, words], zero points of I32 [groups, words] and scales [groups, "
                   "rows], eight rows a word."));
    }
    requireFloats(*scales);
    const MatrixShape shape{scales->shape[1], codes->shape[0], scales->type};
    return matrixOf({.group = groupOf(scales->shape[0], shape.columns), .scaleType = scales->type}, shape, lookup);
}

} // namespace

const MatrixFamily& awqFamily() {
    static const MatrixFamily family{
        .id = "awq",
        .markers = {".qweight"},
        .read = read,
        .encodings = encodings,
    };
    return family;
}

} // namespace quantlathe
