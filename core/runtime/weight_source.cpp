// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/weight_source.h"

#include "base/hash.h"
#include "weights/weight_rows.h"

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

void WeightSource::prepare(const Weight&, ThreadArena&, const CancelToken&) const {}

std::string ModelWeights::identity() const {
    return identityOf(*model_);
}

void ModelWeights::rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const {
    readRows(*model_, weight, firstRow, out);
}

void ModelWeights::release(const Weight& weight) const {
    releaseRows(*model_, weight, 0, weight.rows());
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
