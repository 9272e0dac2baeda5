// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/kv_types.h"

#include "base/words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace quantlathe {
namespace {

// Of ggml: a scale in F16 for 32 values, for q5_1 and a least value. Of ExLlamaV2: the same scale; Q6 has keys in 8 bits and
// values in 4 (cache.py, 2025).
constexpr auto typeTable = std::to_array<KvTypeInfo>({
    {KvType::f16, "f16", 1, 64, 64},
    {KvType::bf16, "bf16", 1, 64, 64},
    {KvType::q8_0, "q8_0", 32, 34, 34},
    {KvType::q5_1, "q5_1", 32, 24, 24},
    {KvType::q4_0, "q4_0", 32, 18, 18},
    {KvType::fp8, "fp8", 1, 32, 32},
    {KvType::q8, "q8", 32, 34, 34},
    {KvType::q6, "q6", 32, 34, 18},
    {KvType::q4, "q4", 32, 18, 18},
});

constexpr std::array llamaCppTypes{KvType::f16, KvType::bf16, KvType::q8_0, KvType::q5_1, KvType::q4_0};
constexpr std::array servedTypes{KvType::f16, KvType::bf16, KvType::fp8};
constexpr std::array exllamaTypes{KvType::f16, KvType::q8, KvType::q6, KvType::q4};
constexpr std::array wideTypes{KvType::f16, KvType::bf16};

std::uint64_t bytesOf(const KvTypeInfo& type) {
    return type.keyBytesPer32 + type.valueBytesPer32;
}

} // namespace

const KvTypeInfo& info(KvType type) {
    return *std::ranges::find(typeTable, type, &KvTypeInfo::type);
}

std::string_view name(KvType type) {
    return info(type).name;
}

std::optional<KvType> kvTypeFromName(std::string_view name) {
    const auto* const found = std::ranges::find(typeTable, name, &KvTypeInfo::name);
    return found == typeTable.end() ? std::nullopt : std::optional(found->type);
}

std::uint64_t keyBytes(const KvTypeInfo& type, std::uint64_t values) {
    return values * type.keyBytesPer32 / 32;
}

std::uint64_t valueBytes(const KvTypeInfo& type, std::uint64_t values) {
    return values * type.valueBytesPer32 / 32;
}

std::span<const KvType> kvTypes(Runtime runtime) {
    switch (runtime) {
    case Runtime::llamaCpp: return llamaCppTypes;
    case Runtime::vllm:
    case Runtime::sglang:
    case Runtime::tensorRtLlm: return servedTypes;
    case Runtime::exllamaV2: return exllamaTypes;
    case Runtime::transformers: break;
    }
    return wideTypes;
}

KvType kvTypeIn(Runtime runtime, KvType wished) {
    const auto distance = [&](KvType type) {
        const auto wishedBytes = static_cast<std::int64_t>(bytesOf(info(wished)));
        return std::abs(static_cast<std::int64_t>(bytesOf(info(type))) - wishedBytes);
    };
    const std::span<const KvType> offered = kvTypes(runtime);
    return std::ranges::find(offered, wished) != offered.end() ? wished : *std::ranges::min_element(offered, {}, distance);
}

std::string withTypeTaken(std::string formula, Runtime runtime, KvType wished) {
    const KvType taken = kvTypeIn(runtime, wished);
    return taken == wished ? std::move(formula)
                           : say("{} ({} has no cache in {}: {} taken)", formula, name(runtime), name(wished), name(taken));
}

} // namespace quantlathe
