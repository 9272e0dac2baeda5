// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/weight_source.h"

#include "base/hash.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

namespace quantlathe {

namespace {

void addTo(HashBuilder& hash, const MetadataValue& value) {
    const auto addOne = [&hash](const auto& single) {
        using Single = std::decay_t<decltype(single)>;
        if constexpr (std::is_same_v<Single, std::string>) {
            hash.add(single);
        } else if constexpr (std::is_same_v<Single, bool>) {
            hash.add(std::uint64_t{single ? 1U : 0U});
        } else {
            hash.add(std::as_bytes(std::span(&single, 1)));
        }
    };
    std::visit(
        [&](const auto& held) {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, MetadataArray>) {
                std::visit(
                    [&](const auto& elements) {
                        for (std::size_t i = 0; i < elements.size(); ++i) {
                            const typename std::decay_t<decltype(elements)>::value_type element = elements[i];
                            addOne(element);
                        }
                    },
                    held);
            } else {
                addOne(held);
            }
        },
        value);
}

} // namespace

std::string WeightSource::identity() const {
    return {};
}

const InputRounding* WeightSource::inputRounding(const Weight&, std::optional<std::uint32_t>) const {
    return nullptr;
}

void WeightSource::prepare(const Weight&, ThreadArena&, const CancelToken&) const {}

ModelWeights::ModelWeights(std::shared_ptr<const Model> model)
    : model_(std::move(model)), roundings_(statedInputRoundings(*model_)) {}

std::string ModelWeights::identity() const {
    std::string identity = identityOf(*model_);
    if (!roundings_.empty()) { // config.json alone may say so, and other versions of the program did not listen
        HashBuilder hash;
        for (const Weight& weight : model_->weights()) {
            for (std::uint32_t matrix = 0; matrix < weight.packed.size(); ++matrix) {
                const InputRounding* const rounding = inputRounding(weight, matrix);
                hash.add(rounding == nullptr ? std::string() : describe(*rounding));
                hash.add(std::uint64_t{rounding == nullptr ? 0 : std::bit_cast<std::uint32_t>(rounding->scale)});
                hash.add(std::uint64_t{rounding == nullptr ? 0 : static_cast<std::uint32_t>(rounding->zero)});
            }
        }
        identity += fmt::format("-{:016x}", hash.value());
    }
    return identity;
}

const InputRounding* ModelWeights::inputRounding(const Weight& weight, std::optional<std::uint32_t> expert) const {
    const auto found = roundings_.find(&weight);
    if (found == roundings_.end()) {
        return nullptr;
    }
    const auto& ofMatrices = found->second;
    const auto& rounding = ofMatrices[ofMatrices.size() == 1 ? 0 : expert.value_or(0)];
    return rounding ? &*rounding : nullptr;
}

void ModelWeights::rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const {
    readRows(*model_, weight, firstRow, out);
}

void ModelWeights::release(const Weight& weight) const {
    releaseRows(*model_, weight, 0, weight.rows());
}

std::vector<RoundedLayers> roundedLayers(const WeightSource& source) {
    std::vector<RoundedLayers> all;
    for (const Weight& weight : source.model().weights()) {
        const std::uint64_t matrices = weight.shape.size() < 3 ? 1 : weight.rows() / weight.rowsPerMatrix();
        for (std::uint64_t matrix = 0; matrix < matrices; ++matrix) {
            const InputRounding* const rounding = source.inputRounding(weight, static_cast<std::uint32_t>(matrix));
            if (rounding == nullptr) {
                continue;
            }
            const std::string name = describe(*rounding);
            const auto same =
                std::ranges::find_if(all, [&](const RoundedLayers& each) { return describe(each.rounding) == name; });
            if (same == all.end()) {
                all.push_back({*rounding, 1});
            } else {
                ++same->layers;
            }
        }
    }
    return all;
}

std::string identityOf(const Model& model) {
    HashBuilder hash;
    for (const Weight& weight : model.weights()) {
        hash.add(weight.name);
        hash.add(std::as_bytes(std::span(weight.tensors)));
        hash.add(std::as_bytes(std::span(weight.generated)));
    }
    // What is computed depends on these, too: a folder's config.json may be corrected, or read better by a newer program.
    for (const MetadataPair& pair : model.ggufMetadata().pairs()) {
        if (pair.key.starts_with(model.architecture() + '.')) {
            hash.add(pair.key);
            addTo(hash, pair.value);
        }
    }
    return fmt::format("{}-{:016x}", model.checkpoint().identity(), hash.value());
}

} // namespace quantlathe
