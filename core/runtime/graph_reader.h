// SPDX-License-Identifier: GPL-3.0-or-later
// Weights and metadata of a model by GGUF's names, checked, for the making of its graph.
#pragma once

#include "base/words.h"
#include "runtime/families.h"
#include "runtime/graph.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace quantlathe {

/// Says what is missing or does not fit; the caller makes an Error or an answer of it.
struct NotRunnable {
    std::string reason;
};

[[noreturn]] inline void refuse(std::string reason) {
    throw NotRunnable{std::move(reason)};
}

/// "blk.3.attn_q" for (3, "attn_q").
[[nodiscard]] std::string inLayer(std::uint32_t layer, std::string_view name);

/// All functions throw NotRunnable for what does not fit. The model and the row outlive it.
class GraphReader {
public:
    GraphReader(const Model& model, const FamilyRow& family)
        : model_(model), family_(family), prefix_(model.architecture() + '.') {}

    [[nodiscard]] const Model& model() const { return model_; }
    [[nodiscard]] const HyperParameters& hyper() const { return model_.hyper(); }
    [[nodiscard]] const FamilyRow& family() const { return family_; }

    [[nodiscard]] std::optional<double> number(std::string_view key) const;
    [[nodiscard]] std::uint64_t count(std::string_view key, std::uint64_t otherwise) const;
    /// Of heads, groups and the like: 1 to 65535.
    [[nodiscard]] std::uint32_t size(std::string_view key) const;
    [[nodiscard]] std::optional<bool> flag(std::string_view key) const {
        return model_.ggufMetadata().boolean(prefix_ + std::string(key));
    }
    /// Of a list with an entry for every layer.
    [[nodiscard]] std::optional<bool> flagOfLayer(std::string_view key, std::uint32_t layer) const;
    /// The same without the architecture's name in front of the key.
    [[nodiscard]] std::optional<double> plainNumberOfLayer(const std::string& key, std::uint32_t layer) const;
    /// May be infinite.
    [[nodiscard]] std::optional<double> numberOfLayer(std::string_view key, std::uint32_t layer) const;
    [[nodiscard]] bool isList(std::string_view key) const;

    [[nodiscard]] const Weight* find(std::string_view name) const { return model_.find(name); }
    [[nodiscard]] bool has(std::uint32_t layer, std::string_view name) const { return gainOf(inLayer(layer, name)) != nullptr; }
    /// The weight of that name; of some norms llama.cpp wants it without ".weight" (Falcon-H1, PLaMo 2).
    [[nodiscard]] const Weight* gainOf(const std::string& name) const {
        const Weight* const usual = find(name + ".weight");
        return usual != nullptr ? usual : find(name);
    }
    /// Throws unless the weight can be read and has that shape.
    [[nodiscard]] const Weight& readable(const Weight& weight, std::span<const std::uint64_t> shape) const;
    [[nodiscard]] const Weight& required(const std::string& name, std::initializer_list<std::uint64_t> shape) const;
    /// nullptr where there is none.
    [[nodiscard]] const Weight* optional(const std::string& name, std::initializer_list<std::uint64_t> shape) const;
    /// One row, of whatever shape.
    [[nodiscard]] const Weight& row(const std::string& name, std::uint64_t values) const;

    /// Precondition: one readable value.
    [[nodiscard]] float value(const Weight& weight) const;

    /// `name` without ".weight".
    [[nodiscard]] Linear linear(const std::string& name, std::uint64_t rows, std::uint64_t columns) const;
    /// The first of `matrices` matrices of a stacked weight.
    [[nodiscard]] Linear stacked(const std::string& name, std::uint64_t matrices, std::uint64_t rows,
                                 std::uint64_t columns) const;
    [[nodiscard]] Norm norm(const std::string& name, std::uint64_t size) const;
    [[nodiscard]] Norm normIfThere(const std::string& name, std::uint64_t size) const;

private:
    const Model& model_;
    const FamilyRow& family_;
    std::string prefix_;
};

/// Fills in the half of a layer that mixes tokens, and its norms. `graph` has its widths and ropes.
void addMixer(const GraphReader& reader, const Graph& graph, Block& block);
/// Adds a recurrence where the layer has one, with its norm where nothing else mixes tokens.
void addRecurrence(const GraphReader& reader, const Graph& graph, Block& block);
/// Fills in a layer's feed-forward network, and its norms.
void addNetwork(const GraphReader& reader, const Graph& graph, Block& block);

} // namespace quantlathe
