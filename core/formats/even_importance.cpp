// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/even_importance.h"

namespace quantlathe {

ImportanceMatrix evenImportance(const Model& model) {
    ImportanceMatrix even;
    for (const WeightCoverage& entry : coverage(model, even).weights) {
        even.columns.emplace(entry.weight->name, std::vector<float>(static_cast<std::size_t>(entry.expected), 1.0F));
    }
    return even;
}

} // namespace quantlathe
