// SPDX-License-Identifier: GPL-3.0-or-later
// The weights of a model as the tree shows them: layer → module → tensor, filtered and sorted. No Qt models here.
#pragma once

#include "model/model.h"

#include <functional>
#include <optional>
#include <QString>
#include <vector>

namespace quantlathe::ui {

/// "attn_q", "token_embd", "attn_q bias": without layer and suffix.
[[nodiscard]] QString shortName(const Weight& weight);
/// "layer 3, ffn_down"
[[nodiscard]] QString longName(const Weight& weight);

/// What the filter field says. Words are joined by "and": "role:attn_q", "layer:3", "layer:3-7", "type:Q4_K" (planned
/// encoding), "imatrix:missing" (what an importance matrix says), a glob when it holds *, ? or [, anything else is searched in
/// the names without regard to case.
class TensorFilter {
public:
    TensorFilter() = default;
    explicit TensorFilter(const QString& text);

    [[nodiscard]] bool isEmpty() const { return words_.empty(); }
    /// `planned`: name of the planned encoding; `importance`: coverageCell(); empty if there is none.
    [[nodiscard]] bool matches(const Weight& weight, const QString& planned, const QString& importance = {}) const;

private:
    struct Word {
        enum class Kind { text, glob, role, layer, type, importance } kind = Kind::text;
        QString text;
        std::string glob;
        std::uint32_t firstLayer = 0;
        std::uint32_t lastLayer = 0;
    };
    std::vector<Word> words_;
};

/// One line of the tree. Siblings stand one after the other in the vector, so a node is found by arithmetic.
struct TensorNode {
    enum class Kind { layer, module, weight };
    Kind kind = Kind::weight;
    int parent = -1;
    int row = 0; // among its siblings
    int firstChild = 0;
    int childCount = 0;
    std::size_t weight = 0; // kind weight: index into Model::weights(); else of the first weight below
    friend bool operator==(const TensorNode&, const TensorNode&) = default;
};

struct TensorTree {
    std::vector<TensorNode> nodes; // the first `rootCount` are the top level
    int rootCount = 0;
    std::size_t weightCount = 0; // that pass the filter
    bool isFlat = false;         // weights only, no groups

    /// Indices of all weights below a node, itself included.
    [[nodiscard]] std::vector<std::size_t> weightsBelow(int node) const;
    friend bool operator==(const TensorTree&, const TensorTree&) = default;
};

/// Where a weight stands, also for architectures that are not understood (from the numbers in the name).
struct TensorPlace {
    std::optional<std::uint32_t> layer;
    QString module;
};
[[nodiscard]] TensorPlace placeOf(const Weight& weight);

/// `less` orders weights inside their group, or all of them in one list without groups if `isFlat`; nullptr keeps the model's
/// order. `passes` decides what is shown.
[[nodiscard]] TensorTree buildTensorTree(const Model& model, const std::function<bool(std::size_t)>& passes,
                                         const std::function<bool(std::size_t, std::size_t)>& less = nullptr,
                                         bool isFlat = false);

} // namespace quantlathe::ui
